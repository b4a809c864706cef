"""Nominate, make public, hear objections, decide whom to commend."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from zhiqiang.domains.assessments.models import (
    AssessedUnit,
    Assessment,
    Commendation,
    Nominee,
    Objection,
)
from zhiqiang.domains.assessments.publicity import last_day
from zhiqiang.domains.assessments.queries import ranking
from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.accounts import queries as accounts
from zhiqiang.records.accounts import rights
from zhiqiang.records.accounts.actions.people import Overtaken
from zhiqiang.records.journal import actions as journal
from zhiqiang.records.notices.actions import Message, tell

RUN, REPORT = "run_programmes", "report_progress"
State = Commendation.State


@dataclass(frozen=True, slots=True)
class Announced:
    """What is opened: on what basis, who takes objections in, after which assessment."""

    title: str
    year: int
    basis: str
    contact: str
    assessment_id: int | None = None


def open_commendation(person: Any, told: Announced, request_key: str = "") -> Commendation:
    """Open a commendation, a draft; units of the best grade of an assessment are nominated.

    For who runs programmes. The same ``request_key`` gives the one that it made.
    """
    rights.require(person, RUN)
    for text, most, label in (
        (told.title, 200, "名称"), (told.basis, 300, "表彰依据"), (told.contact, 300, "异议受理方式"),
    ):  # fmt: skip
        if not text.strip() or len(text.strip()) > most:
            raise Refused(f"请填写{label}，不超过 {most} 字。")
    if not 2000 <= told.year <= localdate().year:
        raise Refused(f"年度“{told.year}”无效，应在 2000 到今年之间。")
    of = _assessment(person, told.assessment_id)
    held = Commendation.objects.visible_to(person)
    try:
        with transaction.atomic():
            same = held.filter(request_key=request_key).first() if request_key else None
            if same is not None:
                return same  # type: ignore[no-any-return]
            made: Commendation = held.create(
                title=told.title.strip(), year=told.year, basis=told.basis.strip(),
                contact=told.contact.strip(), assessment=of, made_by=str(person), maker=person,
                request_key=request_key or None,
            )  # fmt: skip
            nominated = _best(made, person)
            journal.write(
                person.get_username(), "open_commendation", _subject(made),
                {"title": made.title, "units": nominated},
            )  # fmt: skip
    except IntegrityError:
        found = held.filter(request_key=request_key).first()
        if found is None:
            raise
        return found  # type: ignore[no-any-return]
    return made


def _assessment(person: Any, key: int | None) -> Assessment | None:
    if key is None:
        return None
    found: Assessment | None = Assessment.objects.visible_to(person).filter(pk=key).first()
    if found is None or found.state == Assessment.State.DRAFT:
        raise Refused("没有这项考核，或它还没有公布。请先公布考核得分。")
    return found


def _best(of: Commendation, person: Any) -> int:
    """Nominate the units of the uppermost grade; return how many."""
    if of.assessment is None:
        return 0
    grade = of.assessment.values.grades[0].zh
    places = [one for one in ranking(of.assessment, person) if one.grade == grade]
    bodies = dict(
        AssessedUnit.objects.visible_to(person)
        .filter(pk__in=[one.unit_id for one in places])
        .values_list("pk", "body_id")
    )
    for one in places:
        of.nominees.create(
            kind=Nominee.Kind.BODY, name=one.name, body_id=bodies.get(one.unit_id),
            unit_id=one.unit_id,
            ground=f"{of.assessment.title}得 {one.points:.2f} 分，第 {one.place} 名，等次{one.grade}。",
        )  # fmt: skip
    return len(places)


def _subject(of: Commendation) -> str:
    return f"commendation:{of.pk}"


def held_commendation(person: Any, key: int, version: int, *states: str) -> Commendation:
    """Return a commendation for who runs programmes, as read at ``version``, held."""
    rights.require(person, RUN)
    found: Commendation | None = (
        Commendation.objects.visible_to(person).select_for_update().filter(pk=key).first()
    )
    if found is None:
        raise NotFound("没有这项表彰，或您无权查看。")
    if found.version != version:
        raise Overtaken("这项表彰刚被他人改动，没有办理。请核对最新内容后重新提交。")
    if found.state not in states:
        raise Refused(f"这项表彰{found.get_state_display()}，不能这样办理。")
    return found


def nominate(
    person: Any, key: int, version: int, kind: str, name: str, body_id: int | None, ground: str
) -> Nominee:  # fmt: skip
    """Nominate a body, or a person of a body, on a ground; before the publicity."""
    with transaction.atomic():
        of = held_commendation(person, key, version, State.DRAFT)
        if kind not in Nominee.Kind.values:
            raise Refused("请选择表彰对象的类别：集体或个人。")
        body = accounts.body(body_id) if body_id is not None else None
        if body is None:
            raise Refused("请选择表彰对象的单位。")
        name = body.name if kind == Nominee.Kind.BODY else name.strip()
        if not name or len(name) > 120:
            raise Refused("请填写受表彰个人的姓名，不超过 120 字。")
        if not ground.strip() or len(ground.strip()) > 500:
            raise Refused("请写明主要事迹，不超过 500 字。")
        if of.nominees.filter(kind=kind, name=name, body=body).exists():
            raise Refused(f"“{name}”已经提名。")
        made: Nominee = of.nominees.create(kind=kind, name=name, body=body, ground=ground.strip())
        _touch(of)
        journal.write(
            person.get_username(), "nominate", _subject(of), {"title": of.title, "name": name}
        )
    return made


def strike(person: Any, nominee_id: int, version: int, reason: str) -> Nominee:
    """Take a nominee off, with a reason; before the decision."""
    if not reason.strip():
        raise Refused("请写明不再表彰的理由。")
    with transaction.atomic():
        one = _nominee(person, nominee_id)
        of = held_commendation(
            person, one.commendation_id, version, State.DRAFT, State.PUBLIC
        )  # fmt: skip
        _struck(one, reason)
        _touch(of)
        journal.write(
            person.get_username(), "strike_nominee", _subject(of),
            {"title": of.title, "name": one.name, "reason": one.reason},
        )  # fmt: skip
    return one


def _nominee(person: Any, nominee_id: int) -> Nominee:
    found: Nominee | None = Nominee.objects.visible_to(person).filter(pk=nominee_id).first()
    if found is None:
        raise NotFound("没有这个表彰对象，或您无权查看。")
    return found


def _struck(one: Nominee, reason: str) -> None:
    one.state, one.reason = Nominee.State.STRUCK, reason.strip()[:300]
    one.save(update_fields=["state", "reason"])


def _standing(of: Commendation) -> Any:
    return of.nominees.exclude(state=Nominee.State.STRUCK)


def publicise(person: Any, key: int, version: int) -> Commendation:
    """Make the nominees public from today on, for as many working days as the rule says."""
    with transaction.atomic():
        of = held_commendation(person, key, version, State.DRAFT)
        if not _standing(of).exists():
            raise Refused("请先提名，再公示。")
        of.state, of.from_on, of.until_on = State.PUBLIC, localdate(), last_day(localdate())
        _touch(of, "state", "from_on", "until_on")
        journal.write(
            person.get_username(), "publicise_nominees", _subject(of),
            {"title": of.title, "until": of.until_on},
        )  # fmt: skip
    return of


def record_objection(
    person: Any, nominee_id: int, version: int, source: str, received_on: date, text: str
) -> Objection:
    """Write an objection down that came in during the publicity."""
    with transaction.atomic():
        one = _nominee(person, nominee_id)
        of = held_commendation(person, one.commendation_id, version, State.PUBLIC)
        if not source.strip() or not text.strip() or len(text) > 2_000:
            raise Refused("请写明异议由谁提出和内容，内容不超过 2,000 字。")
        if of.from_on is None or not of.from_on <= received_on <= localdate():
            raise Refused(f"收到日期应在公示开始（{of.from_on}）之后、今天之前。")
        made: Objection = one.objections.create(
            source=source.strip()[:120], received_on=received_on, text=text.strip(),
            recorded_by=str(person),
        )  # fmt: skip
        _touch(of)
        journal.write(
            person.get_username(), "record_objection", _subject(of),
            {"title": of.title, "name": one.name},
        )  # fmt: skip
    return made


def answer_objection(
    person: Any, objection_id: int, version: int, answer: str, is_upheld: bool
) -> Objection:
    """Say what came of looking into an objection; upheld, its nominee is struck off."""
    if not answer.strip():
        raise Refused("请写明核实结果。")
    seen = Objection.objects.visible_to(person).select_related("nominee")
    one = seen.filter(pk=objection_id).first()
    if one is None:
        raise NotFound("没有这件异议，或您无权查看。")
    with transaction.atomic():
        of = held_commendation(person, one.nominee.commendation_id, version, State.PUBLIC)
        one.refresh_from_db()
        if one.state != Objection.State.OPEN:
            raise Refused("这件异议已经核实。")
        one.state = Objection.State.UPHELD if is_upheld else Objection.State.REJECTED
        one.answer, one.answered_by = answer.strip()[:500], str(person)
        one.answered_at = timezone.now()
        one.save(update_fields=["state", "answer", "answered_by", "answered_at"])
        if is_upheld:
            _struck(one.nominee, f"公示期间的异议成立：{one.answer}")
        _touch(of)
        journal.write(
            person.get_username(), "answer_objection", _subject(of),
            {"title": of.title, "name": one.nominee.name, "answer": one.answer},
        )  # fmt: skip
    return one  # type: ignore[no-any-return]


def decide(person: Any, key: int, version: int) -> Commendation:
    """Commend who is left after the publicity; not by who opened it, nor with open objections."""
    with transaction.atomic():
        of = held_commendation(person, key, version, State.PUBLIC)
        if of.maker_id == person.pk:
            raise Refused("不能决定自己拟定的表彰，请由他人办理。")
        if of.until_on is None and of.from_on is not None:
            of.until_on = last_day(of.from_on)
        if of.until_on is None:
            raise Refused("公示截止日未定：工作日历没有录到那时。请补录放假安排后再决定。")
        if localdate() <= of.until_on:
            raise Refused(f"公示至 {of.until_on}，期满后才能决定。")
        if of.nominees.filter(objections__state=Objection.State.OPEN).exists():
            raise Refused("还有异议没有核实，请先逐件答复。")
        if not _standing(of).exists():
            raise Refused("没有可以表彰的对象。请终止这项表彰。")
        bodies = set(_standing(of).exclude(body=None).values_list("body_id", flat=True))
        count = _standing(of).update(state=Nominee.State.COMMENDED)
        of.state, of.decided_on, of.decided_by = State.DECIDED, localdate(), str(person)
        _touch(of, "state", "decided_on", "decided_by", "until_on")
        journal.write(
            person.get_username(), "decide_commendation", _subject(of),
            {"title": of.title, "units": count},
        )  # fmt: skip
        address = reverse("assessments:commendation", args=[of.pk])
        message = Message(f"commendation:{of.pk}:decided", f"表彰决定：{of.title}", "", address)
        tell(set(accounts.people_in_bodies(REPORT, bodies)), message)
    return of


def drop(person: Any, key: int, version: int, reason: str) -> Commendation:
    """End a commendation without a decision; it is public no more."""
    if not reason.strip():
        raise Refused("请写明终止的理由。")
    with transaction.atomic():
        of = held_commendation(person, key, version, State.DRAFT, State.PUBLIC)
        of.state, of.reason = State.DROPPED, reason.strip()[:300]
        _touch(of, "state", "reason")
        journal.write(
            person.get_username(), "drop_commendation", _subject(of),
            {"title": of.title, "reason": of.reason},
        )  # fmt: skip
    return of


def _touch(of: Commendation, *fields: str) -> None:
    of.version += 1
    of.save(update_fields=[*fields, "version"])
