"""What a closed case leaves in the register: declared by the outcome, recorded exactly once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from zhiqiang.kernel.errors import Refused
from zhiqiang.records.casework.fields import as_day
from zhiqiang.records.casework.items import Leaves, Outcome
from zhiqiang.records.casework.models import Case
from zhiqiang.records.casework.published import item_of
from zhiqiang.records.registry import actions as registry
from zhiqiang.records.registry import queries as registered
from zhiqiang.records.registry.correctable import field_of
from zhiqiang.records.registry.queries import standings

_EVENT = ("amount", "document_number", "counterparty", "counterparty_code", "note")
_DESIGNATION = ("name", "credit_code", "until", "document_number")
_ACTIVITY = ("title", "place", "organiser", "people", "items")


def leave(case: Case, outcome: Outcome, on: date, person: Any) -> list[dict[str, Any]]:
    """Record what the outcome leaves; return what was recorded, for the timeline."""
    out: list[dict[str, Any]] = []
    actor = str(person)
    for place, leaves in enumerate(outcome.leaves, 1):
        if leaves.correction:
            out.append(_correction(case, leaves, person))
        elif leaves.ends:
            out += _endings(case, leaves, on, person)
        elif leaves.designation:
            out.append(_designation(case, leaves, f"{outcome.key}/{place}", on, actor))
        elif leaves.statistic:
            out.append(_statistic(case, leaves, f"{outcome.key}/{place}", actor))
        elif leaves.event:
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
        title=str(given["title"] or f"{item_of(case.service).title} {case.number}"),
        held_on=_day(case, leaves, on),
        place=str(given["place"] or ""),
        organiser=str(given["organiser"] or case.body.name),
        people=given["people"],
        items=given["items"] or leaves.items,
        region_code=case.body.region_code,
    )
    made = registry.record_activity(str(case.number), place, actor, held)
    return {"subject": "activity", "id": made}


def _designation(case: Case, leaves: Leaves, place: str, on: date, actor: str) -> dict[str, Any]:
    given = {name: case.fields.get(leaves.takes.get(name, "")) for name in _DESIGNATION}
    designated = registry.Designated(
        kind=leaves.designation,
        level=leaves.level,
        name=str(given["name"]),
        credit_code=str(given["credit_code"] or ""),
        from_on=_day(case, leaves, on),
        until_on=as_day(given["until"]) if given["until"] else None,
        document_number=str(given["document_number"] or case.number),
        region_code=case.body.region_code,
    )
    made = registry.record_designation(str(case.number), place, actor, designated)
    return {"subject": "designation", "id": made}


def _statistic(case: Case, leaves: Leaves, place: str, actor: str) -> dict[str, Any]:
    given = {name: case.fields[field] for name, field in leaves.takes.items()}
    published = registry.Published(
        key=str(given["key"]),
        region_code=case.body.region_code,
        year=int(given["year"]),
        value=Decimal(str(given["value"])),
        publisher=case.body.name,
        document=f"{item_of(case.service).title} {case.number}",
    )
    made = registry.record_statistic(str(case.number), place, actor, published)
    return {"subject": "statistic", "id": made}


def _endings(case: Case, leaves: Leaves, on: date, person: Any) -> list[dict[str, Any]]:
    """End what the party was recognised as, by a correction that names the case as the ground."""
    day = _day(case, leaves, on)
    given = {name: str(case.fields.get(field) or "") for name, field in leaves.takes.items()}
    name, code = given["name"], given.get("credit_code", "")
    held = registered.designations_held(leaves.ends, name, code, day)
    if not held:
        raise Refused(
            f"台账中没有“{name}”在 {day} 有效的这项认定，无法登记终止。请核对名称和日期，或者先导入认定清单。"
        )
    field = field_of("designation", "until_on")
    out = []
    for fact in held:
        standing = registered.held_correction("designation", fact.pk, field.name, person)
        reason = f"办件 {case.number}：{given.get('reason') or '终止'}"
        stated = registry.Stated(str(day), reason, registered.mark_of(field, fact, standing))
        made = registry.correct_fact(person, "designation", fact.pk, field.name, stated)
        out.append({"subject": "correction", "id": made.pk, "field": field.label})
    return out


def _correction(case: Case, leaves: Leaves, person: Any) -> dict[str, Any]:
    """Correct the record that the case is about; the case is named as the ground."""
    given = {name: str(case.fields.get(field) or "") for name, field in leaves.takes.items()}
    field = field_of(case.about_subject, given["field"])
    assert case.about_id is not None
    about = case.about_subject, case.about_id
    fact = registered.fact_of(*about, person)
    held = registered.held_correction(*about, field.name, person)
    reason = f"办件 {case.number}：{given['reason']}"
    stated = registry.Stated(given["value"], reason, registered.mark_of(field, fact, held))
    made = registry.correct_fact(person, *about, field.name, stated)
    return {"subject": "correction", "id": made.pk, "field": field.label}


def _day(case: Case, leaves: Leaves, on: date) -> date:
    return as_day(case.fields.get(leaves.day)) or on if leaves.day else on


def _amount(value: Any) -> Decimal | None:
    return None if value in (None, "") else Decimal(str(value))
