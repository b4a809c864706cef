"""Headings that nobody declared: said once by an official, read ever after, and taken back."""

from __future__ import annotations

import zipfile

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.desk import SECRET, browser_of, text_of, work
from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.portal.tests import small_city
from zhiqiang.records.accounts.actions import register_person
from zhiqiang.records.journal import queries as journal
from zhiqiang.records.registry import queries as registry
from zhiqiang.records.registry.actions import forget_heading, import_file, teach_headings

WORDS = {"申请号": "专利号码", "专利类型": "所属类别", "授权公告号": "证书"}


@pytest.fixture
def strange(tmp_path):
    """A list of patents whose demanded columns go by names that nobody declared."""
    rows = [
        {WORDS.get(heading, heading): text for heading, text in row.items()} | {"经办人": "王某"}
        for row in small_city.patents(5)[3:]
    ]
    return small_city.write_csv(tmp_path / "本地台账.csv", rows)


def sent(desk, path):
    file = SimpleUploadedFile(path.name, path.read_bytes())
    return desk.post(reverse("portal:upload"), {"file": file, "source": "patents"}).url


def test_an_official_says_once_what_a_heading_means_and_later_lists_are_read_by_it(
    city, desk, official, strange
):
    address = sent(desk, strange)
    page = desk.get(address)
    assert "不能按专利清单读取" in text_of(page) or "没有专利清单的表头" in text_of(page)
    assert "“专利号码”读作" in text_of(page) and "“名称”读作" not in text_of(page)
    told = {
        "file": page.context["token"], "source": "patents",
        "heading": ["专利号码", "所属类别", "经办人"],
        "field": ["application_number", "kind", page.context["unused"]],
    }  # fmt: skip
    shown = text_of(desk.post(reverse("portal:teach_headings"), told, follow=True))
    assert "已记住 3 列的对应" in shown and "按<strong>专利清单</strong>读取" in shown
    assert "读作</option>" not in shown and "“经办人”读作" not in shown

    token = desk.get(address).context["token"]
    answer = desk.post(reverse("portal:incoming"), {"file": token, "source": "patents"})
    work()
    counts = desk.get(answer.url).context["told"]
    assert [counts[key] for key in ("rows", "new", "refused")] == [2, 2, 0]

    # The command line reads by it too, and without a word about the column that is not used.
    result = import_file("patents", strange, small_city.ACTOR)
    assert (result.new, result.refused, result.findings) == (2, 0, ())

    listed = text_of(desk.get(reverse("portal:taught_headings")))
    assert "专利号码" in listed and "不采用" in listed
    (one,) = registry.taught_headings(official).filter(heading="专利号码")
    desk.post(reverse("portal:forget_heading", args=[one.pk]))
    assert import_file("patents", strange, small_city.ACTOR).is_refused
    auditor = register_person("shen", "审某", "auditor", SECRET)
    lines = journal.entries(auditor, journal.Asked("", "", "source:patents"))
    acts = [line.act for line in lines]
    assert acts == ["forget_heading", "teach_headings"]


@pytest.mark.parametrize(
    ("headings", "says"),
    [
        ({"专利号码": "no_such"}, "没有“no_such”这一项"),
        ({"申请号": "title"}, "已有的列名"),
        ({"甲": "title", "乙": "title"}, "有两列都对应“名称”"),
        ({" ": "title"}, "列名为空"),
        ({"长" * 121: "title"}, "超过 120 字"),
    ],
)
def test_what_cannot_be_taught_is_refused_and_nothing_is_kept(city, official, headings, says):
    with pytest.raises(Refused, match=says):
        teach_headings("patents", headings, "陈某")
    assert not registry.taught_headings(official).exists()


def test_what_is_taught_replaces_what_was_and_only_officials_see_it(city, official):
    teach_headings("patents", {"专利 号码": "publication_number"}, "陈某")
    teach_headings("patents", {"专利号码": "application_number"}, "陈某")
    (one,) = registry.taught_headings(official)
    assert (one.heading, one.field) == ("专利号码", "application_number")
    assert registry.source("patents").by_field["application_number"].aliases[-1] == "专利号码"
    assert not registry.taught_headings(AnonymousUser()).exists()
    forget_heading(one.pk, "陈某")
    with pytest.raises(NotFound):
        forget_heading(one.pk, "陈某")
    with pytest.raises(NotFound):
        teach_headings("no_such_source", {"甲": "title"}, "陈某")


def test_what_cannot_be_taught_is_said_on_the_page_as_an_error(city, desk, official, strange):
    token = desk.get(sent(desk, strange)).context["token"]
    twice = {"file": token, "source": "patents", "heading": ["甲", "乙"], "field": ["title"] * 2}
    page = text_of(desk.post(reverse("portal:teach_headings"), twice, follow=True))
    assert '<p class="says error" role="alert">有两列都对应“名称”' in page
    assert not registry.taught_headings(official).exists()


def test_a_form_that_was_cut_in_the_middle_is_an_error(city, desk, strange):
    token = desk.get(sent(desk, strange)).context["token"]
    cut = {"file": token, "source": "patents", "heading": ["甲", "乙"], "field": ["title"]}
    assert desk.post(reverse("portal:teach_headings"), cut).status_code == 400
    visitor = browser_of(register_person("fang", "访某", "visitor", SECRET))
    assert visitor.post(reverse("portal:teach_headings"), cut).status_code in (403, 404)


def test_an_archive_is_uploaded_and_every_cell_leads_to_its_file(city, desk, official, tmp_path):
    listed = small_city.write_csv(tmp_path / "x.csv", small_city.patents(5)[3:])
    packed = tmp_path / "月报.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(listed, "三月/专利.csv")
    address = sent(desk, packed)
    assert "三月/专利.csv" in text_of(desk.get(address))
    token = desk.get(address).context["token"]
    previewed = desk.post(reverse("portal:incoming"), {"file": token, "source": "patents"}).url
    work()
    desk.post(f"{previewed}take-over/")
    work()
    right = next(iter(registry.search_rights(official, "密封结构之5")))
    page = text_of(desk.get(f"/register/rights/{right.pk}/"))
    assert "月报.zip" in page and "三月/专利.csv" in page
    batch = registry.batches(official).first()
    row = desk.get(f"/imports/{batch.pk}/row/", {"row": 3, "sheet": "三月/专利.csv"})
    assert row.status_code == 200 and "密封结构之5" in text_of(row)
