"""Rights that are sought: in the register as it is known now, or in a snapshot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.http import HttpRequest

from zhiqiang.portal import labels
from zhiqiang.portal.exporting import AT_ONCE
from zhiqiang.portal.times import Times
from zhiqiang.portal.views.words_of_right import state_of
from zhiqiang.records.indicators.known import KnownRights, Sought
from zhiqiang.records.registry import queries as registry
from zhiqiang.ui.asked import asked
from zhiqiang.ui.listing import Listing

#: what the lake calls a column that the register reaches through another table
_LAKE = {"holder__name": "holder_name"}


class InRegister:
    """What the register knows now; ``on``: as it stood on a day, told from the events."""

    def __init__(self, person: Any, sought: Sought) -> None:
        args = sought.text, sought.kind, sought.region
        self._found = registry.search_rights(person, *args, on=sought.on, category=sought.category)

    @property
    def total(self) -> int:
        return self._found.total

    def page(self, listing: Listing, size: int, offset: int) -> list[Any]:
        return self._found.part(offset, size, listing.ordered)

    def each(self, listing: Listing) -> Iterable[Any]:
        return listing.ordered(self._found.rows).iterator(AT_ONCE)

    def states(self, rows: list[Any], on: date) -> dict[int, str]:
        """Return the state of each right on a day, in one query."""
        lives = registry.lives_of(rows)
        return {one.pk: state_of(lives[one.pk], one, on).label for one in rows}


class InSnapshot:
    """What the register knew when a snapshot was published."""

    def __init__(self, number: int, person: Any, sought: Sought) -> None:
        self._found = KnownRights(number, person, sought)

    @property
    def total(self) -> int:
        return self._found.total

    def page(self, listing: Listing, size: int, offset: int) -> list[Any]:
        key, is_down = listing.sort.removeprefix("-"), listing.sort.startswith("-")
        order = next(one.order for one in listing.fields if one.key == key)
        columns = [_LAKE.get(name, name) for name in order] if isinstance(order, tuple) else []
        return [named(one) for one in self._found.page(columns, is_down, size, offset)]

    def each(self, listing: Listing) -> Iterator[Any]:
        for offset in range(0, self.total, AT_ONCE):
            yield from self.page(listing, AT_ONCE, offset)

    def states(self, rows: list[Any], on: date) -> dict[int, str]:
        lives = self._found.lives([one.pk for one in rows])
        return {one.pk: state_of(lives.get(one.pk), one, on).label for one in rows}


def named(right: Any) -> Any:
    """Let a row of the lake say its kind as a right of the register does."""
    right.get_kind_display = lambda: labels.kinds_of("Right").get(right.kind, right.kind)
    return right


def sought(
    request: HttpRequest, at: Times, text: str, kind: str, category: str = ""
) -> InRegister | InSnapshot:
    """Return where the rights that an address asks for are found."""
    wanted = Sought(text, kind, asked(request).region, at.on, category)
    if at.snapshot is not None:
        return InSnapshot(at.snapshot.number, request.user, wanted)
    return InRegister(request.user, wanted)
