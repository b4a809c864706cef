"""Items of a list: settled, assigned, given to a person, ordered, handed over, cancelled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F

from zhiqiang.domains.duties import telling
from zhiqiang.domains.duties.actions.lists import locked_list
from zhiqiang.domains.duties.allowed import may_report, require_run
from zhiqiang.domains.duties.models import ItemBody, ItemDependency, ItemStep, WorkItem, WorkList
from zhiqiang.domains.duties.story import Story, actor
from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.accounts import queries as accounts
from zhiqiang.records.accounts.actions.people import Overtaken
from zhiqiang.records.indicators import queries as indicators
from zhiqiang.records.journal import actions as journal

State = WorkItem.State


@dataclass(frozen=True, slots=True)
class Settled:
    """What a person settles about an item; ``question`` is what still stands open, mostly nothing."""

    due_on: date
    request: str = ""
    indicator_key: str = ""
    question: str = ""


def locked_item(person: Any, item_id: int) -> WorkItem:
    """Return an item that ``person`` may see, held until the end of the transaction."""
    seen = WorkItem.objects.visible_to(person).filter(pk=item_id).exists()
    if not seen:
        raise NotFound("没有这项工作，或您无权查看。")
    held = WorkItem.objects.for_program("changes an item").select_for_update()
    found: WorkItem = held.select_related("work_list").get(pk=item_id)
    return found


def _own(person: Any, item_id: int, version: int) -> WorkItem:
    require_run(person)
    item = locked_item(person, item_id)
    if item.version != version:
        raise Overtaken(
            f"“{item.title}”在您编辑期间已被他人修改，您的修改没有保存。请核对最新内容后重新提交。"
        )
    if item.work_list.state == WorkList.State.CLOSED:
        raise Refused("这一年度的推进计划已经结束，只供查阅。")
    return item


def _save(item: WorkItem, *fields: str) -> None:
    item.version += 1
    item.save(update_fields=[*fields, "version"])


def settle_item(person: Any, item_id: int, version: int, told: Settled) -> WorkItem:
    """Write what is wanted this year, by when, and which figure shows it; answer open questions."""
    with transaction.atomic():
        item = _own(person, item_id, version)
        year = item.work_list.year
        if told.due_on.year != year:
            raise Refused(f"完成时限应在 {year} 年内，请改填。跨年的工作在下一年度计划中继续。")
        if told.indicator_key and told.indicator_key not in indicators.catalogue():
            raise Refused("指标目录中没有所选指标，请重新选择。")
        detail = {
            "due_on": [item.due_on, told.due_on],
            "indicator": [item.indicator_key, told.indicator_key],
            "question": [item.question, told.question.strip()],
        }
        if told.indicator_key != item.indicator_key:
            item.link = "confirmed" if told.indicator_key else ""
        item.due_on, item.request = told.due_on, told.request.strip()
        item.indicator_key, item.question = told.indicator_key, told.question.strip()
        _save(item, "due_on", "request", "indicator_key", "link", "question")
        Story(person, item, told.request.strip()).record("settle_item", f"item:{item.pk}", detail)
    return item


@dataclass(frozen=True, slots=True)
class Assigned:
    """A body as it is assigned to an item; ``printed`` stays beside the body that it means."""

    duty: str
    body_id: int | None
    printed: str
    own_duty: str = ""


def assign_bodies(person: Any, item_id: int, version: int, bodies: Sequence[Assigned]) -> WorkItem:
    """Say which bodies lead and support, each with its part. One lead at least, no body twice.

    A person who was given the item in a body that stays keeps it.
    """
    with transaction.atomic():
        item = _own(person, item_id, version)
        known = [one.body_id for one in bodies if one.body_id is not None]
        if not any(one.duty == ItemBody.Duty.LEAD for one in bodies):
            raise Refused("请至少指定一个牵头单位。")
        if len(known) != len(set(known)):
            raise Refused("同一单位只能列一次，请检查牵头和配合单位。")
        given = {one.body_id: one.person_id for one in item.bodies.all()}
        before = [
            f"{one.get_duty_display()}：{one.name}" for one in item.bodies.select_related("body")
        ]
        item.bodies.all().delete()
        for at, one in enumerate(bodies):
            name = one.printed.strip() or accounts.body(one.body_id or 0).name
            ItemBody.objects.for_program("assigns bodies").create(
                item=item, position=at, duty=one.duty, printed=name[:120], body_id=one.body_id,
                own_duty=one.own_duty.strip()[:500],
                person_id=given.get(one.body_id) if one.body_id else None,
            )  # fmt: skip
        after = [
            f"{one.get_duty_display()}：{one.name}" for one in item.bodies.select_related("body")
        ]
        _save(item)
        detail = {"bodies": [before, after]}
        Story(person, item, "；".join(after)).record("assign_bodies", f"item:{item.pk}", detail)
    return item


def delegate(person: Any, item_id: int, body_id: int, to: int | None) -> WorkItem:
    """Give the part of a body to one of its people, or take that back; by who reports for the body.

    Refused for somebody who does not report for the body.
    """
    with transaction.atomic():
        item = locked_item(person, item_id)
        row = item.bodies.select_related("body").filter(body_id=body_id).first()
        if row is None:
            raise Refused("这个单位没有承担这项工作。")
        if not may_report(person, row.body):
            raise Refused(f"当前账户没有“填报进展”权限（{row.name}），不能分办。")
        holder = accounts.person(to) if to is not None else None
        if holder is not None and not may_report(holder, row.body):
            raise Refused(f"{holder} 没有{row.name}的填报权限，不能分办给此人。请先登记任职。")
        row.person = holder
        row.save(update_fields=["person"])
        _save(item)
        if holder is not None:
            telling.given(item, holder.pk, item.version)
        note = f"{row.name}：分办给 {holder}" if holder else f"{row.name}：收回分办"
        detail = {"body": row.name, "person": holder.username if holder else ""}
        Story(person, item, note).record("delegate_item", f"item:{item.pk}", detail)
    return item


def add_step(person: Any, item_id: int, version: int, title: str, due_on: date) -> ItemStep:
    """Add a step on the way, due within the item's own time."""
    with transaction.atomic():
        item = _own(person, item_id, version)
        if not title.strip():
            raise Refused("请填写节点内容。")
        if due_on > item.due_on:
            raise Refused(f"节点时限不能晚于完成时限 {item.due_on}。")
        made: ItemStep = item.steps.create(title=title.strip()[:200], due_on=due_on)
        _save(item)
        detail = {"title": made.title, "due_on": due_on}
        Story(person, item, f"{made.title}，{due_on} 前").record(
            "add_step", f"item:{item.pk}", detail
        )
    return made


