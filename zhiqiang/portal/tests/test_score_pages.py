"""The quality of the register as pages: scores, the records behind them, and their export."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from zhiqiang.portal.tests.small_city import patents, write_csv
from zhiqiang.records.accounts.actions import register_person
from zhiqiang.records.journal.models import Entry
from zhiqiang.records.registry.actions import import_file, score_register
from zhiqiang.records.registry.models import Party, Right

SCORES = "/register/quality/"
FAILING = f"{SCORES}credit_code_known/"


@pytest.fixture
def scored(city):
    """The small city, scored yesterday and today."""
    score_register(localdate() - timedelta(days=1))
    score_register(localdate())
    return city


def text_of(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def test_before_the_first_score_the_page_says_when_it_comes(city, desk):
    assert "还没有评分" in text_of(desk.get(SCORES))


def test_the_page_shows_aspects_rules_sources_and_how_well_firms_are_told(scored, desk):
    text = text_of(desk.get(SCORES))
    assert (
        "单位载明统一社会信用代码" in text and 'href="/register/quality/credit_code_known/"' in text
    )
    assert "专利清单" in text and "只凭名称" in text and "100.0%" in text
    assert "polyline" in text and "持平" in text
    assert re.search('aria-current="true"[^>]*>数据质量', text)


def test_source_and_kind_narrow_the_scores_and_the_rows(scored, desk):
    text = text_of(desk.get(SCORES, {"subject": "party"}))
    assert "单位载明统一社会信用代码" in text and "权利载明申请日" not in text
    text = text_of(desk.get(SCORES, {"source": "patents", "subject": "party", "kind": "firm"}))
    assert 'href="/register/quality/credit_code_known/?source=patents&amp;kind=firm"' in text
    assert "共 1 条" in text_of(desk.get(FAILING, {"source": "patents", "kind": "firm"}))
    assert "现在没有" in text_of(desk.get(FAILING, {"source": "parties"}))
    for address, query in (
        (SCORES, {"source": "nowhere"}),
        (SCORES, {"kind": "x"}),
        (FAILING, {"source": "nowhere"}),
        (FAILING, {"kind": "person"}),
    ):
        assert desk.get(address, query).status_code == 400, (address, query)
    assert desk.get(f"{SCORES}no_such_rule/").status_code == 404


def test_rows_that_fail_cost_the_same_number_of_queries_for_one_and_three(scored, home, desk):
    def queries(rows):
        desk.get(FAILING)
        with CaptureQueriesContext(connection) as done:
            assert f"共 {rows} 条" in text_of(desk.get(FAILING))
        return len(done)

    for_one = queries(1)
    rows = [row | {"申请人": f"澄江第{n}泵厂"} for n, row in enumerate(patents(5)[3:])]
    import_file("patents", write_csv(home / "又.csv", rows), "测试")
    assert queries(3) == for_one <= 12


def test_rows_that_fail_name_the_row_of_their_file_and_are_saved_with_it(scored, desk):
    text = text_of(desk.get(FAILING))
    assert "澄江阀门有限公司" in text and "专利清单.csv" in text and "统一社会信用代码 空" in text
    sheet = b"".join(desk.get(f"{FAILING}export/?format=csv").streaming_content).decode()
    assert (
        "澄江阀门有限公司" in sheet
        and "专利清单.csv" in sheet
        and "单位载明统一社会信用代码" in sheet
    )
    assert Entry.objects.for_program("test").filter(act="export_rows").exists()


def test_what_was_mended_since_is_gone_from_the_rows(scored, desk):
    address = f"{SCORES}class_known/"
    assert "共 3 条" in text_of(desk.get(address))
    Right.objects.for_program("test").update(ipc_main="F16K 1/00")
    assert "评分以来已改正的" in text_of(desk.get(address))


def test_visitors_open_neither(scored, client):
    assert client.get(SCORES).status_code == 302
    client.force_login(register_person("gast", "访客", "visitor", "Siji-Qingshan-2719"))
    assert client.get(SCORES).status_code == 403
    assert client.get(FAILING).status_code == 403


def test_what_sources_say_otherwise_stands_on_the_page_of_the_party_and_in_the_list(
    scored, home, desk, client
):
    row = {
        "企业名称": "澄江阀门有限公司",
        "统一社会信用代码": "91440300708461136T",
        "企业规模": "小型",
    }
    import_file("parties", write_csv(home / "统计名录库.csv", [row]), "测试")
    other = write_csv(home / "登记名录.csv", [row | {"企业规模": "中型"}])
    import_file("parties", other, "测试")
    party = Party.objects.for_program("test").get(credit_code=row["统一社会信用代码"])
    for address in (f"/register/parties/{party.pk}/", f"/register/records/party/{party.pk}/"):
        text = text_of(desk.get(address))
        assert "来源不一致" in text and "登记名录.csv 第 2 行" in text and "中型" in text
        assert f"/register/records/party/{party.pk}/correct/size/" in text
    assert "来源不一致" not in text_of(client.get(f"/register/parties/{party.pk}/"))
    listed = text_of(desk.get(f"{SCORES}party_sources_agree/"))
    assert "企业规模：中型（登记名录.csv） / 小型（统计名录库.csv）" in listed
