"""Sittings: drawn up from the records, changed, convened, cancelled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import localdate

from zhiqiang.domains.duties import telling
from zhiqiang.domains.duties.allowed import require_run
from zhiqiang.domains.duties.models import AgendaPoint, Sitting, SittingBody, WorkList
from zhiqiang.domains.duties.queries.sittings import Proposal, proposals
from zhiqiang.domains.duties.story import actor, display
from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.accounts import queries as accounts
from zhiqiang.records.accounts.actions.people import Overtaken
from zhiqiang.records.journal import actions as journal
from zhiqiang.records.notices.actions import Message, tell

State = Sitting.State
#: so many of the most pressing matters stand on a new agenda; the others are offered
USUAL = 12
MOST_POINTS = 60


@dataclass(frozen=True, slots=True)
class Called:
    """What is called: which kind of sitting, under what name, when and where, with whom."""

    kind: str
    name: str
    held_on: date
    place: str = ""
    chair: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """A point of an agenda as it is wanted: ``key`` names what of the records it brings."""

    title: str
    ground: str = ""
    key: str = ""


def open_sitting(person: Any, list_id: int, told: Called, request_key: str = "") -> Sitting:
    """Draw a sitting up, with the most pressing matters of a list on its agenda; a draft.

    The bodies that lead these matters are asked to come. The same ``request_key`` gives the
    sitting that it made. For who runs programmes.
    """
    require_run(person)
    of = WorkList.objects.visible_to(person).filter(pk=list_id).first()
    if of is None:
        raise NotFound("没有这份年度推进计划，或您无权查看。")
    _look_at(told)
    offered = proposals(of, person, localdate())[:USUAL]
    try:
        with transaction.atomic():
            same = _same(person, request_key)
            if same is not None:
                return same
            made: Sitting = _sittings().create(
                work_list=of, kind=told.kind, name=told.name.strip(), held_on=told.held_on,
                place=told.place.strip(), chair=told.chair.strip(), made_by=display(person),
                request_key=request_key or None,
            )  # fmt: skip
            _place_points(made, [(one.title, one.ground, one) for one in offered])
            asked = dict.fromkeys(body for one in offered for body in one.bodies)
            SittingBody.objects.bulk_create(
                [SittingBody(sitting=made, body_id=body) for body in asked]
            )
            journal.write(
                actor(person),
                "open_sitting",
                f"sitting:{made.pk}",
                {"title": made.name, "agenda": len(offered)},
            )
    except IntegrityError:
        same = _same(person, request_key)
        if same is None:
            raise
        return same
    return made


def _sittings() -> Any:
    return Sitting.objects.for_program("keeps sittings")


def _same(person: Any, request_key: str) -> Sitting | None:
    if not request_key:
        return None
    found: Sitting | None = (
        Sitting.objects.visible_to(person).filter(request_key=request_key).first()
    )
    return found


def _look_at(told: Called) -> None:
    if told.kind not in Sitting.Kind.values:
        raise Refused("请选择会议类别：联席会议或领导小组。")
    if not told.name.strip():
        raise Refused("请填写会议名称。")
    for text, most, label in (
        (told.name, 200, "会议名称"), (told.place, 120, "地点"), (told.chair, 80, "主持人"),
    ):  # fmt: skip
        if len(text.strip()) > most:
            raise Refused(f"{label}最多 {most} 字，请压缩。")


def _place_points(of: Sitting, wanted: Sequence[tuple[str, str, Proposal | None]]) -> None:
    AgendaPoint.objects.bulk_create(
        [
            AgendaPoint(
                sitting=of, position=n, title=title, ground=ground,
                item_id=held.item_id if held else None, order_id=held.order_id if held else None,
            )
            for n, (title, ground, held) in enumerate(wanted, 1)
        ]
    )  # fmt: skip


def held_sitting(person: Any, sitting_id: int, version: int, *states: str) -> Sitting:
    """Return a sitting for who runs programmes, as read at ``version``, held."""
    require_run(person)
    found: Sitting | None = (
        Sitting.objects.visible_to(person).select_for_update().filter(pk=sitting_id).first()
    )
    if found is None:
        raise NotFound("没有这次会议，或您无权查看。")
    if found.version != version:
        raise Overtaken("这次会议的内容刚被他人改动，没有保存。请核对最新内容后重新提交。")
    if found.state not in states:
        raise Refused(f"这次会议{found.get_state_display()}，不能这样办理。")
    return found


def change_agenda(
    person: Any, sitting_id: int, version: int, told: Called, points: Sequence[Point],
    bodies: Sequence[int],
) -> Sitting:  # fmt: skip
    """Set day, place, points and bodies of a draft, all anew."""
    _look_at(told)
    wanted = [one for one in points if one.title.strip() or one.key]
    if len(wanted) > MOST_POINTS:
        raise Refused(f"一次会议最多 {MOST_POINTS} 个议题，现有 {len(wanted)} 个，请分次召开。")
    known = set(accounts.bodies().filter(pk__in=set(bodies)).values_list("pk", flat=True))
    with transaction.atomic():
        of = held_sitting(person, sitting_id, version, State.DRAFT)
        offered = _known(of, person)
        rows = []
        for one in wanted:
            held = offered.get(one.key)
            if one.key and held is None:
                raise Refused("所选议题对应的事项已不存在或已办结，请刷新后重新选择。")
            title = one.title.strip() or (held.title if held else "")
            ground = one.ground.strip() or (held.ground if held else "")
            if len(title) > 200 or len(ground) > 300:
                raise Refused(f"议题最多 200 字、原因最多 300 字，请压缩“{title[:20]}…”。")
            rows.append((title, ground, held))
        of.points.all().delete()
        _place_points(of, rows)
        of.bodies.exclude(body__in=known).delete()
        there = set(of.bodies.values_list("body_id", flat=True))
        SittingBody.objects.bulk_create(
            [SittingBody(sitting=of, body_id=one) for one in sorted(known - there)]
        )
        of.kind, of.name, of.held_on = told.kind, told.name.strip(), told.held_on
        of.place, of.chair = told.place.strip(), told.chair.strip()
        touch(of, "kind", "name", "held_on", "place", "chair")
        journal.write(
            actor(person),
            "change_agenda",
            f"sitting:{of.pk}",
            {"title": of.name, "agenda": len(rows), "bodies": len(known)},
        )
    return of


def _known(of: Sitting, person: Any) -> dict[str, Proposal]:
    """Return what a point may bring: what the records offer now, and what stands there already."""
    standing = {
        one.key: Proposal(one.key, one.title, one.ground, one.item_id, one.order_id, ())
        for one in of.points.all()
        if one.key
    }
    return standing | {one.key: one for one in proposals(of.work_list, person, localdate())}


def convene(person: Any, sitting_id: int, version: int) -> Sitting:
    """Send the agenda to the bodies; from then on they see the sitting."""
    with transaction.atomic():
        of = held_sitting(person, sitting_id, version, State.DRAFT)
        bodies = list(of.bodies.values_list("body_id", flat=True))
        if not of.points.exists() or not bodies:
            raise Refused("请先列出议题和参会单位，再发出通知。")
        if of.held_on < localdate():
            raise Refused(f"召开日期 {of.held_on} 已经过去，请改填。")
        of.state = State.CONVENED
        touch(of, "state")
        journal.write(
            actor(person),
            "convene_sitting",
            f"sitting:{of.pk}",
            {"title": of.name, "on": of.held_on, "bodies": len(bodies)},
        )
        where = f"，地点：{of.place}" if of.place else ""
        tell_bodies(of, f"会议通知：{of.name}", f"定于 {of.held_on} 召开{where}。请准备议题材料。")
    return of


def cancel_sitting(person: Any, sitting_id: int, version: int, reason: str) -> Sitting:
    """Cancel a sitting that is not held; the bodies that were asked are told."""
    if not reason.strip():
        raise Refused("请写明取消的理由。")
    with transaction.atomic():
        of = held_sitting(person, sitting_id, version, State.DRAFT, State.CONVENED)
        was_told = of.state == State.CONVENED
        of.state, of.reason = State.CANCELLED, reason.strip()[:300]
        touch(of, "state", "reason")
        journal.write(
            actor(person),
            "cancel_sitting",
            f"sitting:{of.pk}",
            {"title": of.name, "reason": of.reason},
        )
        if was_told:
            tell_bodies(of, f"会议取消：{of.name}", of.reason)
    return of


def touch(of: Sitting, *fields: str) -> None:
    """Save what changed of a sitting, as its next version."""
    of.version += 1
    of.save(update_fields=[*fields, "version"])


def tell_bodies(of: Sitting, title: str, text: str) -> None:
    """Tell the clerks of the bodies that are asked to come."""
    bodies = list(of.bodies.values_list("body_id", flat=True))
    address = reverse("duties:sitting", args=[of.pk])
    tell(telling.clerks(bodies), Message(f"sitting:{of.pk}:{of.version}", title, text, address))
