"""Dated sets of criteria that a right may meet, such as those of a high-value invention."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from zhiqiang.engines.metrics.measure import Filter
from zhiqiang.engines.metrics.shapes import SHAPES
from zhiqiang.kernel.catalogue import Basis, Declared, check_order, held_at


class ColumnTest(Declared):
    """The right's own columns say it. ``concordance`` adds classes that a loaded table names."""

    test: Literal["columns"]
    where: Filter = Field(min_length=1)
    concordance: str | None = None


class AgeTest(Declared):
    """Strictly more than so many full years lie between a date of the right and the day."""

    test: Literal["age"]
    base: Literal["filed_on", "granted_on"]
    over_years: Annotated[int, Field(ge=1)]


class EventTest(Declared):
    """Something happened to the right on or before the day.

    ``at_least`` is the smallest amount in yuan. Where it is not published it stays empty, and
    then the columns of ``when_unset`` have to hold besides.
    """

    test: Literal["event"]
    where: Filter = Field(min_length=1)
    at_least: Decimal | None = None
    when_unset: Filter = Field(default_factory=dict)


class Criterion(Declared):
    """One ground; ``label`` stands beside each row that meets it."""

    label: str
    rule: Annotated[ColumnTest | AgeTest | EventTest, Field(discriminator="test")]
    basis: tuple[Basis, ...] = Field(min_length=1)
    uncertain: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _knows_its_columns(self) -> Self:
        rights, events = SHAPES["rights"].every_column, SHAPES["events"].every_column
        rule = self.rule
        wrong: set[str] = set()
        if isinstance(rule, ColumnTest):
            wrong = set(rule.where) - rights
        elif isinstance(rule, EventTest):
            wrong = (set(rule.where) - events) | (set(rule.when_unset) - rights)
        if wrong:
            raise ValueError(f"没有列 {'、'.join(sorted(wrong))}")
        return self


class CriteriaSet(Declared):
    """Which grounds count for figures of a reporting period."""

    title: str
    start: date = Field(alias="from")
    criteria: tuple[str, ...] = Field(min_length=1)
    basis: tuple[Basis, ...] = Field(min_length=1)
    uncertain: tuple[str, ...] = ()


class Criteria(Declared):
    """All grounds and the sets in which they were in use, the earliest first."""

    title: str
    criteria: dict[str, Criterion]
    sets: tuple[CriteriaSet, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        check_order(self.sets, "sets")
        unknown = {name for one in self.sets for name in one.criteria} - set(self.criteria)
        if unknown:
            raise ValueError(f"没有判定条件 {'、'.join(sorted(unknown))}")
        return self

    def set_at(self, day: date) -> CriteriaSet:
        """Return the set for figures reported as of a day; before the first, the first."""
        return held_at(self.sets, day)

    def labels(self, day: date) -> dict[str, str]:
        """Return the label of each criterion of the set in use on a day."""
        return {name: self.criteria[name].label for name in self.set_at(day).criteria}


class Concordance(Declared):
    """Classification prefixes that count as an industry; loaded where a bureau has the table."""

    title: str
    prefixes: tuple[str, ...] = Field(min_length=1)
    basis: tuple[Basis, ...] = Field(min_length=1)
