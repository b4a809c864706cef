"""One act on one case: one transaction, once for each request, and never over a newer act."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import wraps
from typing import Any

from django.db import transaction
from django.utils import timezone

from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.casework import clocks, telling, who
from zhiqiang.records.casework.items import ServiceItem
from zhiqiang.records.casework.models import Case, TimelineEntry
from zhiqiang.records.casework.published import item_of
from zhiqiang.records.casework.verbs import VERBS
from zhiqiang.records.journal.actions import write

#: the name of somebody without an account
VISITOR = "访客"


class Stale(Refused):
    """Somebody else acted on the case since the page was read."""


@dataclass(slots=True)
class Turn:
    """What an act works with: who acts on which case, when, and what the timeline will say."""

    person: Any
    case: Case
    item: ServiceItem
    verb: str
    at: datetime
    on: date
    note: str = ""
    detail: dict[str, Any] = field(default_factory=dict)

    @property
    def actor(self) -> str:
        """Return the name under which the act is kept."""
        return str(self.person) if self.person.pk else VISITOR

    def refuse_unless(self, condition: object, message: str) -> None:
        """Raise ``Refused`` with the message unless the condition holds."""
        if not condition:
            raise Refused(message)


def act(key: str) -> Callable[[Callable[..., None]], Callable[..., Case]]:
    """Make an act of a function that changes the case of a turn.

    The act is called as ``act(person, case_id, version=…, request_key=…, note=…, **given)`` and
    returns the case. ``version`` is that of the case as the person saw it; a newer one is told as
    ``Stale``. A request that was done before changes nothing. The journal has a line for each act.
    """
    verb = VERBS[key]

    def decorate(change: Callable[..., None]) -> Callable[..., Case]:
        @wraps(change)
        def done(
            person: Any,
            case_id: int,
            *,
            version: int,
            request_key: str,
            note: str = "",
            **given: Any,
        ) -> Case:
            with transaction.atomic():
                case = locked(person, case_id)
                if case.timeline.filter(request_key=request_key).exists():
                    return case
                _check_version(case, version)
                item = item_of(case.service)
                who.require(person, case, item, verb)
                now = timezone.now()
                turn = Turn(person, case, item, key, now, timezone.localdate(now), note.strip())
                change(turn, **given)
                finish(turn, request_key)
            return case

        return done

    return decorate


def locked(person: Any, case_id: int) -> Case:
    """Return a case that ``person`` may see, held until the transaction ends."""
    seen = Case.objects.visible_to(person).filter(pk=case_id)
    if not seen.exists():
        raise NotFound("没有这件办件，或者您看不到它。")
    rows = Case.objects.for_program("locks a case that a person may see").select_for_update()
    return rows.get(pk=case_id)


def finish(turn: Turn, request_key: str) -> None:
    """Let the clocks follow, keep the case, and tell timeline, journal and people."""
    case = turn.case
    clocks.after(case, turn.item, turn.verb, turn.on)
    case.version += 1
    case.save()
    verb = VERBS[turn.verb]
    TimelineEntry.objects.create(
        case=case,
        at=turn.at,
        actor=turn.actor[:120],
        verb=turn.verb,
        state=case.state,
        step=case.step,
        note=turn.note[:1000],
        detail=turn.detail,
        is_shown=verb.tells,
        request_key=request_key,
    )
    actor = turn.person.get_username() or VISITOR
    write(actor, f"case_{turn.verb}", f"case:{case.pk}", {"number": case.number or ""})
    telling.after(case, turn.item, turn.verb, turn.note)


def _check_version(case: Case, version: int) -> None:
    if case.version == version:
        return
    last = case.timeline.first()
    told = (
        f"{last.actor}已于 {timezone.localtime(last.at):%m-%d %H:%M} {VERBS[last.verb].zh}"
        if last
        else "有新的变化"
    )
    raise Stale(f"本件在您打开之后，{told}。您的操作没有执行，请刷新后再办。")
