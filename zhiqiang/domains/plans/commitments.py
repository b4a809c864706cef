"""Commitments: what a plan promises once, however often it prints it.

A plan prints one promise in its goals, again in a task and again in a table, and a table may cut
it into years. Targets that name the same indicator for the same subject in the same sort of unit
are one commitment; nothing is merged in the ledger, each place stays a target of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhiqiang.domains.plans import growth, pace, units
from zhiqiang.domains.plans.models import Programme, Target


@dataclass(frozen=True, slots=True)
class Commitment:
    """One promise: ``lead`` is the target that stands for it, ``places`` are all of its targets."""

    lead: Target
    places: tuple[Target, ...]

    @property
    def others(self) -> tuple[Target, ...]:
        """Return the further targets: repeats of the lead and values of other years."""
        return tuple(target for target in self.places if target.code != self.lead.code)

    def steps_of(self, target: Target) -> tuple[Target, ...]:
        """Return the values that the plan prints for single years, one a year, oldest first.

        The year of ``target`` itself is among them where a total is cut into yearly amounts.
        """
        by_year: dict[int, Target] = {}
        for other in self.places:
            if other.year is None or other.code == target.code:
                continue
            if other.is_every_year or other.is_mean:
                continue
            if other.year == target.year and (other.basis != "annual" or target.basis == "annual"):
                continue
            taken = by_year.get(other.year)
            if taken is None or (other.where == "table" and taken.where != "table"):
                by_year[other.year] = other
        return tuple(by_year[year] for year in sorted(by_year))

    @property
    def is_contradictory(self) -> bool:
        """Say whether the plan prints different numbers for the same year and basis."""
        seen: dict[tuple[int | None, str, bool, bool], set[Decimal]] = {}
        for target in self.places:
            key = (target.year, target.basis, target.is_every_year, target.is_mean)
            value = (target.value or Decimal(0)) * units.parse(target.unit).factor
            seen.setdefault(key, set()).add(value)
        return any(len(values) > 1 for values in seen.values())


def commitments(targets: Iterable[Target], year: int, known: Mapping[str, Any]) -> list[Commitment]:
    """Return the commitments among ``targets`` in order of the document, seen from ``year``.

    ``known`` is the catalogue: indicators of one family measure the same thing on another basis.
    """
    groups: dict[tuple[str, ...], list[Target]] = {}
    for target in targets:
        groups.setdefault(_identity(target, known), []).append(target)
    return [Commitment(_lead(group, year), tuple(group)) for group in groups.values()]


def _identity(target: Target, known: Mapping[str, Any]) -> tuple[str, ...]:
    unit = units.parse(target.unit)
    sort = unit.word if unit.word in ("%", "元", "人次") else ""
    name = "".join(target.indicator_name.split())
    if target.indicator_key in known:
        name = known[target.indicator_key].family or target.indicator_key
    return name, target.subject, sort, _growth(target)


def _growth(target: Target) -> str:
    """Return a word that tells growths apart which are measured against different years."""
    if target.basis != "growth":
        return ""
    return f"growth {growth.base_year(target) or ''} {'mean' if target.is_mean else ''}"


def _lead(group: list[Target], year: int) -> Target:
    """Pick the words over the table, and the next due year over later and past ones."""

    def rank(target: Target) -> tuple[bool, bool, int, int]:
        due = target.year if target.year is not None else 9999
        return (target.where == "table", due < year, abs(due - year), target.position)

    return min(group, key=rank)


def promise_of(target: Target, programme: Programme, is_down: bool = False) -> pace.Promise:
    """Return ``target`` as the arithmetic needs it, without steps, in its own unit.

    ``is_down``: less of the indicator is better, so that a bare number is an upper limit.
    """
    if target.value is None:
        raise ValueError(f"target {target.code} has no number")
    operator = target.operator.removeprefix("growth")
    return pace.Promise(
        basis=target.basis or "stock",
        operator="<=" if is_down and operator in ("=", "~", "") else operator,
        value=target.value,
        value_to=target.value_to,
        year=target.year or programme.to_year,
        from_year=first_year(programme),
        is_every_year=not target.is_mean
        and (target.is_every_year or (target.basis == "annual" and target.year is None)),
        is_mean=target.is_mean,
        base_year=growth.base_year(target),
    )


def first_year(programme: Programme) -> int | None:
    """Return the year in which the period begins; where it is not printed, the year of issue."""
    if programme.from_year is not None:
        return programme.from_year
    return programme.issued_on.year if programme.issued_on else None
