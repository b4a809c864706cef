"""Lists that are sorted by a heading and show the columns that were chosen."""

from types import SimpleNamespace

import pytest
from django.http import QueryDict
from django.template import Context, Template

from zhiqiang.ui.asked import BadAddress
from zhiqiang.ui.listing import Field, Listing
from zhiqiang.ui.tables import Cell, Page

FIELDS = (
    Field("name", "名称", lambda row: Cell(row["name"], href="#"), is_name=True, order=lambda row: row["name"]),
    Field("size", "数量", lambda row: str(row["size"] or "—"), "n", lambda row: row["size"], value=lambda row: row["size"]),
    Field("note", "说明", lambda row: row["note"], is_usual=False),
    Field("file", "来源文件", lambda row: "甲.xlsx", is_usual=False, is_in_files=True),
)  # fmt: skip
ROWS = [
    {"name": "乙", "size": 2, "note": "y"},
    {"name": "甲", "size": None, "note": "x"},
    {"name": "丙", "size": 30, "note": "z"},
]


def listing(query="", default=""):
    return Listing("清单", FIELDS, QueryDict(query), default)


def names(rows):
    return [row["name"] for row in rows]


def drawn(query):
    request = SimpleNamespace(GET=QueryDict(query))
    context = {"request": request, "page": Page(1, 20, 3), "export": "/e/", "counted": "共 3 条"}
    template = Template('{% include "components/listing.html" %}')
    return template.render(Context(context | {"listing": listing(query).draw(ROWS)}))


def test_rows_are_sorted_either_way_and_those_without_a_value_come_last():
    assert names(listing("sort=size").sorted(ROWS)) == ["乙", "丙", "甲"]
    assert names(listing("sort=-size").sorted(ROWS)) == ["丙", "乙", "甲"]
    assert names(listing().sorted(ROWS)) == ["乙", "甲", "丙"]


def test_the_heading_says_how_it_is_sorted_and_leads_to_the_other_way():
    heads = {head.key: (head.sort, head.way) for head in listing("sort=size").heads}
    assert heads == {"name": ("name", ""), "size": ("-size", "ascending")}
    heads = {head.key: head.sort for head in listing(default="-size").heads}
    assert heads["size"] == "size"


@pytest.mark.parametrize("query", ["sort=note", "sort=--size", "sort=king", "col=king"])
def test_what_is_no_column_is_refused_in_words(query):
    with pytest.raises(BadAddress):
        listing(query)


def test_chosen_columns_are_shown_in_their_own_order_and_the_name_stays():
    assert [one.key for one in listing("col=note&col=size").shown] == ["name", "size", "note"]
    assert [one.key for one in listing("col=note").shown] == ["name", "note"]


def test_a_file_has_what_is_shown_and_where_it_comes_from():
    one = listing("col=size")
    assert [label for label, _ in one.headings] == ["名称", "数量", "来源文件"]
    assert list(one.values(ROWS[:2])) == [["乙", 2, "甲.xlsx"], ["甲", None, "甲.xlsx"]]


def test_the_table_keeps_what_was_asked_in_every_link():
    page = drawn("kind=design&col=size&col=note&sort=-size&page=2")
    assert 'aria-sort="descending"' in page and page.count("aria-sort") == 1
    assert 'href="?kind=design&amp;col=size&amp;col=note&amp;sort=size"' in page
    assert 'href="/e/?kind=design&amp;col=size&amp;col=note&amp;sort=-size&amp;format=xlsx"' in page
    assert '<th scope="row" class="t"><a href="#">乙</a></th>' in page
    assert '<input type="hidden" name="sort" value="-size">' in page
