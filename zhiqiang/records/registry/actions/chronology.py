"""Dates of one right that cannot both be true, such as a grant before the filing.

Nobody can tell from the pair alone which of the two is wrong, so that neither is used: the row is
taken over without them, its cells stay as received, and the finding names both. The right then
counts neither as filed nor as granted nor as in force by a date that is wrong; what the register
knew before stays. Only where the year in the application number, or a second column, shows which
one is wrong, the other is used.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from zhiqiang.kernel.finding import Finding, Severity
from zhiqiang.kernel.place import Cell
from zhiqiang.records.registry.actions.staging import TABLE, rows_of, run

NAMES = {
    "filed_on": "申请日",
    "published_on": "公开日",
    "granted_on": "授权（注册）日",
    "ended_on": "失效日",
}
_LATER = ("published_on", "granted_on", "ended_on")


@dataclass(slots=True)
class Days:
    """The days that one row states of a right."""

    filed_on: date | None
    published_on: date | None
    granted_on: date | None
    ended_on: date | None

    def settle(self, number_year: int | None, is_grant_sure: bool) -> Iterator[tuple[str, str]]:
        """Blank what cannot be used; yield the field of each doubt and what to say.

        ``number_year`` is the year in the application number; ``is_grant_sure`` says that two
        columns state the same grant.
        """
        filed_on, granted_on = self.filed_on, self.granted_on
        for field in _LATER:
            day = getattr(self, field)
            if day is None or filed_on is None or day >= filed_on:
                continue
            wrong = _wrong(filed_on, day, field, number_year, is_grant_sure)
            for name in wrong:
                setattr(self, name, None)
            yield field, _message(field, day, "filed_on", filed_on, wrong)
        if self.ended_on and granted_on and self.ended_on < granted_on:
            yield (
                "ended_on",
                _message("ended_on", self.ended_on, "granted_on", granted_on, ("ended_on",)),
            )
            self.ended_on = None


def _wrong(
    filed_on: date, day: date, field: str, number_year: int | None, is_grant_sure: bool
) -> tuple[str, ...]:
    if number_year is not None and day.year < number_year:
        return (field,)
    if number_year is not None and filed_on.year > number_year:
        return ("filed_on",)
    return ("filed_on",) if field == "granted_on" and is_grant_sure else ("filed_on", field)


def _message(field: str, day: date, other: str, than: date, wrong: tuple[str, ...]) -> str:
    unused = "、".join(NAMES[name] for name in wrong)
    return (
        f"{NAMES[field]} {day} 早于{NAMES[other]} {than}，不可能。"
        f"{unused}未采用，其余照收；请核对原件，更正后重新导入。"
    )


def number_year(number: str) -> int:
    """Return the year in an application number: 4 digits since October 2003, 2 digits before."""
    if len(number) > 10:
        return int(number[:4])
    return int(number[:2]) + (1900 if number[:2] >= "85" else 2000)


def settle_staged(file: str, headings: dict[str, str]) -> list[Finding]:
    """Do the same where the days stand in several rows, or one of them in the register.

    A day that contradicts the register is not used; days of several rows of one file both are not.
    """
    findings = []
    for field in _LATER:
        known = "NULL" if field == "ended_on" else f"r.{field}"
        is_early = (
            f"COALESCE(s.{field}, {known}) < COALESCE(s.filed_on, r.filed_on) "
            f"AND (s.{field} IS NOT NULL OR s.filed_on IS NOT NULL)"
        )
        early = (
            f"FROM {TABLE} s LEFT JOIN registry_right r ON r.id = s.target_id "
            f"WHERE s.is_lead = 1 AND {is_early}"
        )
        found = rows_of(
            f"SELECT s.sheet, s.row_number, s.filed_on, s.{field}, "
            f"COALESCE(s.filed_on, r.filed_on), COALESCE(s.{field}, {known}) {early} ORDER BY s.seq"
        )
        if found:
            run(
                f"UPDATE {TABLE} SET filed_on = NULL, {field} = NULL "
                f"WHERE seq IN (SELECT s.seq {early})"
            )
        for sheet, row, filed_on, day, first, then in found:
            wrong = tuple(
                name for name, given in (("filed_on", filed_on), (field, day)) if given is not None
            )
            message = _message(field, then, "filed_on", first, wrong)
            cell = Cell(file, sheet, row, headings.get(wrong[-1], ""))
            findings.append(Finding(Severity.WARNING, "dates_out_of_order", message, cell=cell))
    return findings
