"""Measures: what is counted or summed, written as data."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from zhiqiang.engines.metrics.shapes import SHAPES
from zhiqiang.kernel.catalogue import Declared

Scalar = bool | int | Decimal | date | str


class Condition(Declared):
    """A test of one column, where equality or a list does not say it.

    ``at_least`` and ``at_most`` include their bounds. ``is_known`` asks whether there is a value
    at all; an empty text is none. ``begins`` is true where the text begins with any of the words,
    ``contains`` where any of them stands in it.
    """

    at_least: date | Decimal | None = None
    at_most: date | Decimal | None = None
    is_known: bool | None = None
    begins: tuple[str, ...] = ()
    contains: tuple[str, ...] = ()
    other_than: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("条件为空")
        return self


Test = Condition | tuple[Scalar, ...] | Scalar
Filter = dict[str, Test]


class RowMeasure(Declared):
    """Rows of one table, counted, or summed over one column.

    Exactly one of ``at`` and ``by`` says when a row belongs:

    - ``at: in_force`` the right is in force on the day; ``at: held`` the designation has begun and
      not ended on the day; both are states, taken at a date;
    - ``by: <date column>`` it happened in the period. The period is that of the indicator's kind;
      where that leaves it open, ``over`` says: ``year`` (1 January to the day), ``since`` (from a
      start that the question or the parameter gives) or ``ever``.

    ``distinct`` counts the different values of a column, one row each. ``having_at_least`` keeps
    those that occur so many times. ``once_per`` takes rows with the same value of that column as
    one: a contract that stands once for each of its rights. ``meets`` names the criteria of which
    a right has to meet one. ``unit`` is written where the counted thing has another unit than the
    indicator: a share in per cent of a number of rights.
    """

    table: Literal["rights", "events", "parties", "designations", "activities"]
    where: Filter = Field(default_factory=dict)
    at: Literal["in_force", "held"] | None = None
    by: str | None = None
    over: Literal["year", "since", "ever"] | None = None
    sum: str | None = None
    distinct: str | None = None
    having_at_least: Annotated[int, Field(ge=2)] | None = None
    once_per: str | None = None
    meets: str | None = None
    unit: str | None = None

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        shape = SHAPES[self.table]
        for column in (*self.where, self.by, self.sum, self.distinct, self.once_per):
            if column is not None and column not in shape.every_column:
                raise ValueError(f"表 {self.table} 没有列 {column}")
        if (self.at is None) == (self.by is None):
            raise ValueError("at 与 by 应写且只写一个")
        if self.at == "in_force" and self.table != "rights":
            raise ValueError("in_force 只用于表 rights")
        if self.at == "held" and self.table != "designations":
            raise ValueError("held 只用于表 designations")
        if self.by is not None and shape.columns.get(self.by) != "date":
            raise ValueError(f"列 {self.by} 不是日期，不能写在 by")
        if self.over is not None and self.by is None:
            raise ValueError("over 只与 by 同用")
        if self.sum is not None and (self.at is not None or self.distinct is not None):
            raise ValueError("sum 只与 by 同用，且不与 distinct 同用")
        if self.distinct is not None and self.once_per is not None:
            raise ValueError("distinct 与 once_per 不同用")
        if self.having_at_least is not None and self.distinct is None:
            raise ValueError("having_at_least 只与 distinct 同用")
        if self.meets is not None and self.table != "rights":
            raise ValueError("meets 只用于表 rights")
        return self


class StatedMeasure(Declared):
    """A figure that another body published for a region and a year.

    ``offset`` names a parameter that is added to the year asked for (population of the year
    before); without it, the newest year that has ended on the day. ``add_up`` allows a region
    without a figure of its own the sum of its parts, which makes sense for persons and yuan and
    never for shares and scores.
    """

    statistic: str
    zh: str
    unit: str
    offset: str | None = None
    add_up: bool = False


Measure = RowMeasure | StatedMeasure
