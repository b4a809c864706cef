"""The events of one right, and its annual fees reckoned from them."""

from __future__ import annotations

from datetime import date
from typing import Any

from zhiqiang.records.accounts.workdays import work_calendar
from zhiqiang.records.registry.fee_rules import fee_rules
from zhiqiang.records.registry.fees import FeeYear, ladder
from zhiqiang.records.registry.models import Event, Right


def events_of(right_id: int, person: Any) -> list[Event]:
    """Return what happened to a right, as far as ``person`` may see it, in order of the days."""
    rows = Event.objects.visible_to(person).filter(right_id=right_id)
    return list(rows.order_by("happened_on", "id"))


def fees_of(right: Right, events: list[Event], as_of: date) -> list[FeeYear]:
    """Return the annual fees of a right as they stand on a day; none of what owes none."""
    return ladder(right, events, fee_rules(), work_calendar(), as_of)