def finish_step(person: Any, item_id: int, version: int, step_id: int, on: date | None) -> None:
    """Say on which day a step was done, or that it was not after all."""
    with transaction.atomic():
        item = _own(person, item_id, version)
        step = item.steps.filter(pk=step_id).first()
        if step is None:
            raise NotFound("这项工作没有这个节点。")
        step.done_on = on
        step.save(update_fields=["done_on"])
        _save(item)
        note = f"{step.title}：{on} 完成" if on else f"{step.title}：改为未完成"
        detail = {"title": step.title, "on": on}
        Story(person, item, note).record("finish_step", f"item:{item.pk}", detail)


def wait_for(person: Any, item_id: int, version: int, first_ids: Sequence[int]) -> WorkItem:
    """Say which items of the list have to be closed before this one; a circle is refused."""
    with transaction.atomic():
        item = _own(person, item_id, version)
        siblings = WorkItem.objects.for_program("orders items").filter(work_list=item.work_list)
        firsts = list(siblings.filter(pk__in=set(first_ids)))
        if len(firsts) != len(set(first_ids)):
            raise Refused("先行事项应在同一份推进计划中，请重新选择。")
        edges = ItemDependency.objects.for_program("orders items").filter(
            item__work_list=item.work_list
        )
        after: dict[int, set[int]] = {}
        for one, first in edges.exclude(item=item).values_list("item_id", "first_id"):
            after.setdefault(one, set()).add(first)
        for first in firsts:
            if first.pk == item.pk or _leads_to(after, first.pk, item.pk):
                raise Refused(f"“{first.title}”要等这项工作完成，互相等待，不能设为先行事项。")
        item.waits_for.all().delete()
        for first in firsts:
            ItemDependency.objects.for_program("orders items").create(item=item, first=first)
        _save(item)
        names = [one.title for one in firsts]
        note = f"须待完成：{'、'.join(names)}" if names else "不再等待其他事项"
        Story(person, item, note).record("order_items", f"item:{item.pk}", {"before": names})
    return item


