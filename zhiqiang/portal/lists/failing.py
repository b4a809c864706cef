"""Records that fail a quality rule, as a list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from zhiqiang.portal import labels, scope
from zhiqiang.portal.exporting import in_chunks
from zhiqiang.portal.lists.contradictions import said_shortly
from zhiqiang.portal.lists.imports import row_address
from zhiqiang.portal.words_of_record import address_of, name_of
from zhiqiang.records.registry import queries as registry
from zhiqiang.records.registry.quality_rules import RecordRule, kind_column
from zhiqiang.ui.listing import Field, Listing
from zhiqiang.ui.tables import Cell
from zhiqiang.ui.templatetags.figures import dash


@dataclass(frozen=True, slots=True)
class Failing:
    """A record that fails a rule, with the newest row that spoke of it."""

    fact: Any
    name: str
    href: str
    kind: str
    said: str
    origin: registry.Origin | None


def failing_list(query: QueryDict, rule: RecordRule) -> Listing:
    """Describe the list of records that fail a rule; its rows are ``Failing``."""
    fields = [
        Field("name", "记录", lambda one: Cell(one.name, one.href), "t", ("pk",), is_name=True, width=50),
        Field("kind", "种类", lambda one: dash(one.kind), "k", _order(rule), width=16),
        Field("region", "地区", _region, "k", width=20),
        Field("said", "登记内容", lambda one: dash(one.said), "t", width=44),
        Field("file", "来源文件", lambda one: one.origin.file if one.origin else "—", "t", is_in_files=True, width=34),
        Field("sheet", "来源工作表", lambda one: dash(one.origin.sheet) if one.origin else "—", "k", is_usual=False, is_in_files=True),
        Field("row", "来源行", _row, "n", value=lambda one: one.origin.row if one.origin else None, is_in_files=True, width=8),
    ]  # fmt: skip
    return Listing(f"不合格记录：{rule.zh}", fields, query)


def _order(rule: RecordRule) -> tuple[str, ...]:
    column = kind_column(rule.subject)
    return (column,) if column else ()


def failing_lines(rule: RecordRule, facts: Iterable[Any], person: Any) -> Iterator[Failing]:
    """Give records as rows of the list; where they come from is asked for many at once."""
    for some in in_chunks(facts):
        origins = registry.origins_of(rule.subject, [one.pk for one in some], person)
        apart = (
            registry.contradictions_of(rule.subject, some, person)
            if rule.fails.contradicted
            else {}
        )
        for one in some:
            column = kind_column(rule.subject)
            kind = labels.kind_word(rule.subject, getattr(one, column)) if column else ""
            yield Failing(
                one,
                name_of(rule.subject, one, person),
                address_of(rule.subject, one),
                kind,
                said_shortly(apart.get(one.pk, [])) or _said(rule, one),
                origins.get(one.pk),
            )


def _said(rule: RecordRule, fact: Any) -> str:
    """Return what the record says in the columns that the rule is about."""
    told = []
    for column in rule.fails.columns:
        field = next(one for one in fact._meta.concrete_fields if one.column == column)
        if field.related_model is not None or column in ("kind", "name_key"):
            continue
        value = getattr(fact, column)
        told.append(f"{field.verbose_name} {'空' if value in (None, '') else value}")
    return "；".join(told)


def _region(one: Failing) -> str:
    code = getattr(one.fact, "region_code", "")
    return scope.region_name(code) if code else "—"


def _row(one: Failing) -> Cell:
    if one.origin is None:
        return Cell("—")
    place = row_address(one.origin.batch_id, one.origin.sheet, one.origin.row)
    return Cell(str(one.origin.row), href=place, label=f"{one.origin.file}第 {one.origin.row} 行")
