"""Rights: in the register, and of one party."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from zhiqiang.portal import labels, scope
from zhiqiang.portal.exporting import in_chunks
from zhiqiang.portal.lists.origins import origin_fields, origins_for
from zhiqiang.records.registry import queries as registry
from zhiqiang.ui.listing import Field, Listing
from zhiqiang.ui.tables import Cell
from zhiqiang.ui.templatetags.figures import dash, day


@dataclass(frozen=True, slots=True)
class Line:
    """A right with the newest row that spoke of it, where that was asked for."""

    right: Any
    holder: str
    origin: registry.Origin | None
    state: str = ""
    #: the day and the snapshot that are asked for, which stay in links
    query: str = ""


def right_list(
    query: QueryDict,
    person: Any,
    title: str = "权利",
    of_party: bool = False,
    has_state: bool = False,
    total: int = 0,
) -> Listing:
    """Describe a list of rights; its rows are ``Line``. Origins are for who may see them.

    ``has_state``: a day or a snapshot is asked for, so that the state on that day is told.
    ``total``: how many there are in the register; of many, only the columns that have an index of
    their order are sorted by.
    """
    fields = [
        _text("number", "申请号或注册号", 20),
        Field("title", "名称", _title, "t", ("title",), lambda one: one.right.title, is_name=True, width=44),
        Field("kind", "种类", _kind, "k", ("kind", "region_code"), lambda one: one.right.get_kind_display()),
        Field("category", "类别", _category, "k", ("category",), is_usual=False, width=16),
        Field("class", "国际分类", _class, "n", ("nice_class",), lambda one: one.right.nice_class, is_usual=False, width=10),
        Field("holder", "权利人", lambda one: dash(one.holder), "t", ("holder__name",), is_usual=not of_party, width=34),
        _day("filed_on", "申请日"),
        _day("published_on", "公开日", is_usual=False),
        _day("granted_on", "授权日或注册日"),
        _day("term_ends_on", "届满日", is_usual=False),
        _text("status_text", "来源所载状态", 14, key="status"),
        _text("publication_number", "公开号", 18, is_usual=False),
        _text("grant_number", "授权公告号", 18, is_usual=False),
        _text("ipc_main", "主分类号", 14, is_usual=False),
        _text("agency", "代理机构", 30, is_usual=False),
        Field("region", "地区", _region, "k", ("region_code",), is_usual=False),
    ]  # fmt: skip
    if has_state:
        fields.insert(3, Field("state", "当日状态", lambda one: dash(one.state), "k", width=16))
    fields += origin_fields(person)
    if total > registry.MOST_SORTED:
        known = registry.INDEXED_ORDERS
        fields = [replace(one, too_many=not known.issuperset(one.order)) for one in fields]
    return Listing(title, fields, query, "-filed_on")


def lines(
    listing: Listing,
    rights: Iterable[Any],
    person: Any,
    in_file: bool,
    states: Mapping[int, str] | None = None,
    query: str = "",
) -> Iterator[Line]:
    """Give rights as rows of the list; origins are looked up where a column or a file shows them."""
    fields = listing.in_files if in_file else listing.shown
    for some in in_chunks(rights):
        origins = origins_for(fields, "right", some, person)
        unheld = [one.applicants for one in some if one.holder is None]
        people = registry.people_among(unheld, person) if unheld else frozenset()
        for one in some:
            holder = registry.shown_name(one.holder, person)
            holder = holder or registry.shown_names(one.applicants, person, people)
            state = (states or {}).get(one.pk, "")
            yield Line(one, holder, origins.get(one.pk), state, query)


def _text(name: str, label: str, width: float, key: str = "", is_usual: bool = True) -> Field:
    def write(one: Line) -> str:
        return dash(getattr(one.right, name))

    return Field(key or name, label, write, "k", (name,), is_usual=is_usual, width=width)


def _day(name: str, label: str, is_usual: bool = True) -> Field:
    def value(one: Line) -> date | None:
        found: date | None = getattr(one.right, name)
        return found

    def write(one: Line) -> str:
        return day(value(one))

    return Field(name, label, write, "d", (name,), value, is_usual=is_usual, width=13)


def _title(one: Line) -> Cell:
    return Cell(one.right.title, href=reverse("portal:right", args=[one.right.pk]) + one.query)


def _kind(one: Line) -> Cell:
    nice = one.right.nice_class
    return Cell(one.right.get_kind_display(), note=f"第 {nice} 类" if nice else "")


def _category(one: Line) -> str:
    return dash(labels.code_names("right_categories").get(one.right.category, ""))


def _class(one: Line) -> str:
    return dash(one.right.nice_class)


def _region(one: Line) -> str:
    code = one.right.region_code
    return scope.region_name(code) if code else "—"
