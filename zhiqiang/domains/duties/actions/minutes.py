"""The minutes of a sitting: kept, issued; what was decided becomes orders to bodies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from zhiqiang.domains.duties.actions.orders import Ordered, issue_order
from zhiqiang.domains.duties.actions.sittings import State, held_sitting, tell_bodies, touch
from zhiqiang.domains.duties.models import AgendaPoint, Sitting, SittingDecision
from zhiqiang.domains.duties.story import actor, display
from zhiqiang.kernel.errors import Refused
from zhiqiang.records.accounts import queries as accounts
from zhiqiang.records.journal import actions as journal

MOST_DECISIONS, LONGEST = 60, 10_000


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision as it is written down; ``point`` is the place of its point on the agenda, or 0."""

    point: int
    body_id: int
    text: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Minutes:
    """What is kept of a sitting: how it opened, what was said to each point, who came."""

    opening: str
    outcomes: Sequence[str]
    attendance: Mapping[int, tuple[bool, str]]
    decisions: Sequence[Decided]


def keep_minutes(person: Any, sitting_id: int, version: int, told: Minutes) -> Sitting:
    """Keep what was said and decided, all anew; until the minutes are issued."""
    if len(told.decisions) > MOST_DECISIONS:
        raise Refused(f"一次会议最多 {MOST_DECISIONS} 项议定事项，请合并后重新提交。")
    if any(len(text) > LONGEST for text in (told.opening, *told.outcomes)):
        raise Refused(f"每段文字最多 {LONGEST:,} 字，请压缩。")
    with transaction.atomic():
        of = held_sitting(person, sitting_id, version, State.CONVENED)
        points = list(of.points.all())
        for point, text in zip(points, told.outcomes, strict=False):
            point.outcome = text.strip()
        of.points.bulk_update(points, ["outcome"])
        for one in of.bodies.all():
            one.is_present, people = told.attendance.get(one.body_id, (False, ""))
            one.people = people.strip()[:200]
            one.save(update_fields=["is_present", "people"])
        of.decisions.all().delete()
        for decided in told.decisions:
            _decide(of, points, decided)
        of.opening = told.opening.strip()
        touch(of, "opening")
        journal.write(
            actor(person),
            "keep_minutes",
            f"sitting:{of.pk}",
            {"title": of.name, "decisions": len(told.decisions)},
        )
    return of


def _decide(of: Sitting, points: Sequence[AgendaPoint], told: Decided) -> None:
    text = told.text.strip()
    if not text:
        raise Refused("请写明每项议定事项的内容。")
    if len(text) > 500:
        raise Refused(f"议定事项最多 500 字，请压缩“{text[:20]}…”。")
    if told.due_on < of.held_on:
        raise Refused(f"议定事项“{text[:20]}”的时限 {told.due_on} 早于会议日期，请改填。")
    point = points[told.point - 1] if 0 < told.point <= len(points) else None
    of.decisions.create(
        point=point, body=accounts.body(told.body_id), text=text, due_on=told.due_on
    )


def issue_minutes(person: Any, sitting_id: int, version: int) -> Sitting:
    """Issue the minutes: every decision becomes an order to its body, by which it is followed."""
    with transaction.atomic():
        of = held_sitting(person, sitting_id, version, State.CONVENED)
        if of.held_on > localdate():
            raise Refused(f"会议定于 {of.held_on} 召开，召开后才能印发纪要。")
        if not of.opening and not of.points.exclude(outcome="").exists():
            raise Refused("请先填写会议情况或各议题的会议意见，再印发纪要。")
        for one in of.decisions.select_related("point__item"):
            one.order = issue_order(person, _ordered(of, one), f"decision:{one.pk}")
            one.save(update_fields=["order"])
        of.state, of.issued_by, of.issued_on = State.MINUTED, display(person), localdate()
        touch(of, "state", "issued_by", "issued_on")
        journal.write(
            actor(person),
            "issue_minutes",
            f"sitting:{of.pk}",
            {"title": of.name, "decisions": of.decisions.count()},
        )
        tell_bodies(of, f"会议纪要：{of.name}", "纪要已印发，议定事项请按时限落实。")
    return of


def _ordered(of: Sitting, one: SittingDecision) -> Ordered:
    """Return the order of a decision; it is about the item of its point where the body has a part."""
    item = one.point.item if one.point is not None else None
    if item is not None and not item.bodies.filter(body=one.body_id).exists():
        item = None
    basis = f"《{of.name}》纪要"
    return Ordered(
        one.body_id, one.text[:200], basis, one.text, one.due_on, item.pk if item else None
    )
