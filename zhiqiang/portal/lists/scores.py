"""Tables of how good the register is: by source, by kind, and how well firms are told apart."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils.http import urlencode

from zhiqiang.portal import labels
from zhiqiang.records.registry import queries as registry
from zhiqiang.records.registry.quality_rules import ASPECTS
from zhiqiang.ui.tables import Cell, Table, table
from zhiqiang.ui.templatetags.figures import number

#: how addresses name what no list brought
BY_HAND = "none"
NO_SOURCE = "办件或人工登记"


def matching_table(found: list[Any]) -> dict[str, Any] | None:
    """Return how well firms are told apart, as last measured on pairs whose truth is known."""
    if not found:
        return None
    heads = [
        ("依据", "t"), ("自动合并的准确率", "n"), ("自动合并", "n"), ("其中错误", "n"),
        ("合并或待判定的召回率", "n"), ("待判定", "n"), ("每对同一主体的待判定数", "n"),
    ]  # fmt: skip
    rows = [
        (
            Cell("名称和名称沿革" if one.has_histories else "只凭名称", is_head=True),
            _share(one.merged_right, one.merged_right + one.merged_wrong),
            number(one.merged_right + one.merged_wrong),
            Cell(number(one.merged_wrong), mark="warning" if one.merged_wrong else ""),
            _share(one.merged_right + one.queued_right, one.true),
            number(one.queued_right + one.queued_wrong),
            _ratio(one.queued_right + one.queued_wrong, one.queued_right),
        )
        for one in found
    ]
    return {"of": found[0], "table": table("主体识别的准确程度", heads, rows)}


def _share(part: int, whole: int) -> str:
    return f"{Decimal(part) * 100 / whole:.1f}%" if whole else "—"


def _ratio(part: int, whole: int) -> str:
    return f"{Decimal(part) / whole:.2f}" if whole else "—"


def grouped(
    meant: dict[tuple[str, ...], list[registry.Line]], *places: int
) -> dict[tuple[str, ...], list[registry.Line]]:
    """Put lines together that agree in some places of their key, and add up those of one rule."""
    out: dict[tuple[str, ...], dict[str, registry.Line]] = {}
    for key, lines in meant.items():
        group = out.setdefault(tuple(key[place] for place in places), {})
        for one in lines:
            before = group.get(one.rule)
            group[one.rule] = one if before is None else before.with_more(one)
    return {key: list(found.values()) for key, found in sorted(out.items())}


def card_table(
    title: str,
    label: str,
    grouped: dict[tuple[str, ...], list[registry.Line]],
    cell: Callable[..., Cell],
) -> Table:
    heads = [
        (label, "t"),
        ("综合", "n"),
        *((word, "n") for word in ASPECTS.values()),
        ("不合格", "n"),
    ]
    rows = []
    for key, lines in grouped.items():
        found = registry.card(lines)
        if found is None:
            continue
        aspects = (points(found.aspects.get(one)) for one in ASPECTS)
        rows.append((cell(*key), points(found.total), *aspects, number(found.failed)))
    return table(title, heads, rows)


def points(score: Decimal | None) -> str:
    """Write a score with one decimal; only what is perfect is written as 100."""
    if score is None:
        return "—"
    return number(min(score, Decimal("99.9")) if score < 100 else score, 1)


def source_cell(source: str) -> Cell:
    title = labels.source_title(source) if source else NO_SOURCE
    return Cell(title, f"?{urlencode({'source': source or BY_HAND})}", is_head=True)


def kind_cell(subject: str, kind: str) -> Cell:
    query = {"subject": subject} | ({"kind": kind} if kind else {})
    label = labels.kind_word(subject, kind) if kind else registry.subject_label(subject)
    return Cell(label, f"?{urlencode(query)}", registry.subject_label(subject), is_head=True)
