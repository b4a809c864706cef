"""The fee watch, and what the page of a patent says of its fees and of the grounds for its value."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import pytest

from zhiqiang.portal.tests import small_city
from zhiqiang.portal.tests.small_city import application_number, write_csv
from zhiqiang.records.journal import queries as journal
from zhiqiang.records.registry import queries as registry
from zhiqiang.records.registry.actions import import_file


def text_of(answer):
    return answer.content.decode()


@pytest.fixture
def fees(city, home):
    """Fees of the three patents of the city, filed in March 2019 and granted in June 2021.

    The first has paid its sixth year, the second is said to be open, of the third nothing is known.
    """
    rows = [
        {"申请号": application_number(2019, 1), "年度": "第5年", "缴费日期": "2023-02-01", "金额": "1200", "费减比例": ""},
        {"申请号": application_number(2019, 1), "年度": "第6年度", "缴费日期": "2024-02-01", "金额": "180", "费减比例": "85%"},
        {"申请号": application_number(2019, 2), "年度": "6", "应缴日期": "2024-03-02", "金额": "1200", "费减比例": ""},
    ]  # fmt: skip
    for row in rows:
        row.setdefault("缴费日期", "")
        row.setdefault("应缴日期", "")
    taken = import_file("annual_fees", write_csv(home / "年费.csv", rows), "测试")
    assert (taken.new, taken.refused) == (3, 0), taken.findings
    return city


def _right(number, person):
    return next(iter(registry.search_rights(person, application_number(2019, number))))


def _names(page):
    return re.findall(r'<th scope="row" class="t"><a href="[^"]*#fees">([^<]*)</a>', page)


def test_the_watch_list_tells_what_falls_due_and_what_is_late(fees, desk):
    page = text_of(desk.get("/register/fees/?as_of=2024-02-20&days=30"))
    assert [one[-1] for one in _names(page)] == ["2", "3"]  # the first has paid already
    late = text_of(desk.get("/register/fees/?as_of=2024-05-20&watched=grace"))
    assert [one[-1] for one in _names(late)] == ["2"]
    # Due on a Saturday, so on 4 March; 20 May lies in the third month, which adds 10 % of 1200.
    assert "名单载明未缴" in late and '<td class="n">120</td>' in late
    risk = text_of(desk.get("/register/fees/?as_of=2024-12-20&watched=at_risk"))
    assert [one[-1] for one in _names(risk)] == ["2"]
    later = text_of(desk.get("/register/fees/?as_of=2025-12-20&watched=at_risk"))
    assert {one[-1] for one in _names(later)} == {"1", "2"}


def test_the_watch_list_is_for_officials_and_says_no_to_what_is_not_asked(fees, desk, stranger):
    assert stranger.get("/register/fees/").status_code == 302
    for query in ("watched=never", "by=colour", "kind=trademark", "days=5"):
        assert desk.get(f"/register/fees/?{query}").status_code == 400
    assert "没有符合条件的专利" in text_of(desk.get("/register/fees/?kind=design"))


def test_the_groups_lead_to_the_patents_of_one_holder(fees, desk):
    page = text_of(desk.get("/register/fees/?as_of=2024-02-20&days=30&by=holder"))
    address = re.search(r'<a href="([^"]*holder=[^"]*)">澄江阀门有限公司</a>', page)
    narrowed = text_of(desk.get(address[1].replace("&amp;", "&")))
    assert [one[-1] for one in _names(narrowed)] == ["3"]


def test_the_watch_list_is_saved_with_its_filter_and_journalled(fees, desk):
    answer = desk.get("/register/fees/export/?as_of=2024-05-20&watched=grace&format=csv")
    lines = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert "补缴期内" in lines[0][0] and "截至 2024-05-20" in lines[0][0]
    assert lines[2][:2] == ["申请号", "名称"] and len(lines) == 4
    assert journal.whole().order_by("sequence").last().act == "export_rows"


def test_the_number_of_queries_does_not_grow_with_the_patents(
    db, home, desk, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    small_city.build(home, count=1)
    counts = []
    for count in (1, 3):
        import_file("patents", write_csv(home / "更多.csv", small_city.patents(count)), "测试")
        desk.get("/register/fees/?as_of=2024-02-20&days=60")
        with CaptureQueriesContext(
            connection,
        ) as caught:
            page = text_of(desk.get("/register/fees/?as_of=2024-02-20&days=60"))
        assert len(_names(page)) == count
        counts.append(len(caught))
    assert counts[0] == counts[1] <= 20


def test_a_patent_shows_its_fees_year_by_year(fees, desk, official, stranger):
    page = text_of(desk.get(f"/register/rights/{_right(2, official).pk}/?as_of=2024-05-20"))
    fees_part = page[page.index('id="fees"') :]
    assert "第 6 年度补缴期内，名单载明未缴" in fees_part
    assert "现应缴 1,320 元（含滞纳金 120 元）" in fees_part and "2024-09-04" in fees_part
    assert "公告第75号" in fees_part and "待核" in fees_part
    paid = text_of(desk.get(f"/register/rights/{_right(1, official).pk}/?as_of=2024-05-20"))
    assert "2024-02-01" in paid[paid.index('id="fees"') :]
    assert "下一笔为第 7 年度 300 元" in paid  # 2000 less 85 %
    known = text_of(stranger.get(f"/register/rights/{_right(3, official).pk}/?as_of=2024-05-20"))
    assert "补缴期内，未见缴费记录" in known


def test_an_invention_shows_which_grounds_it_meets_and_by_which_record(fees, home, desk, official):
    rows = [
        {"专利号": application_number(2019, 1), "获奖名称": "第二十四届中国专利优秀奖", "授奖日期": "2023-07-20"}
    ]  # fmt: skip
    import_file("awards", write_csv(home / "奖.csv", rows), "测试")
    one = _right(1, official)
    page = text_of(desk.get(f"/register/rights/{one.pk}/?as_of=2024-12-31"))
    worth = page[page.index('id="worth"') : page.index('id="fees"')]
    assert "符合 1 项，计入高价值发明专利一件" in worth
    assert "2023-07-20 获奖" in worth and "第二十四届中国专利优秀奖" in worth and "row=2" in worth
    assert worth.count("○ 不符合") == 4 and "名单未标注" in worth
    before = text_of(desk.get(f"/register/rights/{one.pk}/?as_of=2023-07-19"))
    assert "符合 0 项，不计入" in before[before.index('id="worth"') :]
    assert date(2023, 7, 20) in {e.happened_on for e in registry.events_of(one.pk, official)}
