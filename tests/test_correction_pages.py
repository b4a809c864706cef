"""Corrections on pages: a form for one field, the value beside what the list says, taken back."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.desk import SECRET, browser_of, text_of
from zhiqiang.portal.tests import small_city
from zhiqiang.records.accounts.actions import register_person
from zhiqiang.records.registry import queries as registry
from zhiqiang.records.registry.actions import import_file

PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0:~\x9bU" + bytes(20)


@pytest.fixture
def right(city, official):
    return next(iter(registry.search_rights(official, "密封结构之1")))


def form_of(desk, right, field="title"):
    address = reverse("portal:correct", args=["right", right.pk, field])
    return address, desk.get(address).context["seen"]


def test_a_field_is_corrected_from_the_page_of_a_right_and_the_list_stands_beside_it(desk, right):
    page = text_of(desk.get(f"/register/rights/{right.pk}/"))
    address, seen = form_of(desk, right)
    assert f'href="{address}"' in page and 'aria-label="更正名称"' in page
    told = {"value": "一种阀门", "reason": "据授权公告文本", "seen": seen}
    shown = text_of(desk.post(address, told, follow=True))
    assert "<h1>一种阀门</h1>" in shown and "已更正名称" in shown
    assert "原因：据授权公告文本。" in shown
    assert "清单所载：一种阀门的密封结构之1" in shown
    assert "更正记录" in shown


def test_what_was_typed_stays_when_it_is_refused(desk, right):
    address, seen = form_of(desk, right, "filed_on")
    told = {"value": "2099-01-01", "reason": "据受理通知书", "seen": seen}
    answer = desk.post(address, told)
    page = text_of(answer)
    assert answer.status_code == 422 and "在今天之后" in page
    assert 'value="2099-01-01"' in page and "据受理通知书</textarea>" in page
    assert (
        desk.post(address, {"value": "2019-02-01", "reason": "", "seen": seen}).status_code == 422
    )


def test_the_second_official_sees_the_first_ones_value_and_sends_the_own_again(desk, right):
    wang = browser_of(register_person("wang", "王某", "official", SECRET))
    address, seen = form_of(desk, right)
    desk.post(address, {"value": "甲的名称", "reason": "甲的依据", "seen": seen})
    answer = wang.post(address, {"value": "乙的名称", "reason": "乙的依据", "seen": seen})
    page = text_of(answer)
    assert answer.status_code == 422
    assert "chen 已于" in page and "更正为“甲的名称”，原因：甲的依据" in page
    assert "乙的名称" in page and "乙的依据</textarea>" in page
    told = {"value": "乙的名称", "reason": "乙的依据", "seen": answer.context["seen"]}
    assert "<h1>乙的名称</h1>" in text_of(wang.post(address, told, follow=True))


def test_a_correction_is_taken_back_from_its_page(desk, right):
    address, seen = form_of(desk, right)
    desk.post(address, {"value": "一种阀门", "reason": "据授权公告文本", "seen": seen})
    held = registry.held_correction("right", right.pk, "title", desk.get("/").wsgi_request.user)
    own = reverse("portal:correction", args=[held.pk])
    page = text_of(desk.get(own))
    assert "恢复为清单所载的“一种阀门的密封结构之1”" in page
    assert desk.post(own, {"reason": " "}).status_code == 422
    shown = text_of(desk.post(own, {"reason": "误填"}, follow=True))
    assert "<h1>一种阀门的密封结构之1</h1>" in shown and "撤回更正" in shown
    assert "撤回更正</button>" not in text_of(desk.get(own))


def test_the_evidence_is_kept_and_given_back(desk, right):
    address, seen = form_of(desk, right)
    file = SimpleUploadedFile("证书.png", PNG)
    told = {"value": "一种阀门", "reason": "据证书", "seen": seen, "evidence": file}
    assert desk.post(address, told).status_code == 302
    held = registry.held_correction("right", right.pk, "title", desk.get("/").wsgi_request.user)
    saved = desk.get(reverse("portal:correction_evidence", args=[held.pk]))
    assert b"".join(saved.streaming_content) == PNG
    bad = SimpleUploadedFile("程序.exe", b"MZ")
    _, seen = form_of(desk, right)
    again = desk.post(address, told | {"value": "别的", "seen": seen, "evidence": bad})
    assert again.status_code == 422


def test_strangers_see_the_corrected_value_and_nothing_of_who_and_why(desk, right, client):
    address, seen = form_of(desk, right)
    desk.post(address, {"value": "一种阀门", "reason": "据授权公告文本", "seen": seen})
    page = text_of(client.get(f"/register/rights/{right.pk}/"))
    assert "<h1>一种阀门</h1>" in page
    assert "据授权公告文本" not in page and "清单所载" not in page and address not in page
    assert client.get(address).status_code == 302


def test_other_facts_are_corrected_from_the_row_that_made_them(desk, city, tmp_path):
    row = {"认定种类": "国家知识产权示范企业", "名称": "澄江阀门有限公司", "认定日期": "2019-10-01",
           "区划代码": "990101"}  # fmt: skip
    path = small_city.write_csv(tmp_path / "认定.csv", [row])
    batch = import_file("designations", path, "测试员").batch_id
    made = registry.facts_of_row(batch, "", 2, desk.get("/").wsgi_request.user)
    found = next(one for one in made if one.subject == "designation")
    address = reverse("portal:record", args=["designation", found.subject_id])
    page = text_of(desk.get(address))
    assert 'aria-label="更正认定日"' in page and "没有更正" in page
    form = reverse("portal:correct", args=["designation", found.subject_id, "from_on"])
    seen = desk.get(form).context["seen"]
    told = {"value": "2019年9月1日", "reason": "据文件", "seen": seen}
    shown = text_of(desk.post(form, told, follow=True))
    assert "2019-09-01" in shown and "2019-10-01" in shown and "据文件" in shown


def test_what_there_is_not_or_cannot_be_corrected_is_not_found(desk, right):
    for address in (
        reverse("portal:correct", args=["right", right.pk, "identity"]),
        reverse("portal:correct", args=["right", 10**9, "title"]),
        reverse("portal:correct", args=["nothing", right.pk, "title"]),
        reverse("portal:record", args=["nothing", right.pk]),
        reverse("portal:correction", args=[10**9]),
        reverse("portal:correction_evidence", args=[10**9]),
    ):
        assert desk.get(address).status_code == 404, address


def test_the_changes_page_asks_as_often_for_many_changes_as_for_few(desk, right, tmp_path):
    address = f"/register/rights/{right.pk}/changes/"
    desk.get(address)
    counts = []
    for holder in ("乙实业有限公司", "丙贸易有限公司", "丁工业有限公司"):
        row = small_city.patents(1)[0] | {"当前权利人": holder}
        import_file("patents", small_city.write_csv(tmp_path / f"{holder}.csv", [row]), "测试员")
        with CaptureQueriesContext(connection) as asked:
            page = text_of(desk.get(address))
        assert holder in page and "专利清单.csv 第 2 行" in page
        counts.append(len(asked))
    assert len(set(counts)) == 1, counts
