"""What became of administrative divisions: which succeeded which, on what day, wholly or in part.

A record carries the code that its list printed, which may be of long ago or of today. Which division
the same place belongs to on a day follows from the changes between the two.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Self

from pydantic import Field, model_validator

from zhiqiang.kernel.catalogue import Basis, Declared


class DivisionChange(Declared):
    """On a day, what ``was`` became ``now``; with ``places``, only the towns of these names did."""

    start: date = Field(alias="from")
    was: tuple[str, ...] = Field(min_length=1)
    now: str = Field(pattern=r"^\d{6}$")
    places: tuple[str, ...] = ()
    note: str = ""
    basis: tuple[Basis, ...] = Field(min_length=1)

    def takes(self, code: str, address: str) -> bool:
        """Say whether a place with this code and address came to the new division."""
        if code not in self.was:
            return False
        return not self.places or any(place in address for place in self.places)


class DivisionChanges(Declared):
    """All changes, the earliest first."""

    title: str
    changes: tuple[DivisionChange, ...] = ()

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        days = [one.start for one in self.changes]
        if days != sorted(days):
            raise ValueError("changes 应按 from 先后排列")
        if any(one.now in one.was for one in self.changes):
            raise ValueError("now 不能与 was 相同")
        return self

    @cached_property
    def _concerned(self) -> frozenset[str]:
        return frozenset(
            code for one in self.changes for code in (*one.was, one.now)
        )  # fmt: skip

    def concerns(self, code: str) -> bool:
        """Say whether anything ever became of a division; of most, nothing did."""
        return code in self._concerned

    def code_at(self, code: str, on: date, address: str = "") -> str:
        """Return the code of the division in which a place of this code lay on a day.

        A division that was made of several tells not of which of them a place was before: it keeps
        its code.
        """
        if code not in self._concerned:
            return code
        for one in self.changes:
            if one.start <= on and one.takes(code, address):
                code = one.now
        for one in reversed(self.changes):
            if one.start > on and one.now == code and len(one.was) == 1:
                code = one.was[0]
        return code

    def spans(
        self, code: str, start: date | None, end: date | None, address: str = ""
    ) -> Iterator[tuple[date | None, date | None, str]]:
        """Cut a half-open time into those in which the place lay in one division."""
        days = [
            one.start
            for one in self.changes
            if (start is None or one.start > start) and (end is None or one.start < end)
        ]
        begin, now = start, self.code_at(code, start or date.min, address)
        for day in dict.fromkeys(days):
            then = self.code_at(code, day, address)
            if then != now:
                yield begin, day, now
                begin, now = day, then
        yield begin, end, now
