"""Lists on pages: sorted by a heading, with chosen columns, saved as a file."""

from __future__ import annotations

import csv
import io
import re

import pytest
import python_calamine
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from zhiqiang.portal.lists.rights import lines, right_list
from zhiqiang.portal.tests import small_city
from zhiqiang.portal.tests.small_city import application_number
from zhiqiang.records.indicators.actions import publish_snapshot
from zhiqiang.records.journal import queries as journal
from zhiqiang.records.registry import queries as registry
from zhiqiang.records.registry.actions import import_file


def text_of(answer):
    return answer.content.decode()


def titles(page):
    return re.findall(r'<th scope="row" class="t"><a href="[^"]*">([^<]*)</a>', text_of(page))


def table_of(answer):
    """Return the lines of a saved CSV."""
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_the_register_is_sorted_by_the_heading_that_is_pressed(city, stranger):
    newest_first = titles(stranger.get("/register/"))
    assert [one[-1] for one in newest_first] == ["3", "2", "1"]
    assert titles(stranger.get("/register/?sort=filed_on")) == newest_first[::-1]
    assert titles(stranger.get("/register/?sort=-title")) == newest_first
    page = text_of(stranger.get("/register/?sort=-title&kind=invention"))
    assert 'aria-sort="descending"' in page
    assert 'href="?sort=title&amp;kind=invention"' in page


def test_pages_of_a_list_of_equals_hold_every_row_once(db, home, stranger):
    small_city.build(home, count=25)
    for query in ("sort=kind", "sort=-kind", "sort=status"):
        first, second = (titles(stranger.get(f"/register/?{query}&page={n}")) for n in (1, 2))
        assert (len(first), len(second), len({*first, *second})) == (20, 5, 25), query


def test_chosen_columns_stand_in_the_address_and_origins_are_for_officials(city, stranger, desk):
    page = text_of(desk.get("/register/?col=number&col=file&col=row"))
    heads = re.findall(r'<th scope="col"[^>]*>(?:<a[^>]*>)?([^<]*)', page)
    assert heads == ["申请号或注册号", "名称", "来源文件", "来源行"]
    assert "专利清单.csv" in page and "/row/?row=2" in page
    assert stranger.get("/register/?col=file").status_code == 400


def test_another_region_or_day_keeps_every_column_that_was_chosen(city, stranger):
    page = text_of(stranger.get("/register/?col=number&col=kind&sort=title"))
    form = page[page.index('<form class="asked"') : page.index('<form class="search"')]
    kept = re.findall(r'type="hidden" name="(\w+)" value="(\w+)"', form)
    assert kept == [("col", "number"), ("col", "kind"), ("sort", "title")]


@pytest.mark.parametrize("query", ["?sort=king", "?sort=file", "?col=king"])
def test_a_column_that_is_none_is_refused_in_words(city, desk, query):
    assert desk.get(f"/register/{query}").status_code == 400


def test_the_register_is_saved_as_it_is_seen_with_its_origin_and_journalled(city, desk, official):
    answer = desk.get("/register/export/?text=之2&col=number&sort=title&format=csv")
    lines = table_of(answer)
    assert lines[0][0].startswith("# 权利台账") and "之2" in lines[0][0]
    assert "共 1 条" in lines[1][0]
    assert lines[2] == ["申请号或注册号", "名称", "来源文件", "来源工作表", "来源行"]
    number = application_number(2019, 2)
    assert lines[3:] == [[number, "一种阀门的密封结构之2", "专利清单.csv", "", "3"]]
    entry = journal.whole().order_by("sequence").last()
    assert (entry.act, entry.detail["rows"], entry.detail["format"]) == ("export_rows", 1, "csv")


def test_a_workbook_holds_days_as_days_and_the_right_number_of_rows(city, desk):
    answer = desk.get("/register/export/?format=xlsx")
    book = python_calamine.load_workbook(io.BytesIO(answer.getvalue()))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[1][-3:] == ["来源文件", "来源工作表", "来源行"]
    filed = rows[1].index("申请日")
    assert [row[filed].isoformat() for row in rows[2:]] == [
        "2019-03-03",
        "2019-03-02",
        "2019-03-01",
    ]


def test_who_may_not_export_sees_no_link_and_is_refused(city, stranger):
    assert "导出" not in text_of(stranger.get("/register/"))
    assert stranger.get("/register/export/").status_code == 302


def test_a_format_that_is_none_is_refused(city, desk):
    assert desk.get("/register/export/?format=exe").status_code == 400


def test_a_file_that_would_be_too_large_is_refused_and_says_what_to_do(city, desk, monkeypatch):
    monkeypatch.setattr("zhiqiang.ui.exports.MOST", {"xlsx": 2, "csv": 10})
    answer = desk.get("/register/export/?format=xlsx")
    assert answer.status_code == 400
    assert "缩小范围，或改用 CSV" in text_of(answer)


def test_the_rights_of_a_party_are_sorted_and_saved_too(city, desk, official):
    found = re.search(r"/register/parties/(\d+)/", text_of(desk.get("/search/?q=澄江阀门")))
    page = desk.get(f"{found[0]}?sort=filed_on")
    assert [one[-1] for one in titles(page)] == ["1", "3"]
    lines = table_of(desk.get(f"{found[0]}export/?format=csv"))
    assert "澄江阀门有限公司" in lines[0][0] and len(lines) == 5


