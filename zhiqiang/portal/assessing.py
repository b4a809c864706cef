"""What the tasks of bodies tell an assessment: shares and counts, each with the items behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from zhiqiang.domains.assessments.forms import Work
from zhiqiang.domains.assessments.measuring import Who
from zhiqiang.domains.assessments.scoring import Measured
from zhiqiang.domains.duties.queries import BodyWork, work_of_bodies


def work_of(units: Sequence[Who], year: int, as_of: date) -> Mapping[int, Mapping[str, Measured]]:
    """Return the values of ``forms.Work`` for every unit, by its key."""
    bodies = {one.body_id for one in units if one.body_id is not None}
    found = work_of_bodies(bodies, year, as_of)
    return {
        one.key: _values(found[one.body_id]) if one.body_id is not None else _unknown()
        for one in units
    }


def _unknown() -> dict[str, Measured]:
    return {key: Measured(None, "考核对象没有对应的登记单位") for key in Work}


def _values(of: BodyWork) -> dict[str, Measured]:
    closed = [one for one in of.items if one.closed_on is not None]
    in_time = [one for one in of.items if one.in_time]
    overdue = [one for one in of.items if one.closed_on is None]
    return {
        Work.CLOSED_SHARE: _share(of, len(closed)),
        Work.IN_TIME_SHARE: _share(of, len(in_time)),
        Work.OVERDUE_ITEMS: Measured(Decimal(len(overdue)), "", _items(overdue)),
        Work.OVERDUE_ORDERS: Measured(
            Decimal(len(of.late_orders)), "",
            {"kind": "orders", "orders": [{"id": key, "title": t} for key, t in of.late_orders]},
        ),
    }  # fmt: skip


def _share(of: BodyWork, part: int) -> Measured:
    if not of.items:
        return Measured(None, "没有到期的牵头事项")
    share = Decimal(100 * part) / len(of.items)
    return Measured(share, "", _items(of.items) | {"part": part, "whole": len(of.items)})


def _items(items: Sequence[Any]) -> dict[str, Any]:
    return {
        "kind": "work",
        "tasks": [
            {
                "id": one.id, "title": one.title, "last_day": one.last_day.isoformat(),
                "closed_on": one.closed_on.isoformat() if one.closed_on else "",
            }
            for one in items
        ],
    }  # fmt: skip
