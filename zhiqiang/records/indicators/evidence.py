"""Which grounds one invention meets to count as of high value, and what shows it.

The engine judges a whole snapshot at once (``engines/metrics/judging.py``); here one right of the
ledger is judged by the same rules, so that each ground can name its record. A test holds the two to
one another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhiqiang.engines.metrics.criteria import AgeTest, ColumnTest, Criterion, EventTest
from zhiqiang.engines.metrics.measure import Condition
from zhiqiang.kernel.calendar import add_months
from zhiqiang.records.indicators.rules import rules

KEY = "high_value_criteria"


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground, whether it is met on the day, and what says so.

    ``field`` names the column of the right, ``event`` the event that shows it; ``uncertain`` is
    what the published rule leaves open.
    """

    name: str
    label: str
    is_met: bool
    field: str = ""
    event: Any = None
    uncertain: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grounds:
    """All grounds of the set in use on a day; ``is_marked`` is what the received list says."""

    title: str
    grounds: tuple[Ground, ...]
    is_marked: bool | None

    @property
    def met(self) -> int:
        """Return how many grounds are met; a right counts once however many."""
        return sum(one.is_met for one in self.grounds)


def grounds_of(right: Any, events: Iterable[Any], as_of: date) -> Grounds | None:
    """Return how an invention stands to each ground on a day; nothing for other kinds."""
    if right.kind != "invention":
        return None
    criteria = rules().criteria[KEY]
    used = criteria.set_at(as_of)
    known = [one for one in events if one.happened_on <= as_of]
    judged = (_judged(name, criteria.criteria[name], right, known, as_of) for name in used.criteria)
    return Grounds(used.title, tuple(judged), right.is_marked_high_value)


def _judged(name: str, one: Criterion, right: Any, events: list[Any], as_of: date) -> Ground:
    rule = one.rule
    if isinstance(rule, AgeTest):
        base = getattr(right, rule.base)
        is_met = base is not None and add_months(base, 12 * rule.over_years) < as_of
        return Ground(name, one.label, is_met, rule.base, None, one.uncertain)
    if isinstance(rule, EventTest):
        event = next((e for e in events if _struck(rule, right, e)), None)
        return Ground(name, one.label, event is not None, "", event, one.uncertain)
    is_met = _fulfils(right, rule.where) or _is_listed(rule, right)
    return Ground(name, one.label, is_met, next(iter(rule.where)), None, one.uncertain)


def _struck(rule: EventTest, right: Any, event: Any) -> bool:
    if not _fulfils(event, rule.where):
        return False
    if rule.at_least is None:
        return _fulfils(right, rule.when_unset)
    return event.amount is not None and event.amount >= rule.at_least


def _is_listed(rule: ColumnTest, right: Any) -> bool:
    """Say whether a loaded concordance names one of the classes of a right."""
    table = rules().concordances.get(rule.concordance or "")
    if table is None:
        return False
    words = "|".join(re.escape(prefix) for prefix in table.prefixes)
    classes = f"{right.ipc_main or ''};{right.ipc_all or ''}"
    return re.search(rf"(^|[^A-Z0-9/])({words})", classes) is not None


def _fulfils(row: Any, where: dict[str, Any]) -> bool:
    return all(_holds(getattr(row, column), test) for column, test in where.items())


def _holds(value: Any, test: Any) -> bool:
    if isinstance(test, tuple):
        return value in test
    if not isinstance(test, Condition):
        return bool(value == test)
    is_known = value is not None and value != ""
    if test.is_known is not None and test.is_known != is_known:
        return False
    if not is_known:
        return test.is_known is False
    return (
        (test.at_least is None or value >= test.at_least)
        and (test.at_most is None or value <= test.at_most)
        and (not test.begins or str(value).startswith(test.begins))
        and (not test.contains or any(word in value for word in test.contains))
        and (not test.other_than or value not in test.other_than)
    )
