"""A unit appeals against a line; the answer upholds it, or corrects it as a new version."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from zhiqiang.domains.assessments.actions.opening import (
    RUN,
    State,
    held_assessment,
    keep_sheet,
    measured,
    newest_snapshot,
    tell_units,
)
from zhiqiang.domains.assessments.measuring import WorkOf
from zhiqiang.domains.assessments.models import Appeal, AssessedUnit, Assessment, ScoreSheet
from zhiqiang.domains.assessments.scoring import Line, from_json
from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.accounts import rights
from zhiqiang.records.accounts.queries import people_who_may
from zhiqiang.records.journal import actions as journal
from zhiqiang.records.notices.actions import Message, tell

LONGEST = 2_000


def may_appeal(person: Any, unit: AssessedUnit) -> bool:
    """Say whether ``person`` reports for the body of a unit."""
    return unit.body is not None and rights.may(person, "report_progress", unit.body)


def appeal(person: Any, unit_id: int, line: str, text: str, request_key: str) -> Appeal:
    """Ask for another look at a line, within the days that were told; by who reports for the body.

    The same ``request_key`` gives the appeal that it made.
    """
    with transaction.atomic():
        unit = _unit(person, unit_id)
        of = unit.assessment
        if not may_appeal(person, unit):
            raise Refused(f"当前账户不能为{unit.name}申诉，请由该单位的经办人办理。")
        appeals = Appeal.objects.for_program("keeps appeals")
        same = appeals.filter(request_key=request_key).first() if request_key else None
        if same is not None and same.unit_id == unit.pk and same.person_id == person.pk:
            return same
        if of.state != State.PUBLISHED:
            raise Refused(f"这项考核{of.get_state_display()}，现在不能申诉。")
        if of.appeal_until is not None and localdate() > of.appeal_until:
            raise Refused(f"申诉已于 {of.appeal_until} 截止。")
        if line not in of.values.sources:
            raise Refused("请选择要申诉的考核项。")
        if not text.strip() or len(text) > LONGEST:
            raise Refused(f"请写明申诉理由和依据，不超过 {LONGEST:,} 字。")
        if unit.appeals.filter(key=line, state=Appeal.State.OPEN).exists():
            raise Refused("这一项已有申诉正在复核，请等待答复。")
        made: Appeal = unit.appeals.create(
            key=line, text=text.strip(), person=person, request_key=request_key or None
        )
        named = of.values.sources[line][0]
        address = reverse("assessments:sheet", args=[unit.pk])
        message = Message(f"appeal:{made.pk}", f"{unit.name}申诉：{named}", made.text, address)
        tell(set(people_who_may(RUN).values_list("pk", flat=True)), message)
        _write(person, "appeal_score", unit, {"item": named})
    return made


def _unit(person: Any, unit_id: int) -> AssessedUnit:
    seen = AssessedUnit.objects.visible_to(person).select_related("assessment", "body")
    found: AssessedUnit | None = seen.filter(pk=unit_id).first()
    if found is None:
        raise NotFound("没有这个考核对象，或您无权查看。")
    return found


def answer(
    person: Any, appeal_id: int, version: int, text: str, points: Decimal | None = None
) -> Appeal:
    """Answer an appeal, at ``version`` of the assessment: without ``points`` the line stands.

    With ``points`` the line gets so many, as a new version of the sheet; not by who appealed.
    """
    seen = Appeal.objects.visible_to(person).select_related("unit").filter(pk=appeal_id).first()
    if seen is None:
        raise NotFound("没有这件申诉，或您无权查看。")
    with transaction.atomic():
        of = held_assessment(person, seen.unit.assessment_id, version, State.PUBLISHED)
        one = Appeal.objects.for_program("answers").select_for_update().get(pk=appeal_id)
        if one.state != Appeal.State.OPEN:
            raise Refused("这件申诉已经答复。")
        if one.person_id == person.pk:
            raise Refused("不能复核自己的申诉，请由他人办理。")
        if not text.strip():
            raise Refused("请写明复核意见。")
        one.state = Appeal.State.UPHELD if points is None else Appeal.State.CHANGED
        one.answer, one.answered_by, one.answered_at = (
            text.strip()[:500],
            str(person),
            timezone.now(),
        )
        one.save(update_fields=["state", "answer", "answered_by", "answered_at"])
        if points is not None:
            _change_line(person, of, one, points)
        of.version += 1
        of.save(update_fields=["version"])
        bodies = {seen.unit.body_id} if seen.unit.body_id else set()
        tell_units(of, bodies, f"answered:{one.pk}", f"申诉已复核：{one.get_state_display()}", text)
        detail = {
            "item": of.values.sources[one.key][0],
            "answer": one.answer,
            "points": str(points),
        }
        _write(person, "answer_appeal", seen.unit, detail)
    return one


def _change_line(person: Any, of: Assessment, one: Appeal, points: Decimal) -> ScoreSheet:
    sheet = one.unit.sheets.first()
    if sheet is None:
        raise Refused("还没有得分表，不能更正。")
    lines = [from_json(line) for line in sheet.lines]
    old = next(line for line in lines if line.key == one.key)
    form = of.values
    most = max((old.full, *(item.weight * getattr(item.rule, "cap", 1) for item in form.items
                            if item.key == one.key)))  # fmt: skip
    if old.kind == "gate":
        raise Refused("一票否决项不按分值更正。认定有误的，请撤销认定后重新评分。")
    if not 0 <= points <= most:
        raise Refused(f"这一项应在 0 到 {most} 分之间。")
    reason = f"申诉复核，由 {old.points} 分改为 {points} 分：{one.answer}"
    ground = dict(old.ground) | {"appeal": one.pk}
    new = replace(old, points=points, reason=reason, ground=ground, is_left_out=False)
    changed: list[Line] = [new if line.key == one.key else line for line in lines]
    return keep_sheet(one.unit, form, changed, str(person), sheet.version + 1, reason)


def correct(person: Any, key: int, version: int, reason: str, work_of: WorkOf) -> int:
    """Measure everybody anew; sheets that differ get a new version. Returns how many did.

    Lines that an appeal settled stay as they were settled. For records that were put right after
    the scores were published.
    """
    with transaction.atomic():
        of = held_assessment(person, key, version, State.PUBLISHED)
        if not reason.strip():
            raise Refused("请写明更正的理由。")
        of.snapshot = newest_snapshot()
        changed = sum(
            _measured_anew(unit, of, lines, str(person), reason.strip())
            for unit, lines in measured(of, of.values, work_of)
        )
        of.version += 1
        of.save(update_fields=["snapshot", "version"])
        _write_of(person, of, {"reason": reason.strip(), "changed": changed})
        if changed:
            bodies = {one.body_id for one in of.units.all() if one.body_id}
            tell_units(of, bodies, "corrected", "考核得分已更正", f"{of.title}：{reason.strip()}")
    return changed


def _measured_anew(
    unit: AssessedUnit, of: Assessment, lines: list[Line], by: str, why: str
) -> bool:
    sheet = unit.sheets.first()
    if sheet is None:
        return False
    before = {line.key: line for line in map(from_json, sheet.lines)}
    now = [before[line.key] if "appeal" in before[line.key].ground else line for line in lines]
    same = all(
        (line.points, line.value, line.is_left_out)
        == (before[line.key].points, before[line.key].value, before[line.key].is_left_out)
        for line in now
    )
    if not same:
        keep_sheet(unit, of.values, now, by, sheet.version + 1, why)
    return not same


def _write(person: Any, act: str, unit: AssessedUnit, detail: dict[str, object]) -> None:
    subject = f"assessment:{unit.assessment_id}"
    journal.write(person.get_username(), act, subject, {"unit": unit.name} | detail)


def _write_of(person: Any, of: Assessment, detail: dict[str, object]) -> None:
    journal.write(
        person.get_username(), "correct_assessment", f"assessment:{of.pk}", {"title": of.title} | detail
    )  # fmt: skip
