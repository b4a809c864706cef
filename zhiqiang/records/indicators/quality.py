"""Are the figures of a region sound: rules, jumps, two sources, completeness, freshness."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Self

from pydantic import Field, model_validator

from zhiqiang.engines import metrics
from zhiqiang.engines.metrics import Question, Soundness
from zhiqiang.kernel.catalogue import Basis, Declared, check_order, held_at
from zhiqiang.kernel.finding import Finding, Severity
from zhiqiang.records.accounts.parameters import parameter
from zhiqiang.records.accounts.regions import divisions
from zhiqiang.records.indicators import opened, queries
from zhiqiang.records.indicators.figures import FigureView

Figures = Mapping[str, FigureView]


class QualityRule(Declared):
    """What figures are held to from a day on.

    ``never_above``: pairs of a part and its whole. ``side_by_side``: pairs of indicators that tell
    the same from two sources. A jump is a change against the year before of more than
    ``jump_percent`` and at least ``jump_least``.
    """

    start: date = Field(alias="from")
    never_above: tuple[tuple[str, str], ...]
    side_by_side: tuple[tuple[str, str], ...]
    jump_percent: Decimal
    jump_least: Decimal
    apart_percent: Decimal
    stale_after_days: dict[str, int]
    basis: tuple[Basis, ...] = Field(min_length=1)


class QualityRules(Declared):
    """The dated rules, the earliest first."""

    title: str
    entries: tuple[QualityRule, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        check_order(self.entries, "entries")
        return self

    def at(self, day: date) -> QualityRule:
        """Return what holds on a day; before the first, the first."""
        return held_at(self.entries, day)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sources of one figure side by side; ``apart`` is the distance in per cent of the first."""

    key: str
    name: str
    unit: str
    first: tuple[str, Decimal]
    second: tuple[str, Decimal]
    apart: Decimal | None
    is_far: bool


@dataclass(frozen=True, slots=True)
class Freshness:
    """Facts of one kind; ``is_stale`` when the newest is older than the rule allows."""

    facts: Soundness
    is_stale: bool


@dataclass(frozen=True, slots=True)
class Quality:
    """What was found; each finding names its indicator in ``message`` and its key in ``code``."""

    findings: tuple[tuple[str, Finding], ...]
    pairs: tuple[Pair, ...]
    facts: tuple[Freshness, ...]
    known: int
    total: int


def quality(region: str, as_of: date) -> Quality:
    """Look at every figure of a region on a day, from the newest snapshot."""
    rule, snapshot, question = rule_at(as_of), opened.snapshot(), Question(region, as_of)
    divisions().get(region)
    figures, before = (
        {one.key: one for one in queries.figures(region, day, snapshot.number)}
        for day in (as_of, question.a_year_before().as_of)
    )
    found = [
        *_bounds(figures),
        *_parts(figures, rule),
        *_jumps(figures, before, rule),
    ]
    facts = metrics.soundness(snapshot, question)
    return Quality(
        tuple(found),
        tuple(_pairs(figures, rule)),
        tuple(Freshness(one, _is_stale(one, rule, as_of)) for one in facts if one.rows),
        sum(one.value is not None for one in figures.values()),
        len(figures),
    )


def rule_at(day: date) -> QualityRule:
    """Return the rule of this installation; a file of its own takes the place of what ships."""
    return parameter("figure_quality", QualityRules).at(day)


def _bounds(figures: Figures) -> list[tuple[str, Finding]]:
    """Say what cannot be: less than nothing, a share of more than the whole."""
    out = []
    for key, one in figures.items():
        if one.value is None or one.kind == "growth":
            continue
        if one.value < 0:
            out.append(_remark(key, "negative", f"{one.name}为 {one.value}，不应小于零"))
        elif one.unit in ("%", "分") and one.value > 100:
            out.append(_remark(key, "above_whole", f"{one.name}为 {one.value}{one.unit}，超过 100"))
    return out


def _parts(figures: Figures, rule: QualityRule) -> list[tuple[str, Finding]]:
    out = []
    for part, whole in rule.never_above:
        one, other = figures.get(part), figures.get(whole)
        if one is None or other is None or one.value is None or other.value is None:
            continue
        if one.value > other.value:
            text = f"{one.name}（{_said(one)}）大于{other.name}（{_said(other)}），请核对两项的记录"
            out.append(_remark(part, "above_whole", text))
    return out


def _jumps(figures: Figures, before: Figures, rule: QualityRule) -> list[tuple[str, Finding]]:
    out = []
    for key, one in figures.items():
        old = before[key].value
        if one.value is None or old is None or one.kind in ("growth", "cumulative"):
            continue
        change = one.value - old
        if abs(change) < rule.jump_least or not old:
            continue
        percent = change * 100 / old
        if abs(percent) > rule.jump_percent:
            word = "增加" if change > 0 else "减少"
            text = f"{one.name}比上年同期{word} {abs(percent):.0f}%（{old.normalize():f} → {_said(one)}），请核对是否漏报、重报"
            out.append(_remark(key, "jump", text, Severity.NOTICE))
    return out


def _pairs(figures: Figures, rule: QualityRule) -> list[Pair]:
    """Return what two sources tell: records and a report, or two indicators of the same."""
    out = []
    for one in figures.values():
        if one.reported is not None and not one.is_reported and one.value is not None:
            first = "由记录计算", one.value
            second = f"{one.reported.body} {one.reported.reported_on} 填报", one.reported.value
            out.append(_pair(one, first, second, rule))
    for key, other_key in rule.side_by_side:
        one, other = figures[key], figures[other_key]
        if one.value is not None and other.value is not None:
            first, second = (one.name, one.value), (other.name, other.value)
            out.append(_pair(one, first, second, rule))
    return out


def _pair(
    one: FigureView, first: tuple[str, Decimal], second: tuple[str, Decimal], rule: QualityRule
) -> Pair:
    apart = (second[1] - first[1]) * 100 / first[1] if first[1] else None
    is_far = first[1] != second[1] if apart is None else abs(apart) > rule.apart_percent
    return Pair(one.key, one.name, one.unit, first, second, apart, is_far)


def _is_stale(facts: Soundness, rule: QualityRule, as_of: date) -> bool:
    days = rule.stale_after_days.get(facts.table)
    if days is None:
        return False
    return facts.last is None or facts.last < as_of - timedelta(days=days)


def _remark(
    key: str, code: str, message: str, severity: Severity = Severity.WARNING
) -> tuple[str, Finding]:
    return key, Finding(severity, code, f"{message}。")


def _said(one: FigureView) -> str:
    return f"{one.value.normalize():f} {one.unit}" if one.value is not None else "无"
