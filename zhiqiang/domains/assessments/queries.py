"""What pages ask about assessments: lists, rankings, sheets with their grounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery

from zhiqiang.domains.assessments import scoring
from zhiqiang.domains.assessments.models import Appeal, AssessedUnit, Assessment, ScoreSheet
from zhiqiang.domains.assessments.scoring import Line, from_json
from zhiqiang.kernel.errors import NotFound


def assessments(person: Any) -> QuerySet[Assessment]:
    """Return the assessments that ``person`` may see, the newest first, with how many units."""
    return Assessment.objects.visible_to(person).annotate(unit_count=Count("units"))


def assessment(key: int, person: Any) -> Assessment:
    """Return one assessment, or raise ``NotFound``."""
    found: Assessment | None = Assessment.objects.visible_to(person).filter(pk=key).first()
    if found is None:
        raise NotFound("没有这项考核，或您无权查看。")
    return found


@dataclass(frozen=True, slots=True)
class Place:
    """One unit on the ranking; ``is_open``: its sheet may be opened by the one who looks."""

    unit_id: int
    name: str
    points: Decimal | None
    grade: str
    gate: str
    version: int
    place: int | None
    is_open: bool


def ranking(of: Assessment, person: Any) -> list[Place]:
    """Return every unit of an assessment that ``person`` may see, the best first; two queries.

    Whoever is assessed sees the totals of all, and the sheet of his own body only.
    """
    newest = (
        ScoreSheet.objects.for_program("ranks").filter(unit=OuterRef("pk")).order_by("-version")
    )
    units = AssessedUnit.objects.for_program("ranks all who are assessed").filter(assessment=of)
    rows = list(
        units.annotate(
            **{
                name: Subquery(newest.values(name)[:1])
                for name in ("points", "grade", "gate", "version")
            }
        ).values_list("pk", "name", "points", "grade", "gate", "version")
    )
    own = set(
        AssessedUnit.objects.visible_to(person).filter(assessment=of).values_list("pk", flat=True)
    )
    known = [row for row in rows if row[2] is not None]
    places = dict(
        zip([row[0] for row in known], scoring.ranked([row[2] for row in known]), strict=True)
    )
    found = [
        Place(pk, name, points, grade or "", gate or "", version or 0, places.get(pk), pk in own)
        for pk, name, points, grade, gate, version in rows
    ]
    return sorted(found, key=lambda one: (one.place is None, one.place or 0, one.unit_id))


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a sheet with its words; ``part`` is the chapter, empty for bonus and minus."""

    part: str
    zh: str
    line: Line
    source: str


@dataclass(frozen=True, slots=True)
class SheetView:
    """The sheet of a unit: rows by kind, total, earlier versions, appeals."""

    unit: AssessedUnit
    sheet: ScoreSheet | None
    total: scoring.Total | None
    rows: Sequence[Row]
    earlier: Sequence[ScoreSheet]
    appeals: Sequence[Appeal]

    def of_kind(self, kind: str) -> list[Row]:
        return [one for one in self.rows if one.line.kind == kind]

    @property
    def items(self) -> list[Row]:
        return self.of_kind("item")

    @property
    def others(self) -> list[Row]:
        return [one for one in self.rows if one.line.kind != "item"]


def sheet(unit_id: int, person: Any, version: int = 0) -> SheetView:
    """Return the sheet of a unit that ``person`` may see, the newest or of a version."""
    seen = AssessedUnit.objects.visible_to(person).select_related("assessment", "body")
    unit: AssessedUnit | None = seen.filter(pk=unit_id).first()
    if unit is None:
        raise NotFound("没有这个考核对象，或您无权查看。")
    every = list(unit.sheets.all())
    found = next((one for one in every if version in (0, one.version)), None)
    if found is None and version:
        raise NotFound(f"没有第 {version} 版得分表。")
    form = unit.assessment.values
    parts = {item.key: part.zh for part in form.parts for item in part.items}
    lines = [from_json(one) for one in found.lines] if found else []
    rows = [Row(parts.get(line.key, ""), *_words(form.sources[line.key], line)) for line in lines]
    return SheetView(
        unit, found, scoring.total(form, lines) if found else None, rows, every,
        list(unit.appeals.select_related("person")),
    )  # fmt: skip


_KINDS = {"bonus": "加分", "minus": "减分", "gate": "一票否决"}


def _words(named: tuple[str, Any], line: Line) -> tuple[str, Line, str]:
    zh, source = named
    kind = _KINDS.get(line.kind, "")
    if source.indicator:
        said = "指标数值" + ("，比上年增长（%）" if source.growth else "")
    elif source.work:
        said = "任务记录"
    elif source.budget:
        said = "经费记录" + ("，比上年增长（%）" if source.growth else "（万元）")
    else:
        said = f"认定（{source.stated}）"
    return (f"{kind}：{zh}" if kind else zh), line, said
