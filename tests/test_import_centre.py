"""The import centre: upload, recognise, preview, take over, give refused rows back."""

from __future__ import annotations

import io

import pytest
import python_calamine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.desk import SECRET, browser_of, text_of, work
from zhiqiang.engines.lake import OpenSnapshot
from zhiqiang.portal.tests import small_city
from zhiqiang.records.accounts.actions import register_person
from zhiqiang.records.jobs import queries as job_queries
from zhiqiang.records.registry import queries as registry

ROWS = [
    *small_city.patents(4)[:3],
    small_city.patents(5)[4] | {"专利名称": "一种新的阀门"},
    small_city.patents(6)[5] | {"申请日": "2019-13-45"},
]


def uploaded(path, rows=ROWS, name="专利月报.csv"):
    content = small_city.write_csv(path, rows).read_bytes()
    return SimpleUploadedFile(name, content)


@pytest.fixture
def sent(city, desk, tmp_path):
    """The address of the page that says what an uploaded list is taken for."""
    answer = desk.post(reverse("portal:upload"), {"file": uploaded(tmp_path / "up.csv")})
    assert answer.status_code == 302
    return answer.url


@pytest.fixture
def previewed(desk, sent):
    """The address of a preview that is done."""
    token = desk.get(sent).context["token"]
    answer = desk.post(reverse("portal:incoming"), {"file": token, "source": "patents"})
    work()
    return answer.url


def test_an_uploaded_list_is_recognised_by_its_headings(desk, sent):
    page = text_of(desk.get(sent))
    assert "按表头识别为<strong>专利清单</strong>" in page
    assert "第一权利人" not in page
    assert 'name="source" value="patents"' in page


def test_another_kind_may_be_chosen_and_says_what_is_missing(desk, sent):
    page = text_of(desk.get(f"{sent}&source=trademarks"))
    assert "没有商标清单的表头" in page or "不能按商标清单读取" in page
    assert "预览不写入台账" not in page


def test_nothing_is_in_the_register_before_it_is_taken_over(desk, official, previewed):
    before = registry.batches(official).count()
    page = text_of(desk.get(previewed))
    assert "一种新的阀门" in page and "2019-13-45" in page
    told = desk.get(previewed).context["told"]
    assert [told[key] for key in ("rows", "new", "same", "refused")] == [5, 1, 3, 1]
    assert before == registry.batches(official).count() == 1
    assert not list(registry.search_rights(official, "一种新的阀门"))


def test_what_was_previewed_is_taken_over_and_leads_to_its_batch(desk, official, previewed):
    job = desk.post(f"{previewed}take-over/").url
    work()
    page = text_of(desk.get(job))
    assert 'href="/imports/2/"' in page and "新增 1，变更 0，不变 3，拒收 1" in page
    assert "快照 2" in page
    assert len(list(registry.search_rights(official, "一种新的阀门"))) == 1


def sheets_of(content):
    """Return the rows of each sheet of a workbook."""
    book = python_calamine.load_workbook(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_refused_rows_come_back_with_reasons_and_can_be_sent_again(desk, previewed, tmp_path):
    for address in (f"{previewed}refused/", None):
        if address is None:
            desk.post(f"{previewed}take-over/")
            work()
            address = "/imports/2/refused/"
        (rows,) = sheets_of(desk.get(address).getvalue()).values()
        headings, row = rows[1:]
        assert headings[-2:] == ["原行号", "未接收原因"]
        assert row[-2] == 6 and "2019-13-45" in row[-1]
        assert row[headings.index("专利名称")] == "一种阀门的密封结构之6"


def test_a_template_is_read_back_as_the_list_that_it_is_for(desk, city):
    listed = text_of(desk.get("/imports/templates/"))
    assert listed.count(" download>") > 10
    answer = desk.get("/imports/templates/trademarks/")
    content = answer.getvalue()
    sheets = sheets_of(content)
    assert list(sheets) == ["商标清单", "填写说明"]
    assert sheets["商标清单"][1][0] == "注册号"
    assert ["国际分类", "必填"] in [row[:2] for row in sheets["填写说明"]]
    up = SimpleUploadedFile("商标.xlsx", content)
    page = text_of(desk.post(reverse("portal:upload"), {"file": up}, follow=True))
    assert "按表头识别为<strong>商标清单</strong>" in page


def test_what_is_no_list_is_refused_at_the_field(desk, city):
    for name, content, said in (
        ("a.docx", b"PK", "此处不接收"),
        ("a.csv", b"", "是空的"),
        ("a.xlsx", b"not a workbook", "内容不是"),
    ):
        answer = desk.post(reverse("portal:upload"), {"file": SimpleUploadedFile(name, content)})
        assert answer.status_code == 422 and said in text_of(answer), name
    assert desk.post(reverse("portal:upload"), {}).status_code == 422


def test_a_list_of_another_or_a_forged_word_is_refused(desk, sent):
    colleague = browser_of(register_person("wang", "王某", "official", SECRET))
    assert colleague.get(sent).status_code == 400
    assert desk.get("/imports/incoming/?file=abc").status_code == 400


def test_a_file_that_is_refused_as_a_whole_cannot_be_taken_over(desk, city, tmp_path):
    rows = [{"专利名称": "甲", "申请日": "2019-01-01", "法律状态": "授权", "地址": "乙"}]
    up = uploaded(tmp_path / "x.csv", rows)
    sent = desk.post(reverse("portal:upload"), {"file": up, "source": "patents"}).url
    page = desk.get(sent)
    assert "不能按专利清单读取" in text_of(page)
    token = page.context["token"]
    address = desk.post(reverse("portal:incoming"), {"file": token, "source": "patents"}).url
    work()
    assert "整份文件不能接收" in text_of(desk.get(address))
    assert desk.post(f"{address}take-over/").status_code == 403


def test_a_preview_can_be_left_cancelled_and_come_back_to(desk, official, sent):
    token = desk.get(sent).context["token"]
    address = desk.post(reverse("portal:incoming"), {"file": token, "source": "patents"}).url
    page = text_of(desk.get(address))
    assert "正在预览" in page and "hx-get" in page and "取消预览" in page
    run = next(iter(job_queries.jobs(official)))
    desk.post(reverse("office:cancel_job", args=[run.pk]))
    assert "预览没有完成（已取消）" in text_of(desk.get(address))
    assert "<html" not in text_of(desk.get(f"{address}part/"))


def test_only_who_works_on_the_register_may_import(db):
    clerk = browser_of(register_person("li", "李某", "body_clerk", SECRET))
    for address in ("/imports/upload/", "/imports/incoming/", "/imports/templates/"):
        assert Client().get(address).status_code == 302
        assert clerk.get(address).status_code == 403


def test_after_an_import_the_programme_opens_without_a_question_to_the_snapshot(
    desk, previewed, city, monkeypatch
):
    desk.post(f"{previewed}take-over/")
    work()
    ran = []
    fetch = OpenSnapshot.fetch
    monkeypatch.setattr(
        OpenSnapshot, "fetch", lambda self, *given: ran.append(given) or fetch(self, *given)
    )
    page = text_of(desk.get(f"/programmes/{city.programme.pk}/"))
    assert "快照 2" in page
    assert ran == []