def _leads_to(after: dict[int, set[int]], start: int, goal: int) -> bool:
    seen, waiting = set(), [start]
    while waiting:
        one = waiting.pop()
        if one == goal:
            return True
        if one not in seen:
            seen.add(one)
            waiting += after.get(one, ())
    return False


def cancel_item(person: Any, item_id: int, version: int, reason: str) -> WorkItem:
    """Take an item off the list of what is to be done, with a reason; it stays to be read."""
    with transaction.atomic():
        item = _own(person, item_id, version)
        if not item.is_open:
            raise Refused(f"这项工作的状态是“{item.get_state_display()}”，无需再取消。")
        if not reason.strip():
            raise Refused("请写明不再推进的理由。")
        item.state = State.CANCELLED
        _save(item, "state")
        detail = {"reason": reason.strip()}
        Story(person, item, reason.strip()).record("cancel_item", f"item:{item.pk}", detail)
    return item


def reopen_item(person: Any, item_id: int, version: int, reason: str) -> WorkItem:
    """Open a closed or cancelled item again, with a reason."""
    with transaction.atomic():
        item = _own(person, item_id, version)
        if item.is_open:
            raise Refused("这项工作还在推进，无需重新开启。")
        if not reason.strip():
            raise Refused("请写明重新开启的理由。")
        item.state, item.closed_on = State.OPEN, None
        _save(item, "state", "closed_on")
        detail = {"reason": reason.strip()}
        Story(person, item, reason.strip()).record("reopen_item", f"item:{item.pk}", detail)
    return item


def hand_over(person: Any, list_id: int, from_body: int, to_body: int, reason: str) -> int:
    """Move all open work of one body in a list to another, as when the first is dissolved.

    Entries stay with the body that made them. Where both have a part in an item, the higher duty
    stays. Returns how many items were moved; refused without a reason and to a dissolved body.
    """
    require_run(person)
    with transaction.atomic():
        of = locked_list(list_id)
        old, new = accounts.body(from_body), accounts.body(to_body)
        if old.pk == new.pk:
            raise Refused("移交前后是同一单位，请选择接手的单位。")
        if new.until_on is not None:
            raise Refused(f"“{new.name}”已于 {new.until_on} 撤销，不能接手。")
        if not reason.strip():
            raise Refused("请写明移交的理由或依据。")
        rows = ItemBody.objects.for_program("hands work over").filter(
            item__work_list=of, body=old, item__state__in=_OPEN
        )
        moved = [_moved(row, new) for row in rows.select_related("item")]
        of.version += 1
        of.save(update_fields=["version"])
        note = f"由{old.name}移交{new.name}：{reason.strip()}"
        detail = {"body": [old.name, new.name], "reason": reason.strip()}
        for item in moved:
            item.version = F("version") + 1
            item.save(update_fields=["version"])
            Story(person, item, note).record("hand_over_item", f"item:{item.pk}", detail)
        if moved:
            telling.handed_over(of, new.pk, len(moved))
        detail = detail | {"items": len(moved)}
        journal.write(actor(person), "hand_over_work", f"work_list:{of.pk}", detail)
    return len(moved)


_OPEN = (State.OPEN, State.REPORTED, State.RETURNED)


def _moved(row: ItemBody, new: Any) -> WorkItem:
    item = row.item
    there = item.bodies.filter(body=new).first()
    if there is not None:
        if row.duty == ItemBody.Duty.LEAD:
            there.duty = row.duty
            there.save(update_fields=["duty"])
        row.delete()
    else:
        row.body, row.person = new, None
        row.save(update_fields=["body", "person"])
    return item
