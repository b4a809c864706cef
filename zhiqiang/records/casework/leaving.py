"""What a closed case leaves in the register: declared by the outcome, recorded exactly once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from zhiqiang.kernel.errors import Refused
from zhiqiang.records.casework.fields import as_day
from zhiqiang.records.casework.items import Leaves, Outcome
from zhiqiang.records.casework.models import Case
from zhiqiang.records.registry import actions as registry
from zhiqiang.records.registry.queries import standings

_EVENT = ("amount", "document_number", "counterparty", "counterparty_code", "note")
_ACTIVITY = ("title", "place", "organiser", "people", "items")


def leave(case: Case, outcome: Outcome, on: date, actor: str) -> list[dict[str, Any]]:
    """Record what the outcome leaves; return what was recorded, for the timeline."""
    out: list[dict[str, Any]] = []
    for place, leaves in enumerate(outcome.leaves, 1):
        if leaves.event:
            out += _events(case, leaves, f"{outcome.key}/{place}", on, actor)
        else:
            out.append(_activity(case, leaves, f"{outcome.key}/{place}", on, actor))
    return out


def _events(case: Case, leaves: Leaves, place: str, on: date, actor: str) -> list[dict[str, Any]]:
    day = _day(case, leaves, on)
    given = {name: case.fields.get(leaves.takes.get(name, "")) for name in _EVENT}
    out = []
    for number, standing in standings(case.fields.get(leaves.rights) or [], on).items():
        if standing is None:
            raise Refused(f"台账中没有 {number}，无法登记办理结果。请先导入该权利。")
        happened = registry.HappenedTo(
            kind=leaves.event,
            right_id=standing.right_id,
            happened_on=day,
            amount=_amount(given["amount"]),
            document_number=str(given["document_number"] or case.number),
            counterparty=str(given["counterparty"] or ""),
            counterparty_code=str(given["counterparty_code"] or ""),
            note=str(given["note"] or ""),
        )
        made = registry.record_event(str(case.number), f"{place}/{number}", actor, happened)
        out.append({"subject": "event", "id": made, "right": standing.right_id, "number": number})
    return out


def _activity(case: Case, leaves: Leaves, place: str, on: date, actor: str) -> dict[str, Any]:
    given = {name: case.fields.get(leaves.takes.get(name, "")) for name in _ACTIVITY}
    held = registry.Held(
        kind=leaves.activity,
        title=str(given["title"] or case),
        held_on=_day(case, leaves, on),
        place=str(given["place"] or ""),
        organiser=str(given["organiser"] or case.body.name),
        people=given["people"],
        items=given["items"],
        region_code=case.body.region_code,
    )
    made = registry.record_activity(str(case.number), place, actor, held)
    return {"subject": "activity", "id": made}


def _day(case: Case, leaves: Leaves, on: date) -> date:
    return as_day(case.fields.get(leaves.day)) or on if leaves.day else on


def _amount(value: Any) -> Decimal | None:
    return None if value in (None, "") else Decimal(str(value))
