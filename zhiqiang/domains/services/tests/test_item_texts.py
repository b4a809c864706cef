"""An item is written, checked, published, exported, imported and withdrawn by pages alone."""

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.desk import browser_of, text_of
from zhiqiang.records.casework.models import ServiceDraft, ServiceVersion
from zhiqiang.records.casework.published import newest

MANAGE = reverse("services:manage")


@pytest.fixture
def desk(office):
    return browser_of(office.keeper)


def at(name, key):
    return reverse(f"services:{name}", args=[key])


def test_an_item_is_copied_checked_published_exported_and_imported(office, desk) -> None:
    assert "事项管理" in text_of(desk.get(MANAGE))
    copied = desk.post(reverse("services:copy"), {"source": "rights_aid", "key": "public_advice"})
    assert copied.url == at("edit", "public_advice")
    page = desk.get(copied.url)
    text = page.context["text"]
    # The copy still has the code of the other.
    wrong = desk.post(copied.url, {"text": text, "then": "publish"})
    assert wrong.status_code == 422 and "代号 WY 已由" in text_of(wrong)
    assert newest("public_advice") is None
    text = text.replace("code: WY", "code: GY").replace(
        "知识产权维权援助\n", "知识产权公益咨询\n", 1
    )
    checked = desk.post(copied.url, {"text": text, "then": "check"})
    assert checked.status_code == 200 and "没有发现问题" in text_of(checked)
    assert newest("public_advice") is None
    done = desk.post(copied.url, {"text": text, "then": "publish"})
    assert done.url == at("guide", "public_advice")
    assert "知识产权公益咨询" in text_of(desk.get(done.url))

    file = desk.get(at("export_text", "public_advice"))
    assert file["Content-Disposition"] == 'attachment; filename="public_advice.yml"'
    ServiceVersion.objects.for_program("test").filter(item="public_advice").delete()
    sent = BytesIO(file.content)
    sent.name = "downloaded (1).yml"
    taken = desk.post(reverse("services:take_in"), {"file": sent})
    assert taken.url == at("edit", "public_advice")
    assert ServiceDraft.objects.for_program("test").get().text == file.content.decode()
    again = desk.post(taken.url, {"text": file.content.decode(), "then": "publish"})
    assert again.status_code == 302 and newest("public_advice").number == 1


def test_an_indicator_that_nobody_defined_is_a_fault(desk) -> None:
    page = at("edit", "rights_aid")
    text = desk.get(page).context["text"].replace("- assisted_bodies", "- absent_figure")
    answer = desk.post(page, {"text": text, "then": "publish"})
    assert answer.status_code == 422 and "feeds：没有指标 absent_figure" in text_of(answer)
    # What was written is kept as a draft.
    assert desk.get(page).context["text"] == text


def test_what_a_new_text_changes_is_said_before_it_is_published(desk) -> None:
    page = at("edit", "rights_aid")
    text = desk.get(page).context["text"].replace("fee: 不收费", "fee: 每件十元")
    assert "改动了收费" in text_of(desk.post(page, {"text": text, "then": "check"}))


def test_an_item_is_withdrawn_and_its_open_cases_are_counted(office, desk) -> None:
    office.running("rights_aid")
    answer = desk.post(at("withdraw", "rights_aid"), follow=True)
    assert "在办的 1 件继续办理" in text_of(answer) and "已停办" in text_of(answer)
    assert "没有在办的版次" in text_of(desk.post(at("withdraw", "rights_aid"), follow=True))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.yml", b"\xff\xfe\x00\x01", "不是文本"),
        ("甲.yml", "title: 甲".encode(), "标识应为"),
        ("", None, "请选择导出的事项文件"),
    ],
)
def test_a_file_that_is_no_item_is_refused_in_words(desk, name, content, said) -> None:
    sent = BytesIO(content or b"")
    sent.name = name
    given = {"file": sent} if content else {}
    answer = desk.post(reverse("services:take_in"), given, follow=True)
    assert said in text_of(answer)
    assert not ServiceDraft.objects.for_program("test").exists()


@pytest.mark.parametrize("key", ["rights_aid", "9", ""])
def test_a_copy_needs_a_key_that_is_free(desk, key) -> None:
    desk.post(reverse("services:copy"), {"source": "rights_aid", "key": key})
    assert not ServiceDraft.objects.for_program("test").exists()


def test_who_does_not_manage_items_sees_none_of_it(office) -> None:
    official = browser_of(office.official)
    for page in (MANAGE, at("edit", "rights_aid"), at("export_text", "rights_aid")):
        assert official.get(page).status_code == 403
    assert official.post(at("withdraw", "rights_aid")).status_code == 403
    assert newest("rights_aid").withdrawn_at is None


def test_the_list_costs_the_same_with_more_cases(office, desk) -> None:
    costs = []
    for rows in (1, 2):
        for _ in range(rows):
            office.running("rights_aid")
        desk.get(MANAGE)
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(MANAGE).status_code == 200
        costs.append(len(asked))
    assert costs[0] == costs[1]
