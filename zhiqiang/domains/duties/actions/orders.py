"""Supervision orders: issued with a number, answered, given back, closed, withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from zhiqiang.domains.duties import telling
from zhiqiang.domains.duties.actions.entries import KINDS, LONGEST
from zhiqiang.domains.duties.allowed import may_report, require_run
from zhiqiang.domains.duties.models import OrderReply, SupervisionOrder, WorkItem
from zhiqiang.domains.duties.story import Story, actor, display
from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.accounts import queries as accounts
from zhiqiang.records.accounts.actions.people import Overtaken
from zhiqiang.records.files import actions as files
from zhiqiang.records.journal import actions as journal
from zhiqiang.records.notices.actions import Message, tell

State = SupervisionOrder.State
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Ordered:
    """What is ordered: of which body, on what basis, by when; about which item, if any."""

    body_id: int
    title: str
    basis: str
    request: str
    due_on: date
    item_id: int | None = None


def issue_order(person: Any, told: Ordered, request_key: str) -> SupervisionOrder:
    """Issue an order with the next number of this year; for who runs programmes.

    The same ``request_key`` gives the order that it made. Two who issue in one moment get two
    numbers; none is left out. Refused for a dissolved body, without basis or request, for a past
    day, and for a body that has no part in the item.
    """
    require_run(person)
    body = accounts.body(told.body_id)
    item = _item(person, told, body)
    _look_at(told, body)
    for _ in range(_TRIES):
        same = _orders().filter(request_key=request_key).first() if request_key else None
        if same is not None:
            return same
        try:
            with transaction.atomic():
                return _issued(person, told, body, item, request_key)
        except IntegrityError:
            continue  # Somebody took the number, or the same form came twice.
    raise Refused("同一时间签发的督办单过多，请稍后重试。")


def _orders() -> Any:
    return SupervisionOrder.objects.for_program("keeps supervision orders")


def _item(person: Any, told: Ordered, body: Any) -> WorkItem | None:
    if told.item_id is None:
        return None
    item: WorkItem | None = WorkItem.objects.visible_to(person).filter(pk=told.item_id).first()
    if item is None:
        raise NotFound("没有这项工作，或您无权查看。")
    if not item.bodies.filter(body=body).exists():
        raise Refused(f"{body.name}没有承担“{item.title}”，请选择承担单位。")
    return item


def _look_at(told: Ordered, body: Any) -> None:
    if body.until_on is not None and body.until_on < localdate():
        raise Refused(f"“{body.name}”已于 {body.until_on} 撤销，请向接手的单位签发。")
    for text, label in (
        (told.title, "督办事项"),
        (told.basis, "督办依据"),
        (told.request, "办理要求"),
    ):
        if not text.strip():
            raise Refused(f"请填写{label}。")
    if len(told.request) > LONGEST:
        raise Refused(f"办理要求最多 {LONGEST:,} 字，请压缩。")
    if told.due_on < localdate():
        raise Refused(f"回复时限 {told.due_on} 已经过去，请改填。")


def _issued(
    person: Any, told: Ordered, body: Any, item: WorkItem | None, request_key: str
) -> SupervisionOrder:
    year = localdate().year
    last = _orders().filter(year=year).aggregate(last=Max("serial"))["last"] or 0
    made: SupervisionOrder = _orders().create(
        year=year, serial=last + 1, item=item, body=body, title=told.title.strip()[:200],
        basis=told.basis.strip()[:300], request=told.request.strip(), due_on=told.due_on,
        issued_by=display(person), issued_at=timezone.now(), request_key=request_key or None,
    )  # fmt: skip
    _tell(
        made,
        telling.clerks([body.pk]),
        f"{made.number}：{made.title}",
        f"请于 {made.due_on} 前回复。",
    )
    detail = {"number": made.number, "body": body.name, "due_on": made.due_on}
    if item is not None:
        Story(person, item, f"{made.number}：{made.request}").record(
            "issue_order", f"order:{made.pk}", detail
        )
    else:
        journal.write(actor(person), "issue_order", f"order:{made.pk}", detail)
    return made


def _tell(of: SupervisionOrder, people: set[int], title: str, text: str) -> None:
    key = f"order:{of.pk}:{of.version}"
    tell(people, Message(key, title, text, reverse("duties:order", args=[of.pk])))


def _locked(person: Any, order_id: int, version: int) -> SupervisionOrder:
    if not SupervisionOrder.objects.visible_to(person).filter(pk=order_id).exists():
        raise NotFound("没有这份督办单，或您无权查看。")
    held = _orders().select_for_update(of=("self",)).select_related("body", "item")
    of: SupervisionOrder = held.get(pk=order_id)
    if of.version != version:
        raise Overtaken(
            f"{of.number}已有变化（现为{of.get_state_display()}），没有办理。请看过最新内容再办。"
        )
    if not of.is_open:
        raise Refused(f"{of.number}{of.get_state_display()}，不能再办。")
    return of


def _done(person: Any, of: SupervisionOrder, act: str, note: str) -> None:
    """Keep the new state of an order and write its lines."""
    of.version += 1
    of.save(update_fields=["state", "closed_at", "opinion", "version"])
    detail = {"number": of.number, "note": note}
    if of.item is not None:
        Story(person, of.item, f"{of.number}：{note}").record(act, f"order:{of.pk}", detail)
    else:
        journal.write(actor(person), act, f"order:{of.pk}", detail)


def reply(
    person: Any, order_id: int, version: int, text: str, file: tuple[Path, str] | None = None
) -> OrderReply:
    """Answer an order for its body; by who reports for the body."""
    with transaction.atomic():
        of = _locked(person, order_id, version)
        if not may_report(person, of.body):
            raise Refused(f"当前账户没有“填报进展”权限（{of.body.name}），不能回复。")
        if of.state == State.REPLIED:
            raise Refused("已回复，等待审核；如需补充，请联系主管部门退回。")
        if not text.strip():
            raise Refused("请填写办理情况。")
        if len(text) > LONGEST:
            raise Refused(f"办理情况最多 {LONGEST:,} 字，请压缩或作为附件上传。")
        stored = files.accept(file[0], file[1], KINDS) if file is not None else None
        made: OrderReply = of.replies.create(
            person=person, text=text.strip(), file=stored, made_at=timezone.now(),
            file_name=file[1][:255] if file is not None else "",
        )  # fmt: skip
        of.state = State.REPLIED
        _done(person, of, "reply_order", made.text)
        _tell(of, telling.runners(), f"待审核：{of.number}的回复", made.text)
    return made


def _answered(
    person: Any, order_id: int, version: int, word: str
) -> tuple[SupervisionOrder, OrderReply]:
    """Return an order that was answered, held, with its newest reply; for who runs programmes."""
    require_run(person)
    of = _locked(person, order_id, version)
    newest = of.replies.first()
    if of.state != State.REPLIED or newest is None:
        raise Refused(f"承办单位还没有回复，不能{word}。")
    return of, newest


def return_reply(person: Any, order_id: int, version: int, reason: str) -> SupervisionOrder:
    """Give the reply to an order back with a reason."""
    with transaction.atomic():
        of, newest = _answered(person, order_id, version, "退回")
        if not reason.strip():
            raise Refused("退回须写明理由。")
        newest.remark = reason.strip()[:500]
        newest.save(update_fields=["remark"])
        of.state = State.RETURNED
        _done(person, of, "return_reply", newest.remark)
        _tell(of, telling.clerks([of.body_id]), f"{of.number}的回复被退回", newest.remark)
    return of


def close_order(person: Any, order_id: int, version: int, opinion: str) -> SupervisionOrder:
    """Close an order whose reply is enough, with an opinion; not by who replied."""
    with transaction.atomic():
        of, newest = _answered(person, order_id, version, "办结")
        if newest.person_id == person.pk:
            raise Refused("不能审核自己的回复，请由他人办结。")
        if not opinion.strip():
            raise Refused("请填写办结意见。")
        of.state, of.closed_at, of.opinion = State.CLOSED, timezone.now(), opinion.strip()[:500]
        _done(person, of, "close_order", of.opinion)
        _tell(of, telling.clerks([of.body_id]), f"{of.number}已办结", of.opinion)
    return of


def withdraw_order(person: Any, order_id: int, version: int, reason: str) -> SupervisionOrder:
    """Withdraw an order that is not needed any more; its number is not used again."""
    require_run(person)
    with transaction.atomic():
        of = _locked(person, order_id, version)
        if not reason.strip():
            raise Refused("请写明撤回的理由。")
        of.state, of.closed_at, of.opinion = State.WITHDRAWN, timezone.now(), reason.strip()[:500]
        _done(person, of, "withdraw_order", of.opinion)
        _tell(of, telling.clerks([of.body_id]), f"{of.number}已撤回", of.opinion)
    return of
