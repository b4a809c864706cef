"""Progress: a body reports, another person checks; accepted, closed, or returned with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate

from zhiqiang.domains.duties import telling
from zhiqiang.domains.duties.actions.items import locked_item
from zhiqiang.domains.duties.allowed import may_report, require_run
from zhiqiang.domains.duties.models import (
    EntryEvidence,
    ItemBody,
    ProgressEntry,
    WorkItem,
    WorkList,
)
from zhiqiang.domains.duties.story import Story, display
from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.accounts.actions.people import Overtaken
from zhiqiang.records.files import actions as files
from zhiqiang.records.registry import queries as registry

State = ProgressEntry.State
#: what proves progress: papers, tables, pictures
KINDS = ("pdf", "docx", "xlsx", "jpg", "png", "zip")
LONGEST = 4_000
_UNCHECKED = (State.SUBMITTED, State.RETURNED)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence as it is handed in: a file on disk, an address, or a right's number."""

    path: Path | None = None
    name: str = ""
    link: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What a body reports. ``percent`` only where a percentage means something."""

    text: str
    percent: int | None = None
    wants_closing: bool = False
    evidence: Sequence[Evidence] = ()


def report(person: Any, item_id: int, body_id: int, told: Told, request_key: str) -> ProgressEntry:
    """Report what ``body_id`` did for an item; by who reports for that body.

    The same ``request_key`` gives the entry that it made the first time. Refused for a body that has
    no part in the item, while an entry of the body waits, and when the item or its list is closed.
    """
    with transaction.atomic():
        item = locked_item(person, item_id)
        row = _part(person, item, body_id)
        same = _entries().filter(request_key=request_key).first()
        if same is not None and request_key:
            if (same.item_id, same.person_id) != (item.pk, person.pk):
                raise Refused("这份表单已经提交过，请重新打开页面填写。")
            return same
        _refuse_unless_reporting(item)
        waiting = item.entries.filter(body_id=body_id, state__in=_UNCHECKED).first()
        if waiting is not None:
            raise Refused(
                f"{row.name}已有一条{waiting.get_state_display()}的填报（{waiting.person}，"
                f"{timezone.localtime(waiting.made_at):%Y-%m-%d %H:%M}），请在那一条上修改，不必另填。"
            )
        _look_at(told, row)
        entry = _entries().create(
            item=item, body_id=body_id, person=person, text=told.text.strip(),
            percent=told.percent, wants_closing=told.wants_closing, made_at=timezone.now(),
            request_key=request_key or None,
        )  # fmt: skip
        _keep_evidence(person, entry, told.evidence)
        _mark(item, WorkItem.State.REPORTED, told_on=localdate())
        telling.entry_sent(entry)
        detail = {"body": row.name, "percent": told.percent, "closing": told.wants_closing}
        Story(person, item, entry.text).record("report_progress", f"item:{item.pk}", detail)
    return entry


def revise(person: Any, entry_id: int, version: int, told: Told) -> ProgressEntry:
    """Change an entry that was not accepted yet, as read at ``version``, and hand it in again.

    Evidence is added to what is there. Raises ``Overtaken`` when somebody changed it meanwhile.
    """
    with transaction.atomic():
        entry, item = _locked_entry(person, entry_id)
        row = _part(person, item, entry.body_id or 0)
        if entry.state == State.ACCEPTED:
            raise Refused("这条填报已被采纳，不能再改。有新的进展请另填一条。")
        if entry.version != version:
            by = f"{entry.person}于 {timezone.localtime(entry.made_at):%H:%M} 修改"
            raise Overtaken(
                f"这条填报在您编辑期间已由{by}，您的内容没有保存，仍保留在下面。请对照最新内容合并后再提交。"
            )
        _refuse_unless_reporting(item)
        _look_at(told, row)
        before = entry.text
        entry.text, entry.percent = told.text.strip(), told.percent
        entry.wants_closing, entry.state = told.wants_closing, State.SUBMITTED
        entry.person, entry.made_at, entry.version = person, timezone.now(), entry.version + 1
        entry.save()
        _keep_evidence(person, entry, told.evidence)
        _mark(item, WorkItem.State.REPORTED, told_on=localdate())
        telling.entry_sent(entry)
        detail = {"body": row.name, "text": [before, entry.text], "percent": entry.percent}
        Story(person, item, entry.text).record("revise_progress", f"item:{item.pk}", detail)
    return entry


def accept(
    person: Any, entry_id: int, version: int, remark: str = "", closes: bool = False
) -> ProgressEntry:
    """Take an entry as it stands, and close its item with it where ``closes``.

    For who runs programmes, not for who reported. Closing is refused without the lead body's
    request, without evidence, and while an item that has to come first is open.
    """
    with transaction.atomic():
        entry, item = _to_check(person, entry_id, version)
        if closes:
            _refuse_closing(entry, item)
        entry.state, entry.remark = State.ACCEPTED, remark.strip()[:500]
        _checked(person, entry)
        if entry.percent is not None and _is_lead(item, entry.body_id):
            item.percent = entry.percent
        if closes:
            item.percent = 100 if item.percent is not None else None
        _mark(item, _state_after(item, closes), closed_on=localdate() if closes else None)
        telling.entry_checked(entry)
        detail = {"body": entry.body.name if entry.body else "", "closed": closes}
        act = "close_item" if closes else "accept_progress"
        note = remark.strip() or ("佐证齐全，予以销号。" if closes else "")
        Story(person, item, note).record(act, f"item:{item.pk}", detail)
    return entry


def return_entry(person: Any, entry_id: int, version: int, reason: str) -> ProgressEntry:
    """Give an entry back to its body with a reason; for who runs programmes."""
    with transaction.atomic():
        entry, item = _to_check(person, entry_id, version)
        if not reason.strip():
            raise Refused("退回须写明理由，说明还缺什么。")
        entry.state, entry.remark = State.RETURNED, reason.strip()[:500]
        _checked(person, entry)
        _mark(item, _state_after(item, False))
        telling.entry_checked(entry)
        detail = {"body": entry.body.name if entry.body else "", "reason": entry.remark}
        Story(person, item, entry.remark).record("return_progress", f"item:{item.pk}", detail)
    return entry


def _entries() -> Any:
    return ProgressEntry.objects.for_program("keeps progress")


def _part(person: Any, item: WorkItem, body_id: int) -> ItemBody:
    """Return the part of a body in an item, for somebody who reports for that body."""
    row: ItemBody | None = (
        item.bodies.select_related("body").filter(body_id=body_id or None).first()
    )
    if row is None or row.body is None:
        raise Refused("这个单位没有承担这项工作，不能填报。")
    if not may_report(person, row.body):
        raise Refused(f"当前账户没有“填报进展”权限（{row.name}）。")
    return row


def _refuse_unless_reporting(item: WorkItem) -> None:
    if item.work_list.state != WorkList.State.ISSUED:
        word = item.work_list.get_state_display()
        raise Refused(f"这份推进计划{word}，现在不能填报进展。")
    if not item.is_open:
        raise Refused(
            f"这项工作{item.get_state_display()}，不再填报。确有新情况请联系主管部门重新开启。"
        )


def _look_at(told: Told, row: ItemBody) -> None:
    if not told.text.strip():
        raise Refused("请填写进展情况：做了什么、结果如何。")
    if len(told.text) > LONGEST:
        raise Refused(
            f"进展情况最多 {LONGEST:,} 字，现有 {len(told.text):,} 字，请压缩或作为附件上传。"
        )
    if told.percent is not None and not 0 <= told.percent <= 100:
        raise Refused("完成比例应在 0 到 100 之间。")
    if told.wants_closing and row.duty != ItemBody.Duty.LEAD:
        raise Refused("销号由牵头单位申请，配合单位请只填报进展。")


def _keep_evidence(person: Any, entry: ProgressEntry, several: Sequence[Evidence]) -> None:
    for one in several:
        if one.path is not None:
            stored = files.accept(one.path, one.name, KINDS)
            entry.evidence.create(file=stored, name=one.name[:255])
        elif one.link:
            if not one.link.startswith(("https://", "http://")) or len(one.link) > 500:
                raise Refused("网址应以 http:// 或 https:// 开头，不超过 500 个字符。")
            entry.evidence.create(link=one.link, name=one.link[:255])
        elif one.number:
            key, name = _right(person, one.number)
            entry.evidence.create(right_key=key, name=name[:255])


def _right(person: Any, number: str) -> tuple[int, str]:
    found = list(registry.search_rights(person, number.strip(), size=20))
    if len(found) != 1:
        many = "有多件" if found else "没有"
        raise Refused(
            f"台账中{many}号码为“{number.strip()[:40]}”的权利，请填写完整的申请号或注册号。"
        )
    right = found[0]
    return right.pk, f"{right.title}（{number.strip()}）"


def _locked_entry(person: Any, entry_id: int) -> tuple[ProgressEntry, WorkItem]:
    seen = ProgressEntry.objects.visible_to(person).filter(pk=entry_id).first()
    if seen is None:
        raise NotFound("没有这条填报，或您无权查看。")
    item = locked_item(person, seen.item_id)
    entry = _entries().select_related("body", "person").get(pk=entry_id)
    entry.item = item
    return entry, item


def _to_check(person: Any, entry_id: int, version: int) -> tuple[ProgressEntry, WorkItem]:
    require_run(person)
    entry, item = _locked_entry(person, entry_id)
    if entry.version != version or entry.state != State.SUBMITTED:
        raise Overtaken(
            f"这条填报已有变化（现为{entry.get_state_display()}），没有办理。请看过最新内容再审核。"
        )
    if entry.person_id == person.pk:
        raise Refused("不能审核自己的填报，请由他人审核。")
    return entry, item


def _checked(person: Any, entry: ProgressEntry) -> None:
    entry.checked_by, entry.checked_at = display(person), timezone.now()
    entry.version += 1
    entry.save(update_fields=["state", "remark", "checked_by", "checked_at", "version"])


def _is_lead(item: WorkItem, body_id: int | None) -> bool:
    return item.bodies.filter(body_id=body_id, duty=ItemBody.Duty.LEAD).exists()


def _refuse_closing(entry: ProgressEntry, item: WorkItem) -> None:
    if not entry.wants_closing or not _is_lead(item, entry.body_id):
        raise Refused("牵头单位没有申请销号，只能采纳进展。")
    evidence = EntryEvidence.objects.for_program("closes an item").filter(entry__item=item)
    if not evidence.exists():
        raise Refused("销号须有佐证材料，这项工作还没有，请退回补充。")
    before = [
        one.first.title for one in item.waits_for.select_related("first") if one.first.is_open
    ]
    if before:
        raise Refused(f"须先完成：{'、'.join(before)}。这项工作暂不能销号。")


def _state_after(item: WorkItem, closes: bool) -> str:
    if closes or not item.is_open:
        return WorkItem.State.CLOSED if closes else item.state
    states = set(item.entries.filter(state__in=_UNCHECKED).values_list("state", flat=True))
    if State.SUBMITTED in states:
        return WorkItem.State.REPORTED
    return WorkItem.State.RETURNED if State.RETURNED in states else WorkItem.State.OPEN


def _mark(
    item: WorkItem, state: str, told_on: date | None = None, closed_on: date | None = None
) -> None:
    item.state, item.told_on = state, told_on or item.told_on
    item.closed_on = closed_on or item.closed_on
    item.version += 1
    item.save(update_fields=["state", "told_on", "closed_on", "percent", "version"])
