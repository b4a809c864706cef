"""Dated values that rules name instead of numbers."""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import Field, model_validator

from zhiqiang.kernel.catalogue import Basis, Declared
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
        starts = [one.start for one in self.entries]
        if starts != sorted(set(starts)):
            raise ValueError("entries 应按 from 先后排列，且不重复")
        return self

    def at(self, day: date) -> Entry:
        """Return the entry in force on a day."""
        held = [one for one in self.entries if one.start <= day]
        if not held:
            raise NotFound(f"参数“{self.title}”自 {self.entries[0].start} 起才有规定。")
        return held[-1]
