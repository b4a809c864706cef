"""Figures that other bodies published: look them up, and add up parts where that makes sense."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from weakref import WeakKeyDictionary

from zhiqiang.engines.metrics.measure import StatedMeasure
from zhiqiang.engines.metrics.querying import published
from zhiqiang.engines.metrics.question import Part, Places, Question, Reader, Rules

_kept: WeakKeyDictionary[Reader, dict[tuple[str, int, int], list[dict[str, Any]]]] = (
    WeakKeyDictionary()
)


@dataclass(frozen=True, slots=True)
class Found:
    """The rows that make up one year's figure, or the divisions whose figures are missing."""

    rows: tuple[Mapping[str, Any], ...]
    missing: tuple[str, ...] = ()

    @property
    def total(self) -> Decimal:
        return sum((Decimal(row["amount"]) for row in self.rows), Decimal(0))


def years_of(measure: StatedMeasure, kind: str, question: Question, rules: Rules) -> range:
    """Return the years whose figures are wanted."""
    year = question.as_of.year
    if kind == "flow":
        return range(question.start_of_year.year, year + 1)
    if kind == "cumulative":
        return range(question.start.year, year + 1)
    if measure.offset is not None:
        year += rules.parameters[measure.offset].at(question.as_of).value
    elif question.as_of < date(year, 12, 31):
        year -= 1
    return range(year, year + 1)


def look_up(
    measure: StatedMeasure, years: range, question: Question, reader: Reader, places: Places
) -> dict[int, Found]:
    """Return what is published for each year, from the region itself or from all of its parts."""
    rows = _published(measure.statistic, years, reader)
    out = {}
    for year in years:
        by_code = {
            row["identifier"]: row
            for row in rows
            if row["year"] == year and question.low <= row["identifier"] <= question.high
        }
        if measure.add_up:
            out[year] = _sum(question.region, year, by_code, places)
        elif question.region in by_code:
            out[year] = Found((by_code[question.region],))
        else:
            out[year] = Found((), (question.region,))
    return out


def _published(statistic: str, years: range, reader: Reader) -> list[dict[str, Any]]:
    """Return what is published for all regions, read once a snapshot: every region asks for it."""
    kept = _kept.setdefault(reader, {})
    asked = statistic, years.start, years.stop
    if asked not in kept:
        whole = {"low": "", "high": "~", "from_year": years.start, "to_year": years.stop - 1}
        kept[asked] = reader.fetch(published(), {"statistic": statistic, **whole})
    return kept[asked]


def _sum(code: str, year: int, by_code: Mapping[str, Mapping[str, Any]], places: Places) -> Found:
    """Return the region's own figure, else those of its parts, when none of them is missing.

    Zones that a bureau numbered itself are no divisions, so none is missed; where one has a
    figure, it lies within the division above it and is added.
    """
    if code in by_code:
        return Found((by_code[code],))
    known = [child.code for child in places.children(code, year)]
    zones = [c for c in by_code if c not in known and c != code and places.parent(c) == code]
    if not known and not zones:
        return Found((), (code,))
    found = [_sum(child, year, by_code, places) for child in sorted({*known, *zones})]
    missing = tuple(one for part in found for one in part.missing)
    if missing and len(missing) >= len(known):
        missing = (code,)
    return Found(tuple(row for part in found for row in part.rows), missing)


def wanted(
    measure: StatedMeasure,
    kind: str,
    question: Question,
    reader: Reader,
    rules: Rules,
    places: Places,
) -> dict[int, Found]:
    """Return the years that make up the figure.

    The running year of a total is published after its end; it counts where it is already there.
    """
    years = years_of(measure, kind, question, rules)
    found = look_up(measure, years, question, reader, places)
    year = question.as_of.year
    if kind == "cumulative" and len(found) > 1 and question.as_of < date(year, 12, 31):
        return {one: part for one, part in found.items() if one != year or not part.missing}
    return found


def stated_part(
    measure: StatedMeasure,
    kind: str,
    question: Question,
    reader: Reader,
    rules: Rules,
    places: Places,
) -> Part:
    """Return the published figure as a part, with the reason where a year is missing."""
    found = wanted(measure, kind, question, reader, rules, places)
    lacking = {year: one.missing for year, one in found.items() if one.missing}
    rows = [row for one in found.values() for row in one.rows]
    if lacking:
        reason = _missing(measure, lacking, question)
        return Part(None, measure.unit, 0, measure.zh, reason=reason)
    label, notes = _said(measure, found, question)
    total = sum((one.total for one in found.values()), Decimal(0))
    return Part(total, measure.unit, len(rows), label, notes=notes)


def _said(
    measure: StatedMeasure, found: Mapping[int, Found], question: Question
) -> tuple[str, tuple[str, ...]]:
    """Return what the number is called with its years, and a note for each sum of parts."""
    first, last = min(found), max(found)
    label = of_year(last if first == last else f"{first}—{last}", measure.zh)
    notes = tuple(
        f"{of_year(year, measure.zh)}由 {len(one.rows)} 个下级地区相加"
        for year, one in found.items()
        if any(row["identifier"] != question.region for row in one.rows)
    )
    if notes and first == last:
        label += f"，由 {len(found[last].rows)} 个下级地区相加"
    return label, notes


def _missing(
    measure: StatedMeasure, lacking: Mapping[int, tuple[str, ...]], question: Question
) -> str:
    year, codes = next(iter(lacking.items()))
    more = f"等 {len(codes)} 个地区" if len(codes) > 3 else ""
    where = "" if codes == (question.region,) else f"（区划 {'、'.join(codes[:3])}{more}）"
    whole = "、".join(str(one) for one in lacking) if len(lacking) > 1 else year
    return f"缺少 {of_year(whole, measure.zh)}{where}，请导入统计数据（来源 statistics）。"


def of_year(year: object, zh: str) -> str:
    """Return what a published figure of a year is called: 2023 年末常住人口, 2023 年地区生产总值."""
    return f"{year} {zh}" if zh.startswith("年") else f"{year} 年{zh}"
