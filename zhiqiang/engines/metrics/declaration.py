"""Indicators as the catalogue declares them: one published figure each, with dated definitions.

The kinds are types, so that a roll-up without meaning cannot be written: a cumulative figure has
no yearly parts to sum, a ratio keeps two measures and no value to average, growth states its base.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from zhiqiang.engines.metrics.measure import Measure, RowMeasure, StatedMeasure
from zhiqiang.kernel.catalogue import Basis, Declared, check_order, held_at

Kind = Literal["stock", "flow", "cumulative", "ratio", "growth", "distinct", "survey"]
GROUPS = {
    "creation": "创造",
    "use": "运用",
    "protection": "保护",
    "management": "管理",
    "service": "服务",
    "talent": "人才与环境",
}


class Definition(Declared):
    """What every dated definition carries. It holds from ``start`` until the next one begins.

    ``uncertain`` are the points of which the source is silent or open; they are shown with the
    figure. ``decimals`` are published; more are not kept.
    """

    start: date = Field(alias="from")
    text: str
    basis: tuple[Basis, ...] = Field(min_length=1)
    uncertain: tuple[str, ...] = ()
    decimals: Annotated[int, Field(ge=0, le=6)] = 0


class Stock(Definition):
    """State at a date: rows in force or held, or what has happened at any time up to it."""

    kind: Literal["stock"]
    measure: RowMeasure

    @model_validator(mode="after")
    def _is_a_state(self) -> Self:
        if self.measure.by is not None and self.measure.over != "ever":
            raise ValueError("存量指标用 at；由事件累积而成的存量用 by 并写 over: ever")
        return self


class Flow(Definition):
    """Amount of the calendar year up to the date, or from the start that is asked for.

    ``divisor`` turns yuan into 亿元.
    """

    kind: Literal["flow"]
    measure: Measure
    divisor: Annotated[int, Field(ge=1)] = 1

    @model_validator(mode="after")
    def _happens(self) -> Self:
        if isinstance(self.measure, RowMeasure) and (self.measure.by is None or self.measure.over):
            raise ValueError("当期量用 by，不写 over")
        return self


class Cumulative(Definition):
    """Running total from a start up to the date; at its end it is taken, never summed."""

    kind: Literal["cumulative"]
    measure: Measure
    divisor: Annotated[int, Field(ge=1)] = 1

    @model_validator(mode="after")
    def _happens(self) -> Self:
        if isinstance(self.measure, RowMeasure) and (self.measure.by is None or self.measure.over):
            raise ValueError("累计量用 by，不写 over")
        return self


class Ratio(Definition):
    """Numerator over denominator, times ``per``; both are kept, so it is never averaged."""

    kind: Literal["ratio"]
    numerator: Measure
    denominator: Measure
    per: Annotated[int, Field(ge=1)] = 1

    @model_validator(mode="after")
    def _periods_are_stated(self) -> Self:
        for part in (self.numerator, self.denominator):
            if isinstance(part, RowMeasure) and part.by is not None and part.over is None:
                raise ValueError("比率的分子、分母用 by 时应写 over")
        return self


class Growth(Definition):
    """Per cent over the same day of the year before, of an indicator that may be compared so.

    With ``is_mean`` the mean growth of a year since the end of the year before the five-year
    period (or before the start that is asked for), compounded: 100 that became 121 in two years
    grew by 10 a year. Of yearly amounts whole years are compared.
    """

    kind: Literal["growth"]
    of: str
    is_mean: bool = False


class Distinct(Definition):
    """Number of different parties or documents at a date; that of a region is no sum of its parts.

    What is counted so within a period is a ``flow`` or ``cumulative`` with ``distinct``.
    """

    kind: Literal["distinct"]
    measure: RowMeasure

    @model_validator(mode="after")
    def _is_distinct(self) -> Self:
        if self.measure.distinct is None and self.measure.once_per is None:
            raise ValueError("去重计数应写 distinct 或 once_per")
        if self.measure.sum is not None:
            raise ValueError("去重计数不写 sum")
        if self.measure.by is not None and self.measure.over != "ever":
            raise ValueError("期间内的去重计数属当期量或累计量；由事件累积而成的写 over: ever")
        return self


class Survey(Definition):
    """A score or share that a survey or another body published; taken as it is."""

    kind: Literal["survey"]
    measure: StatedMeasure

    @model_validator(mode="after")
    def _is_taken_whole(self) -> Self:
        if self.measure.add_up:
            raise ValueError("调查值不能由下级地区相加")
        return self


AnyDefinition = Annotated[
    Stock | Flow | Cumulative | Ratio | Growth | Distinct | Survey, Field(discriminator="kind")
]


class Indicator(Declared):
    """One published figure.

    ``name`` is the official name, ``aliases`` what plans print for it, ``load`` what has to be
    imported for it. ``family`` joins figures of the same thing on a different basis (of one year,
    since a start, growth), so that a target finds the one it means.
    """

    key: str
    name: str
    aliases: tuple[str, ...] = ()
    unit: str
    kind: Kind
    direction: Literal["up", "down", "none"] = "up"
    group: Literal["creation", "use", "protection", "management", "service", "talent"]
    family: str = ""
    load: str
    versions: tuple[AnyDefinition, ...] = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _hand_down_kind(cls, values: Any) -> Any:
        if isinstance(values, dict) and isinstance(values.get("versions"), list):
            kind = values.get("kind")
            versions = [
                {"kind": kind, **one} if isinstance(one, dict) else one
                for one in values["versions"]
            ]
            return {**values, "versions": versions}
        return values

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        check_order(self.versions, "versions")
        if any(one.kind != self.kind for one in self.versions):
            raise ValueError("各版本的 kind 应与指标一致；口径种类变了，请另立指标")
        return self

    @property
    def basis_name(self) -> str:
        """Return the word that targets use: ``stock``, ``annual``, ``cumulative`` or ``growth``."""
        return {"flow": "annual", "cumulative": "cumulative", "growth": "growth"}.get(
            self.kind, "stock"
        )

    @property
    def is_mean(self) -> bool:
        """Say whether this is mean growth over a period, not growth over the year before."""
        return any(isinstance(one, Growth) and one.is_mean for one in self.versions)

    def version_at(self, day: date) -> AnyDefinition:
        """Return the definition in force on a day; before the first, the first, read backwards.

        Plans state base values of years before a definition was published; whoever shows such a
        figure says ``is_backwards``.
        """
        return held_at(self.versions, day)

    def is_backwards(self, day: date) -> bool:
        """Say whether the day lies before the first definition."""
        return day < self.versions[0].start

    def version_name(self, day: date) -> str:
        """Return what a stored figure names as its definition."""
        return f"{self.key}@{self.version_at(day).start}"


def check_references(indicators: dict[str, Indicator], criteria: set[str]) -> list[str]:
    """Return what is wrong between declarations: growth of the unknown, names that stand twice."""
    faults = []
    owner: dict[str, str] = {}
    for key, indicator in indicators.items():
        for name in (indicator.name, *indicator.aliases):
            if owner.setdefault(name, key) != key:
                faults.append(f"名称“{name}”同时属于 {owner[name]} 和 {key}")
        for version in indicator.versions:
            if isinstance(version, Growth):
                base = indicators.get(version.of)
                if base is None or base.kind not in ("stock", "flow", "distinct"):
                    faults.append(f"{key}：增长率的对象 {version.of} 不存在，或不是存量、当期量")
            for part in ("measure", "numerator", "denominator"):
                meets = getattr(getattr(version, part, None), "meets", None)
                if meets is not None and meets not in criteria:
                    faults.append(f"{key}：没有判定标准 {meets}")
    return faults
