"""The rows behind a figure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from zhiqiang.portal.lists.imports import row_address
from zhiqiang.records.registry import queries as registry
from zhiqiang.ui.listing import Field, Listing
from zhiqiang.ui.tables import Cell
from zhiqiang.ui.templatetags.figures import dash, day, number

_PAGES = {"right": "portal:right", "party": "portal:party"}


@dataclass(frozen=True, slots=True)
class Line:
    """A row as the asker may see it, with the class of a trademark."""

    row: Any
    nice_class: int | None


def with_classes(rows: Iterable[Any], person: Any) -> list[Line]:
    """Give every trademark among the rows its class: one number in two classes is two rows."""
    found = list(rows)
    ids = [one.subject_id for one in found if one.subject == "right"]
    classes = registry.classes_of(ids, person) if ids else {}
    return [
        Line(one, classes.get(one.subject_id) if one.subject == "right" else None) for one in found
    ]


def row_list(
    query: QueryDict, person: Any, figure: Any, shown: Sequence[Line] | None = None
) -> Listing:
    """Describe the rows behind a figure; origins are for who may see them.

    With the rows of a page, columns that none of them fills stay away until they are chosen.
    """
    has_amounts = shown is None or any(one.row.amount is not None for one in shown)
    has_criteria = shown is None or any(one.row.met for one in shown)
    has_classes = shown is None or any(one.nice_class for one in shown)
    fields = [
        Field("identifier", "号码", lambda one: dash(one.row.identifier), "k", ("identifier",), width=22),
        Field("name", "名称", _name, "t", ("name",), is_name=True, width=44),
        Field("on", "日期", lambda one: day(one.row.on), "d", ("on",), lambda one: one.row.on, width=13),
        Field("amount", _amount(figure), lambda one: number(one.row.amount), "n", ("amount",), lambda one: one.row.amount, is_usual=has_amounts),
        Field("criteria", "符合条件", lambda one: dash("、".join(one.row.met)), "t", is_usual=has_criteria, width=40),
        Field("class", "国际分类", lambda one: f"第 {one.nice_class} 类" if one.nice_class else "—", "k", value=lambda one: one.nice_class, is_usual=has_classes, width=10),
    ]  # fmt: skip
    if registry.sees_origins(person):
        fields += [
            Field("origin", "来源", _origin, "k", is_usual=True, value=lambda one: one.row.file, is_in_files=True, width=34),
            Field("sheet", "来源工作表", lambda one: one.row.sheet or "—", "k", is_usual=False, is_in_files=True),
            Field("row", "来源行", lambda one: dash(one.row.row), "n", value=lambda one: one.row.row, is_usual=False, is_in_files=True, width=8),
        ]  # fmt: skip
    return Listing(f"{figure.name}的记录", fields, query)


def _amount(figure: Any) -> str:
    """Return the heading of amounts: money is stated in yuan, whatever the figure is stated in."""
    version = figure.indicator.version_at(figure.as_of)
    measure = getattr(version, "measure", None) or getattr(version, "numerator", None)
    return "金额（元）" if getattr(measure, "sum", None) == "amount" else "数量"


def _name(one: Line) -> Cell:
    view = _PAGES.get(one.row.subject)
    href = reverse(view, args=[one.row.subject_id]) if view and one.row.subject_id else ""
    return Cell(one.row.name or "—", href=href)


def _origin(one: Line) -> Cell:
    if not one.row.batch_id:
        return Cell("—")
    href = row_address(one.row.batch_id, one.row.sheet, one.row.row)
    return Cell(f"{one.row.file} 第 {one.row.row} 行", href=href)
