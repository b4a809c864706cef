"""Close a period: fill in, check, approve, lock; each by who may, and not all by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.accounts.regions import divisions
from zhiqiang.records.indicators import queries
from zhiqiang.records.indicators.actions.freezing import freeze
from zhiqiang.records.indicators.levels import require_in
from zhiqiang.records.indicators.models import CloseStep, Figure, PeriodClose
from zhiqiang.records.indicators.periods import Period, period
from zhiqiang.records.indicators.recomputing import made
from zhiqiang.records.indicators.separation import done_by
from zhiqiang.records.journal import actions as journal

State = PeriodClose.State
#: act: the right it needs, the state it starts from, the state it leads to
STEPS = {
    "check": ("check_figures", State.FILLED, State.CHECKED),
    "approve": ("approve_figures", State.CHECKED, State.APPROVED),
    "lock": ("lock_figures", State.APPROVED, State.LOCKED),
}
ACTS = {"fill": "填报", "check": "核对", "approve": "审批", "lock": "锁定", "return": "退回"}


def may_fill(person: Any, region: str, name: str) -> Period:
    """Return the period, or refuse what could not be filled in: no right, not ended, locked."""
    divisions().get(region)
    require_in(person, "fill_figures", region)
    of = period(name)
    if of.end > timezone.localdate():
        raise Refused(f"{of.label}还没有结束（截至 {of.end}），不能结报。")
    rows = PeriodClose.objects.for_program("closes a period")
    _refuse_locked(rows.filter(region_code=region, period=of.name).first(), of)
    return of


def prepare_period(
    region: str,
    name: str,
    watch: Callable[[int, int], None],
    keys: Iterable[str] | None = None,
) -> int:
    """Compute what filling a period in will freeze, and the hash of all its rows; return how many.

    The answers stand beside the snapshot, so that filling in afterwards writes and does not count.
    ``watch`` is told after each figure how many are done, of how many.
    """
    views = queries.figures(region, period(name).end, None, keys)
    for done, view in enumerate(views, 1):
        if view.definition:
            made(view)
        watch(done, len(views))
    return len(views)


def fill_period(
    person: Any, region: str, name: str, keys: Iterable[str] | None = None
) -> PeriodClose:
    """Freeze the figures of a region for a period as drafts, from the newest snapshot.

    For who may fill in figures of the region. What is filled in again replaces the draft and
    starts the chain anew. Refuses a period that has not ended, or that is locked.
    """
    of = may_fill(person, region, name)
    views = queries.figures(region, of.end, None, keys)
    with transaction.atomic():
        close = _locked_row(region_code=region, period=of.name)
        _refuse_beside_another(region, of)
        _refuse_locked(close, of)
        kept, new = freeze(views, f"列入{of.label}结报", is_draft=True)
        if close is None:
            close = PeriodClose(region_code=region, period=of.name, as_of=of.end)
        close.state, close.snapshot = State.FILLED, views[0].snapshot if views else 0
        close.save()
        _step(close, "fill", person, "", {"figures": len(kept), "new": len(new)})
    return close


def _refuse_locked(close: PeriodClose | None, of: Period) -> None:
    if close is not None and close.state == State.LOCKED:
        raise Refused(f"{of.label}已经锁定，不能重新填报。差错请以更正发布新版本。")


def check_period(person: Any, close_id: int, note: str = "") -> PeriodClose:
    """Say that the figures were checked; for who may check them, and not who filled them in."""
    return _forward(person, close_id, "check", note)


def approve_period(person: Any, close_id: int, note: str = "") -> PeriodClose:
    """Approve checked figures; for who may approve, and not who filled them in or checked them."""
    return _forward(person, close_id, "approve", note)


def lock_period(person: Any, close_id: int, note: str = "") -> PeriodClose:
    """Lock an approved period: its figures are published, and change only by correction."""
    return _forward(person, close_id, "lock", note)


def return_period(person: Any, close_id: int, note: str) -> PeriodClose:
    """Send a period that is not locked back for filling in; for who may check or approve."""
    if not note.strip():
        raise Refused("退回须写明原因。")
    with transaction.atomic():
        close = _one(close_id)
        right = "approve_figures" if close.state == State.APPROVED else "check_figures"
        require_in(person, right, close.region_code)
        if close.state in (State.LOCKED, State.RETURNED):
            raise Refused(f"结报{close.get_state_display()}，不能退回。")
        close.state = State.RETURNED
        close.save()
        _step(close, "return", person, note)
    return close


def _forward(person: Any, close_id: int, act: str, note: str) -> PeriodClose:
    right, start, end = STEPS[act]
    with transaction.atomic():
        close = _one(close_id)
        require_in(person, right, close.region_code)
        if close.state != start:
            raise Refused(
                f"结报{close.get_state_display()}，不能{ACTS[act]}；{ACTS[act]}须在{start.label}之后。"
            )
        _refuse_the_same_person(close, act, person)
        close.state = end
        close.save()
        if act == "lock":
            _publish(close)
        _step(close, act, person, note)
    return close


def _refuse_beside_another(region: str, of: Period) -> None:
    """Refuse a second close of the same day that is under way: both have the same figures."""
    rows = PeriodClose.objects.for_program("closes a period")
    other = rows.filter(region_code=region, as_of=of.end).exclude(period=of.name)
    running = other.exclude(state=State.LOCKED).first()
    if running is not None:
        label = period(running.period).label
        raise Refused(f"截至 {of.end} 的{label}结报尚未锁定，请先办结，再填报{of.label}。")


def _refuse_the_same_person(close: PeriodClose, act: str, person: Any) -> None:
    """Refuse an act to who did one before it that the rule keeps apart, since the last filling."""
    for other in done_by(close, act, person.get_username()):
        raise Refused(f"{ACTS[act]}与{ACTS[other]}不能由同一人办理，请由他人{ACTS[act]}。")


def _publish(close: PeriodClose) -> None:
    Figure.objects.for_program("locks a period").filter(
        region_code=close.region_code, as_of=close.as_of, published_at__isnull=True
    ).update(published_at=timezone.now())


def _locked_row(**wanted: Any) -> PeriodClose | None:
    """Return a close, held against other writers until the transaction ends."""
    found: PeriodClose | None = (
        PeriodClose.objects.for_program("closes a period")
        .select_for_update()
        .filter(**wanted)
        .first()
    )
    return found


def _one(close_id: int) -> PeriodClose:
    found = _locked_row(pk=close_id)
    if found is None:
        raise NotFound("没有这项期末结报。")
    return found


def _step(
    close: PeriodClose, act: str, person: Any, note: str, more: dict[str, Any] | None = None
) -> None:
    name = str(getattr(person, "display_name", "")) or person.get_username()
    CloseStep.objects.create(
        close=close, act=act, username=person.get_username(), person=name, note=note.strip()[:300]
    )
    detail = {"region": close.region_code, "snapshot": close.snapshot, **(more or {})}
    if note.strip():
        detail["note"] = note.strip()
    journal.write(person.get_username(), f"{act}_figures", f"period:{close.period}", detail)
