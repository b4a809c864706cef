"""From a compilation to the reading that is kept: flat JSON objects with the fields of our rows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from zhiqiang.domains.plans.correcting.anchors import Item
from zhiqiang.engines import compiler
from zhiqiang.engines.compiler import Compilation
from zhiqiang.kernel.finding import Finding

_EVERY_YEAR = ("每年", "逐年", "每一年")
_MEAN = "年均"
#: a column that says how fast the values of its rows are to grow on average
_MEAN_COLUMN = re.compile(
    r"(?:^|[|\t])\s*年均(?:增速|增幅|增长率?)(?:[(（\[]%[)）\]])?\s*(?:[|\t]|$)"
)
_TABLE = 4_000
_SENTENCE_ENDS = "。；;\n"
LEAD, SUPPORT = "lead", "support"

#: what a target is without being read: the fields that an added one starts from
EMPTY_TARGET: Item = {
    "code": "", "indicator_name": "", "printed_name": "", "subject": "", "operator": "",
    "value": None, "value_to": None, "unit": "", "year": None, "is_every_year": False,
    "is_mean": False, "basis": "", "baseline": "", "nature": "", "soft_kind": "",
    "where": "goal", "section": "", "quote": "",
}  # fmt: skip
EMPTY_TASK: Item = {
    "code": "", "number": "", "kind": "task", "title": "", "text": "", "section": "",
    "is_open_list": False, "due": "", "bodies": [],
}  # fmt: skip


def reading_of(compilation: Compilation, remarks: Iterable[Finding] = ()) -> dict[str, Any]:
    """Return what ``compilation`` read, as JSON; ``remarks`` stand before its own findings."""
    return {
        "targets": [_target(one, compilation.text) for one in compilation.targets]
        + [_soft(one) for one in compilation.soft_targets],
        "tasks": [_task(one) for one in compilation.tasks],
        "findings": [finding_item(one) for one in [*remarks, *compilation.findings]],
    }


def _is_every_year(one: compiler.Target, text: str) -> bool:
    """Say whether the sentence up to the number wants it in each year; one 每年 governs a list."""
    if one.basis != "annual":
        return False
    said = _sentence(one, text)
    return max(said.rfind(word) for word in _EVERY_YEAR) > said.rfind(_MEAN)


def _is_mean(one: compiler.Target, text: str) -> bool:
    """Say whether the plan wants the number on average of its years, as amount or as growth."""
    if one.basis == "growth":
        return _MEAN in one.cue or (one.where == "table" and _under_mean(text, one.span.start))
    said = _sentence(one, text) if one.basis == "annual" else ""
    return said.rfind(_MEAN) > max(said.rfind(word) for word in _EVERY_YEAR)


def _sentence(one: compiler.Target, text: str) -> str:
    start = max(text.rfind(mark, 0, one.span.start) for mark in _SENTENCE_ENDS) + 1
    return text[start : one.span.end]


def _under_mean(text: str, at: int) -> bool:
    """Say whether a heading of the table that a row at ``at`` stands in is 年均增速."""
    for line in reversed(text[max(0, at - _TABLE) : at].split("\n")[:-1]):
        if "|" not in line and "\t" not in line:
            return False
        if _MEAN_COLUMN.search(line):
            return True
    return False


def plain(value: Decimal | None) -> str | None:
    """Write a decimal as it is kept in JSON: without exponent and without empty places."""
    if value is None:
        return None
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _target(one: compiler.Target, text: str) -> Item:
    low, high = one.value if isinstance(one.value, tuple) else (one.value, None)
    return {
        "code": one.id,
        "indicator_name": one.indicator[:200],
        "printed_name": one.printed[:300],
        "subject": (one.subject or "")[:200],
        "operator": one.op,
        "value": plain(Decimal(str(low))),
        "value_to": None if high is None else plain(Decimal(str(high))),
        "unit": (one.unit or "")[:20],
        "year": one.year,
        "is_every_year": _is_every_year(one, text),
        "is_mean": _is_mean(one, text),
        "basis": one.basis or "",
        "baseline": str(one.baseline or "")[:60],
        "nature": (one.nature or "")[:20],
        "soft_kind": "",
        "where": one.where,
        "section": one.section[:300],
        "quote": one.quote,
        "span_start": one.span.start,
        "span_end": one.span.end,
    }


def _soft(one: compiler.SoftTarget) -> Item:
    return EMPTY_TARGET | {
        "code": one.id,
        "soft_kind": one.kind,
        "year": one.year,
        "where": "",
        "section": one.section[:300],
        "quote": one.quote,
        "span_start": one.span.start,
        "span_end": one.span.end,
    }


def _task(one: compiler.Task) -> Item:
    return {
        "code": one.id,
        "number": (one.number or "")[:40],
        "kind": one.kind,
        "title": one.title[:300],
        "text": one.text,
        "section": one.section[:300],
        "is_open_list": one.open_list,
        "due": (one.due or "")[:60],
        "span_start": one.span.start,
        "span_end": one.span.end,
        "bodies": [[LEAD, body[:120]] for body in one.lead_units]
        + [[SUPPORT, body[:120]] for body in one.support_units],
    }


def finding_item(one: Finding) -> Item:
    """Return a finding with the fields of its row."""
    return {
        "severity": str(one.severity),
        "code": one.code,
        "message": one.message,
        "about": "",
        "suggested_key": "",
        "span_start": one.span.start if one.span else None,
        "span_end": one.span.end if one.span else None,
        "others": [[other.start, other.end] for other in one.others],
    }
