"""Put the rows of a snapshot into the divisions of their day, as boundaries and names changed.

A holding is cut where its place came to another division, so that a figure for a region on a day
counts what lay in it then, whatever code the list printed. What happened on a day lies in the division
of that day; parties and designations, which have one place only, in that of today.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.utils.timezone import localdate

from zhiqiang.kernel.division_changes import DivisionChanges
from zhiqiang.records.accounts.regions import division_changes

Pieces = Iterable[Sequence[Sequence[Any]]]
#: of tables whose rows happened on a day: the columns of the region and of the day
_DATED = {"events": (15, 11), "activities": (8, 3)}
#: of tables with one place a row: the columns of the region, and of the address where there is one
_OF_TODAY = {"parties": (4, 5), "designations": (7, None)}
_REGION, _FROM, _UNTIL, _ADDRESS = 5, 6, 7, 8


def in_their_divisions(name: str, pieces: Pieces) -> Pieces:
    """Give the rows of a table of the lake with the division of their day; most pass as they are."""
    changes = division_changes()
    if name == "holdings":
        return (list(_cut(piece, changes)) for piece in pieces)
    if name in _DATED:
        return ([_dated(row, *_DATED[name], changes) for row in piece] for piece in pieces)
    if name in _OF_TODAY:
        today = localdate()
        return (
            [_of_today(row, *_OF_TODAY[name], today, changes) for row in piece] for piece in pieces
        )
    return pieces


def _cut(piece: Sequence[Sequence[Any]], changes: DivisionChanges) -> Iterator[Sequence[Any]]:
    for row in piece:
        code = row[_REGION]
        if not changes.concerns(code):
            yield row[:_ADDRESS]
            continue
        spans = changes.spans(code, _day(row[_FROM]), _day(row[_UNTIL]), row[_ADDRESS] or "")
        for start, end, division in spans:
            # The ends keep the form in which the database gave them.
            begin = row[_FROM] if start == _day(row[_FROM]) else _written(start, row)
            until = row[_UNTIL] if end == _day(row[_UNTIL]) else _written(end, row)
            yield (*row[:_REGION], division, begin, until)


def _dated(
    row: Sequence[Any], region: int, happened: int, changes: DivisionChanges
) -> Sequence[Any]:
    day = _day(row[happened])
    if day is None or not changes.concerns(row[region]):
        return row
    return (*row[:region], changes.code_at(row[region], day), *row[region + 1 :])


def _of_today(
    row: Sequence[Any], region: int, address: int | None, today: date, changes: DivisionChanges
) -> Sequence[Any]:
    if not changes.concerns(row[region]):
        return row
    told = row[address] if address is not None else ""
    return (*row[:region], changes.code_at(row[region], today, told), *row[region + 1 :])


def _day(value: Any) -> date | None:
    return date.fromisoformat(value[:10]) if isinstance(value, str) else value


def _written(day: date | None, row: Sequence[Any]) -> Any:
    """Return a day as the driver gives days: SQLite gives computed ones as text."""
    given = next((one for one in (row[_FROM], row[_UNTIL]) if one is not None), None)
    is_text = isinstance(given, str) or (given is None and connection.vendor == "sqlite")
    return day.isoformat() if day is not None and is_text else day
