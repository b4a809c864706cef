"""Open an assessment, state what no record tells, score, publish, end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from zhiqiang.domains.assessments import scoring
from zhiqiang.domains.assessments.forms import FormValues, forms
from zhiqiang.domains.assessments.measuring import Day, Who, WorkOf, values_of
from zhiqiang.domains.assessments.models import (
    AssessedUnit,
    Assessment,
    ScoreSheet,
    StatedFact,
)
from zhiqiang.domains.assessments.scoring import Line, Measured, as_json
from zhiqiang.kernel.calendar import CalendarMissing, due_on
from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.accounts import queries as accounts
from zhiqiang.records.accounts import rights
from zhiqiang.records.accounts.actions.people import Overtaken
from zhiqiang.records.accounts.regions import divisions
from zhiqiang.records.accounts.workdays import work_calendar
from zhiqiang.records.indicators import queries as indicators
from zhiqiang.records.journal import actions as journal
from zhiqiang.records.notices.actions import Message, tell

State = Assessment.State
RUN, REPORT = "run_programmes", "report_progress"


@dataclass(frozen=True, slots=True)
class Opened:
    """What is opened: a form, the region whose bodies or parts are assessed, the year."""

    form_key: str
    region: str
    year: int
    bodies: Sequence[int] = ()


def open_assessment(person: Any, told: Opened) -> Assessment:
    """Open the assessment of a year, a draft; for who runs programmes.

    A form over regions takes every region right beneath, each with the body that stands for it
    where there is one; a form over bodies takes the bodies named. Refused for a year that has one.
    """
    rights.require(person, RUN)
    form = forms().get(told.form_key)
    if form is None:
        raise Refused("没有这种考核表，请从列出的考核表中选择。")
    if not 2000 <= told.year <= localdate().year:
        raise Refused(f"不能考核 {told.year} 年，请填写已经开始的年度。")
    as_of = min(date(told.year, 12, 31), localdate())
    units = _regions(told.region) if form.of == "region" else _bodies(told.bodies)
    if not units:
        raise Refused("没有考核对象：请选择单位，或先登记下级区划。")
    title = f"{divisions().get(told.region).name}{told.year}年度{form.title}"
    with transaction.atomic():
        if _all().filter(form_key=form.key, region_code=told.region, year=told.year).exists():
            raise Refused(f"“{title}”已经开始，请在原考核上办理。")
        made: Assessment = _all().create(
            form_key=form.key, title=title[:200], region_code=told.region, year=told.year,
            form=form.on(as_of).model_dump(mode="json", by_alias=True), as_of=as_of,
            made_by=str(person),
        )  # fmt: skip
        for one in units:
            made.units.create(name=one.name, region_code=one.region, body_id=one.body_id)
        _write(person, "open_assessment", made, {"units": len(units)})
    return made


def _all() -> Any:
    return Assessment.objects.for_program("keeps assessments")


def _regions(region: str) -> list[Who]:
    beneath = divisions().children(region)
    heads: dict[str, Any] = {}
    for body in accounts.bodies().filter(region_code__in=[one.code for one in beneath]):
        # The uppermost body of a region stands for it; a department only where there is no other.
        held = heads.get(body.region_code)
        if held is None or (body.kind != "government", body.path) < (
            held.kind != "government",
            held.path,
        ):
            heads[body.region_code] = body
    return [Who(0, one.name, one.code, getattr(heads.get(one.code), "pk", None)) for one in beneath]


def _bodies(keys: Sequence[int]) -> list[Who]:
    found = accounts.bodies().filter(pk__in=set(keys))
    return [Who(0, one.name, one.region_code, one.pk) for one in found]


def held_assessment(person: Any, key: int, version: int, *states: str) -> Assessment:
    """Return an assessment for who runs programmes, as read at ``version``, held."""
    rights.require(person, RUN)
    found: Assessment | None = _all().select_for_update().filter(pk=key).first()
    if found is None:
        raise NotFound("没有这项考核。")
    if found.version != version:
        raise Overtaken("这项考核刚被他人改动，没有办理。请核对最新内容后重新提交。")
    if found.state not in states:
        raise Refused(f"这项考核{found.get_state_display()}，不能这样办理。")
    return found


def state_fact(
    person: Any, key: int, version: int, unit_id: int, line: str, value: Decimal, document: str
) -> StatedFact:
    """State a value of a line that no record feeds, on a document; before scores are published."""
    with transaction.atomic():
        of = held_assessment(person, key, version, State.DRAFT)
        unit = of.units.filter(pk=unit_id).first()
        named, source = of.values.sources.get(line, ("", None))
        if unit is None or source is None or not source.stated:
            raise Refused("没有这个考核对象，或这一项由记录得出，不能认定。")
        if not document.strip():
            raise Refused("请写明依据的文件或材料。")
        if not 0 <= value < 10**12:
            raise Refused("数值应不小于 0，且不超过一万亿。")
        made: StatedFact = unit.facts.create(
            key=line, value=value, document=document.strip()[:300], stated_by=str(person)
        )
        _touch(of)
        detail = {"unit": unit.name, "item": named, "value": str(value), "document": made.document}
        _write(person, "state_fact", of, detail)
    return made


def score(person: Any, key: int, version: int, work_of: WorkOf) -> Assessment:
    """Score a draft from the newest snapshot, the tasks and what was stated; may be repeated."""
    with transaction.atomic():
        of = held_assessment(person, key, version, State.DRAFT)
        form = of.values
        of.snapshot = newest_snapshot()
        for unit, lines in measured(of, form, work_of):
            unit.sheets.all().delete()
            keep_sheet(unit, form, lines, str(person))
        of.scored_at = timezone.now()
        _touch(of, "snapshot", "scored_at")
        _write(person, "score_assessment", of, {"snapshot": of.snapshot})
    return of


def newest_snapshot() -> int | None:
    """Return the number of the newest snapshot."""
    found = indicators.snapshots()
    return found[0].number if found else None


def measured(
    of: Assessment, form: FormValues, work_of: WorkOf
) -> list[tuple[AssessedUnit, list[Line]]]:
    """Return every unit with its lines as they stand now."""
    units = list(of.units.select_related("body").order_by("pk"))
    who = [Who(one.pk, one.name, one.region_code, one.body_id) for one in units]
    stated: dict[tuple[int, str], Measured] = {}
    facts = StatedFact.objects.for_program("scores").filter(unit__assessment=of).order_by("pk")
    for one in facts:
        ground = {"kind": "stated", "document": one.document, "by": one.stated_by}
        stated[(one.unit_id, one.key)] = Measured(one.value, "", ground)
    needs_work = any(source.work for _, source in form.sources.values())
    work = work_of(who, of.year, of.as_of) if needs_work else {}
    found = values_of(form, who, Day(of.year, of.as_of, of.snapshot), work, stated)
    return list(zip(units, scoring.score(form, found), strict=True))


def keep_sheet(
    unit: AssessedUnit, form: FormValues, lines: Sequence[Line], by: str, version: int = 1, why: str = ""
) -> ScoreSheet:  # fmt: skip
    """Keep the lines of a unit with their total."""
    total = scoring.total(form, lines)
    made: ScoreSheet = unit.sheets.create(
        version=version, points=total.points, grade=total.grade, gate=total.gate, made_by=by,
        reason=why[:500], lines=[as_json(one) for one in lines],
    )  # fmt: skip
    return made


def publish(person: Any, key: int, version: int) -> Assessment:
    """Publish the scores: every unit sees them and may appeal until the day that the form says.

    Refused before they were scored, and when something was stated after the last scoring.
    """
    with transaction.atomic():
        of = held_assessment(person, key, version, State.DRAFT)
        facts = StatedFact.objects.for_program("publishes").filter(unit__assessment=of)
        if of.scored_at is None or facts.filter(stated_at__gt=of.scored_at).exists():
            raise Refused("评分之后又有新的认定，或还没有评分。请先评分再公布。")
        of.state, of.published_at = State.PUBLISHED, timezone.now()
        try:
            of.appeal_until = due_on(work_calendar(), localdate(), of.values.appeal_within)
        except CalendarMissing:
            of.appeal_until = None  # The page says that the calendar does not reach.
        _touch(of, "state", "published_at", "appeal_until")
        until = f"如有异议，请于 {of.appeal_until} 前申诉。" if of.appeal_until else ""
        bodies = {one.body_id for one in of.units.all() if one.body_id}
        tell_units(of, bodies, "published", "考核得分已公布", f"{of.title}。{until}")
        _write(person, "publish_assessment", of, {"until": of.appeal_until})
    return of


def close(person: Any, key: int, version: int) -> Assessment:
    """End an assessment; refused while an appeal waits for its answer."""
    with transaction.atomic():
        of = held_assessment(person, key, version, State.PUBLISHED)
        if of.units.filter(appeals__state="open").exists():
            raise Refused("还有申诉没有复核，请先逐件答复。")
        of.state = State.CLOSED
        _touch(of, "state")
        _write(person, "close_assessment", of, {})
    return of


def tell_units(of: Assessment, bodies: set[int], act: str, title: str, text: str) -> None:
    """Tell the people who report for these bodies."""
    address = reverse("assessments:assessment", args=[of.pk])
    key = f"assessment:{of.pk}:{act}:{of.version}"
    tell(set(accounts.people_in_bodies(REPORT, bodies)), Message(key, title, text, address))


def _touch(of: Assessment, *fields: str) -> None:
    of.version += 1
    of.save(update_fields=[*fields, "version"])


def _write(person: Any, act: str, of: Assessment, detail: dict[str, object]) -> None:
    journal.write(person.get_username(), act, f"assessment:{of.pk}", {"title": of.title} | detail)
