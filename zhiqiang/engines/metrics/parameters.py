"""Dated values that rules name instead of numbers."""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import Field, model_validator

from zhiqiang.kernel.catalogue import Basis, Declared, check_order, held_at
from zhiqiang.kernel.errors import NotFound


class Entry(Declared):
    """The value from a day until the next entry begins."""

    start: date = Field(alias="from")
    value: int
    basis: tuple[Basis, ...] = Field(min_length=1)
    uncertain: tuple[str, ...] = ()


class Parameter(Declared):
    """A number with its history."""

    title: str
    entries: tuple[Entry, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        check_order(self.entries, "entries")
        return self

    def at(self, day: date) -> Entry:
        """Return the entry in force on a day."""
        if day < self.entries[0].start:
            raise NotFound(f"参数“{self.title}”自 {self.entries[0].start} 起才有规定。")
        return held_at(self.entries, day)
