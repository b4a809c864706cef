"""When each right is in force, streamed: rights and their events side by side, in order of right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from zhiqiang.records.indicators.reading import chunks
from zhiqiang.records.registry.life import life_of

# An empty span, from a day until the same day: it says why a right is not counted.
NEVER = date(1, 1, 1)


class LifeRight(NamedTuple):
    """What the life rules read of a right."""

    id: int
    kind: str
    number: str
    filed_on: date | None
    granted_on: date | None
    term_ends_on: date | None
    status_text: str
    category: str
    first_public_on: date | None


class LifeEvent(NamedTuple):
    """What the life rules read of an event."""

    right_id: int
    kind: str
    happened_on: date
    id: int


_RIGHTS = """
SELECT id, kind, number, DATE(filed_on), DATE(granted_on), DATE(term_ends_on), status_text,
       category, DATE(first_public_on)
FROM registry_right WHERE id {among} ORDER BY id
"""
_EVENTS = """
SELECT right_id, kind, DATE(happened_on), id
FROM registry_event WHERE right_id {among} ORDER BY right_id, happened_on, id
"""


def in_force(
    ids: Sequence[int] | None = None,
) -> Iterator[tuple[int, date | None, date | None, str]]:
    """Yield ``right_id, from_on, until_on, reason`` of every span in which a right is in force.

    Of all rights, or of some, ascending.
    """
    events = groupby(_each(_EVENTS, ids, LifeEvent, (2,)), key=attrgetter("right_id"))
    waiting = next(events, None)
    for right in _each(_RIGHTS, ids, LifeRight, (3, 4, 5, 8)):
        own: list[Any] = []
        while waiting is not None and waiting[0] <= right.id:
            own = list(waiting[1]) if waiting[0] == right.id else []
            waiting = next(events, None)
        life = life_of(right, own)
        for span in life.intervals:
            yield right.id, span.from_on, span.until_on, span.reason
        if life.doubt and not any(event.kind == "invalidation" for event in own):
            yield right.id, NEVER, NEVER, life.doubt


def _each(
    statement: str, ids: Sequence[int] | None, kind: Any, days: Sequence[int]
) -> Iterator[Any]:
    for piece in chunks(statement, ids):
        for row in piece:
            values = list(row)
            for place in days:
                if isinstance(values[place], str):
                    values[place] = date.fromisoformat(values[place])
            yield kind(*values)
