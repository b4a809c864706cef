"""Forms of assessment as data: what is scored, for how many points, by which rule. Pure.

A form is a file of ``catalogue/assessments``, dated and ended, never overwritten; an assessment
keeps the form by which it was opened.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Literal, Self

from django.conf import settings
from pydantic import Field, model_validator

from zhiqiang.kernel import catalogue
from zhiqiang.kernel.calendar import Limit
from zhiqiang.kernel.catalogue import Basis, Declared, check_order


class Work(StrEnum):
    """What the tasks of a body tell: shares in percent, numbers of items and orders."""

    CLOSED_SHARE = "closed_share"
    IN_TIME_SHARE = "in_time_share"
    OVERDUE_ITEMS = "overdue_items"
    OVERDUE_ORDERS = "overdue_orders"


class Source(Declared):
    """Where a value comes from: exactly one of an indicator, the tasks, budgets, or a statement.

    ``growth``: not the value but its growth over the year before, in percent. ``stated`` is what
    an official states with a document, in the unit given.
    """

    indicator: str = ""
    work: Work | None = None
    budget: Literal["", "planned", "spent"] = ""
    stated: str = ""
    growth: bool = False

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if sum(map(bool, (self.indicator, self.work, self.budget, self.stated))) != 1:
            raise ValueError("indicator、work、budget、stated 应恰好写一个")
        if self.growth and not (self.indicator or self.budget):
            raise ValueError("growth 只用于 indicator 和 budget")
        return self


class Linear(Declared):
    """Points rise evenly between two values; ``cap`` above 1 rewards more than was asked for.

    ``full_at`` below ``none_at`` says that less is better. A share below ``floor`` gives nothing.
    """

    kind: Literal["linear"]
    none_at: Decimal
    full_at: Decimal
    cap: Decimal = Field(default=Decimal(1), ge=1, le=2)
    floor: Decimal = Field(default=Decimal(0), ge=0, lt=1)

    @model_validator(mode="after")
    def _spans(self) -> Self:
        if self.none_at == self.full_at:
            raise ValueError("none_at 和 full_at 不应相同")
        return self


class Rank(Declared):
    """Points by place among all who are assessed; equal values share the better place."""

    kind: Literal["rank"]
    points: tuple[Decimal, ...] = Field(min_length=1)
    rest: Decimal = Decimal(0)
    lowest_first: bool = False

    @model_validator(mode="after")
    def _falls(self) -> Self:
        row = (*self.points, self.rest)
        if any(after > before for before, after in zip(row, row[1:], strict=False)) or row[-1] < 0:
            raise ValueError("名次得分应由高到低，且不为负")
        return self


class Item(Declared):
    """A line of the form. ``missing``: what a line without a value gives: nothing, or it is left
    out and the others weigh as much more (scaled)."""

    key: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    zh: str
    weight: Decimal = Field(gt=0)
    by: Source
    rule: Linear | Rank = Field(discriminator="kind")
    missing: Literal["nothing", "scaled"] = "nothing"

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if isinstance(self.rule, Rank) and self.rule.points[0] > self.weight:
            raise ValueError(f"第一名的得分不应高于分值 {self.weight}")
        return self


class Part(Declared):
    """A chapter of the form."""

    zh: str
    items: tuple[Item, ...] = Field(min_length=1)


class Each(Declared):
    """Bonus or minus: so many points for each, up to a cap."""

    key: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    zh: str
    each: Decimal = Field(gt=0)
    cap: Decimal = Field(gt=0)
    by: Source


class Gate(Declared):
    """What, above a value, lets the total be no more than ``most`` (一票否决)."""

    key: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    zh: str
    above: Decimal = Decimal(0)
    most: Decimal = Field(ge=0)
    by: Source


class Grade(Declared):
    """A word for totals of at least so much."""

    zh: str
    at_least: Decimal


class FormValues(Declared):
    """A form while it holds."""

    start: date = Field(alias="from")
    full: Decimal = Field(gt=0)
    parts: tuple[Part, ...] = Field(min_length=1)
    bonus: tuple[Each, ...] = ()
    bonus_cap: Decimal = Decimal(0)
    minus: tuple[Each, ...] = ()
    gates: tuple[Gate, ...] = ()
    grades: tuple[Grade, ...] = Field(min_length=1)
    appeal_within: Limit
    basis: Basis

    @property
    def items(self) -> tuple[Item, ...]:
        """Return the lines of all chapters."""
        return tuple(item for part in self.parts for item in part.items)

    @property
    def sources(self) -> dict[str, tuple[str, Source]]:
        """Return words and source of every line, bonus, minus and gate, by key."""
        every = (*self.items, *self.bonus, *self.minus, *self.gates)
        return {one.key: (one.zh, one.by) for one in every}

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        total = sum(item.weight for item in self.items)
        if total != self.full:
            raise ValueError(f"各项分值合计 {total}，应等于满分 {self.full}")
        keys = [one.key for one in (*self.items, *self.bonus, *self.minus, *self.gates)]
        if twice := {key for key in keys if keys.count(key) > 1}:
            raise ValueError(f"键重复：{'、'.join(sorted(twice))}")
        cuts = [one.at_least for one in self.grades]
        if cuts != sorted(set(cuts), reverse=True) or cuts[-1] > 0:
            raise ValueError("等次应由高到低，最后一等从 0 分起")
        return self


class Form(Declared):
    """A form with its dated values, oldest first; ``of``: bodies, or the regions beneath."""

    key: str
    title: str
    of: Literal["body", "region"]
    values: tuple[FormValues, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        check_order(self.values, "values")
        return self

    def on(self, day: date) -> FormValues:
        """Return the form that holds on a day."""
        return catalogue.held_at(self.values, day)


def forms() -> dict[str, Form]:
    """Return the forms of this installation: its own folder takes the place of what ships."""
    found = catalogue.load_folder(Path(settings.CATALOGUE) / "assessments", Form)
    own = Path(settings.HOME) / "assessments"
    return found | (catalogue.load_folder(own, Form) if own.is_dir() else {})