def test_the_list_of_imports_is_sorted_and_saved(city, desk):
    page = text_of(desk.get("/imports/?sort=-rows"))
    assert 'aria-sort="descending"' in page
    (line,) = table_of(desk.get("/imports/export/?format=csv"))[3:]
    assert line[:4] == ["1", "专利清单.csv", "专利清单", "3"] and len(line[-1]) == 64


def test_a_received_row_leads_to_what_it_made_and_back(city, desk):
    row = text_of(desk.get("/imports/1/row/?row=2"))
    right = re.search(r'href="(/register/rights/\d+/)">一种阀门的密封结构之1<', row)
    assert "权利" in row and "澄江阀门有限公司" in row
    assert "/imports/1/row/?row=2" in text_of(desk.get(right[1]))


FIGURE = "/indicators/valid_invention_patents/rows/"
ON = "as_of=2024-12-31"


def test_the_rows_of_a_figure_are_sorted_across_pages(db, home, desk):
    small_city.build(home, count=25)
    up, down = (
        [one for n in (1, 2) for one in titles(desk.get(f"{FIGURE}?{ON}&sort={way}&page={n}"))]
        for way in ("on", "-on")
    )
    assert len(set(up)) == 25 and up == down[::-1]
    assert up[0].endswith("之1") and up[-1].endswith("之25")
    assert desk.get(f"{FIGURE}?{ON}&sort=criteria").status_code == 400


def test_the_rows_of_a_figure_are_saved_with_the_line_that_each_came_from(city, desk):
    lines = table_of(desk.get(f"{FIGURE}export/?{ON}&sort=identifier&format=csv"))
    assert "快照 1" in lines[0][0] and "共 3 条" in lines[1][0]
    assert [line[-3:] for line in lines[2:4]] == [
        ["来源", "来源工作表", "来源行"],
        ["专利清单.csv", "", "2"],
    ]


def test_a_trademark_among_the_rows_of_a_figure_shows_its_class(db, home, desk):
    small_city.build(home)
    mark = {"注册号": "1234567", "商标名称": "澄", "申请人名称": "澄江阀门有限公司",
            "区划代码": "990101", "注册公告日期": "2020-01-01"}  # fmt: skip
    rows = [mark | {"国际分类": number} for number in ("7", "35")]
    import_file("trademarks", small_city.write_csv(home / "商标.csv", rows), "测试")
    publish_snapshot("测试")
    page = text_of(desk.get(f"/indicators/valid_trademarks/rows/?{ON}"))
    assert "第 7 类" in page and "第 35 类" in page
    assert "国际分类</th>" not in text_of(desk.get(f"{FIGURE}?{ON}"))


def test_the_size_of_a_firm_is_printed_as_lists_print_it(city, desk, home):
    listed = home / "企业名录.csv"
    listed.write_text(
        "企业名称,统一社会信用代码,企业规模\n澄江泵业有限公司,,微型企业\n", encoding="utf-8"
    )
    import_file("parties", listed, small_city.ACTOR)
    (found,) = registry.search_parties("澄江泵业", AnonymousUser())
    page = text_of(desk.get(f"/register/parties/{found.pk}/"))
    assert "微型" in page and "micro" not in page


def test_a_file_is_written_as_it_is_read_and_makes_no_links(city, official, monkeypatch):
    """A hundred thousand rows are neither kept in memory nor given addresses that nobody presses."""
    monkeypatch.setattr("zhiqiang.portal.exporting.AT_ONCE", 1)
    monkeypatch.setattr("zhiqiang.portal.lists.rights.reverse", None)
    read = []

    def rights():
        for one in registry.search_rights(official).rows.order_by("pk"):
            read.append(one)
            yield one

    listing = right_list(QueryDict("col=number"), official)
    written = listing.values(lines(listing, rights(), official, in_file=True))
    first = next(written)
    assert first[:2] == [application_number(2019, 1), "一种阀门的密封结构之1"] and first[-1] == 2
    assert len(read) == 1
    assert len(list(written)) == 2


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's way of telling a plan")
@pytest.mark.parametrize("way", ["", "-"])
def test_a_long_list_is_sorted_only_by_what_has_an_index_of_that_order(
    city, official, monkeypatch, way
):
    monkeypatch.setattr("zhiqiang.records.registry.queries.found.FEW", -1)
    monkeypatch.setattr(registry, "MOST_SORTED", 1)
    fields = right_list(QueryDict(), official, total=2).fields
    offered = [one.key for one in fields if one.order and not one.too_many]
    assert {"filed_on", "granted_on", "title", "number", "kind", "region"} <= {*offered}
    for key in offered:
        listing = right_list(QueryDict(f"sort={way}{key}"), official, total=2)
        assert listing.note == ""
        with CaptureQueriesContext(connection) as seen:
            registry.search_rights(official).part(0, 20, listing.ordered)
        page = next(one["sql"] for one in seen.captured_queries if "ORDER BY" in one["sql"])
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {page}")
            plan = [row[3] for row in cursor.fetchall()]
        assert len(plan) == 1 and "COVERING INDEX" in plan[0], (key, plan)


def test_a_long_list_says_by_what_it_cannot_be_sorted_and_keeps_its_order(city, desk, monkeypatch):
    short = text_of(desk.get("/register/?sort=agency&col=agency"))
    assert 'aria-sort="ascending"' in short and "暂不能按" not in short
    monkeypatch.setattr(registry, "MOST_SORTED", 1)
    page = text_of(desk.get("/register/?sort=agency&col=agency&col=filed_on"))
    assert "条数较多，暂不能按“代理机构”排序。请先用筛选缩小范围。" in page
    assert 'aria-sort="descending"' in page and "sort=agency" not in page.split("<thead>")[1]
