"""Annual fees as the state sets them: amounts, reductions, late fees, restoration, all dated."""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import Field, model_validator

from zhiqiang.kernel.catalogue import Basis, Declared, check_order, held_at
from zhiqiang.records.accounts.parameters import parameter


class FeeBand(Declared):
    """The full fee of each of some patent years, both ends included, in yuan."""

    years: tuple[int, int]
    yuan: int = Field(gt=0)


class FeeSchedule(Declared):
    """The amounts that hold from a day on, by kind of patent."""

    start: date = Field(alias="from")
    amounts: dict[str, tuple[FeeBand, ...]]
    basis: tuple[Basis, ...] = Field(min_length=1)
    uncertain: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _has_every_year_once(self) -> Self:
        for kind, bands in self.amounts.items():
            years = [y for band in bands for y in range(band.years[0], band.years[1] + 1)]
            if years != list(range(1, len(years) + 1)):
                raise ValueError(f"{kind} 的年度应自 1 起相连，各写一次")
        return self


class FeeReduction(Declared):
    """Which shares may be let off from a day on, and for how many years from that of the grant."""

    start: date = Field(alias="from")
    percents: tuple[int, ...]
    years: int
    basis: tuple[Basis, ...] = Field(min_length=1)


class OpenLicenceReduction(Declared):
    """What is let off while an open licence is in force; the better of the two counts."""

    start: date = Field(alias="from")
    percent: int
    basis: tuple[Basis, ...] = Field(min_length=1)
    uncertain: tuple[str, ...] = ()


class DueRule(Declared):
    """Whether a due day that is not worked moves to the next that is."""

    moves: bool
    basis: tuple[Basis, ...] = Field(min_length=1)


class Grace(Declared):
    """How long a fee may be paid late, and what is added to it in each month, of the full fee."""

    months: int
    late_percents: tuple[int, ...]
    basis: tuple[Basis, ...] = Field(min_length=1)
    uncertain: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _says_every_month(self) -> Self:
        if len(self.late_percents) != self.months:
            raise ValueError("late_percents 应与补缴期的月数相同")
        return self


class Restoration(Declared):
    """Within how many months after the notice a lapsed right may be asked back, for what fee."""

    months: int
    yuan: int
    basis: tuple[Basis, ...] = Field(min_length=1)
    uncertain: tuple[str, ...] = ()


class WatchRule(Declared):
    """How many days ahead a fee is announced."""

    days: tuple[int, ...] = Field(min_length=1)
    basis: tuple[Basis, ...] = Field(min_length=1)


class FeeRules(Declared):
    """Everything about annual fees that is not arithmetic."""

    title: str
    schedules: tuple[FeeSchedule, ...] = Field(min_length=1)
    reductions: tuple[FeeReduction, ...]
    open_licence: OpenLicenceReduction
    due: DueRule
    grace: Grace
    restoration: Restoration
    watch: WatchRule

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        check_order(self.schedules, "schedules")
        check_order(self.reductions, "reductions")
        return self

    def full_fee(self, kind: str, year: int, on: date) -> int | None:
        """Return the full fee of a patent year in yuan; nothing where the schedule has none."""
        for band in held_at(self.schedules, on).amounts.get(kind, ()):
            if band.years[0] <= year <= band.years[1]:
                return band.yuan
        return None

    def reduction_of(self, percent: int, grant_year: int, year: int, on: date) -> int:
        """Return which share of the fee of ``year`` is let off, where ``percent`` was granted."""
        known = [one for one in self.reductions if one.start <= on]
        if not known or percent not in known[-1].percents:
            return 0
        return percent if year < grant_year + known[-1].years else 0


def fee_rules() -> FeeRules:
    """Return the rules of this installation; a file in its home takes the place of what ships."""
    return parameter("annual_fees", FeeRules)
