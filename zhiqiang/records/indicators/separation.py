"""Which acts of a period close are kept apart between people, by the dated rule in the catalogue."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from zhiqiang.kernel.catalogue import Basis, Declared, check_order, held_at
from zhiqiang.records.accounts.parameters import parameter

Act = Literal["fill", "check", "approve", "lock"]


class Separation(Declared):
    """Pairs of acts that one person must not both do, from a day on."""

    start: date = Field(alias="from")
    apart: tuple[tuple[Act, Act], ...]
    basis: tuple[Basis, ...] = Field(min_length=1)

    def apart_from(self, act: str) -> tuple[str, ...]:
        """Return the acts whose doer may not do ``act``."""
        return tuple(other for pair in self.apart if act in pair for other in pair if other != act)


class SeparationRule(Declared):
    """The dated separations, the earliest first."""

    title: str
    entries: tuple[Separation, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        check_order(self.entries, "entries")
        return self

    def at(self, day: date) -> Separation:
        """Return what holds on a day; before the first, the first."""
        return held_at(self.entries, day)


def done_by(close: Any, act: str, username: str) -> tuple[str, ...]:
    """Return the acts of a close since the last filling that keep ``username`` from ``act``."""
    done: dict[str, str] = {}
    for step in close.steps.order_by("id"):
        done = {"fill": step.username} if step.act == "fill" else {**done, step.act: step.username}
    apart = separation(close.as_of).apart_from(act)
    return tuple(other for other in apart if done.get(other) == username)


def separation(day: date) -> Separation:
    """Return the rule of this installation; a file of its own takes the place of what ships."""
    return parameter("period_close", SeparationRule).at(day)
