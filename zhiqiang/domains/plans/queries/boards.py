"""What a plan promises of each indicator, and who leads the work: for the board of indicators."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhiqiang.domains.plans.lamps import Lamp
from zhiqiang.domains.plans.models import Programme, Target
from zhiqiang.domains.plans.queries.programmes import programmes
from zhiqiang.domains.plans.queries.standings import commitment_standings
from zhiqiang.domains.plans.standing import Standing

_WORST = (Lamp.FAR_BEHIND, Lamp.BEHIND, Lamp.NO_DATA, Lamp.OK)


@dataclass(frozen=True, slots=True)
class PlanLine:
    """An indicator in a plan: the standing of the target that stands worst, and the bodies.

    ``bodies`` are those of the tasks in whose text a target of the indicator is printed.
    """

    standing: Standing
    bodies: tuple[str, ...]


def plans_of(region: str, person: Any) -> list[Programme]:
    """Return the plans of a region that ``person`` may see, newest first."""
    return list(programmes(person).filter(region_code=region))


def plan_lines(of: Programme, as_of: date) -> dict[str, PlanLine]:
    """Return what a plan promises, by indicator key."""
    found: dict[str, Standing] = {}
    for one in commitment_standings(of, as_of):
        key = one.standing.target.indicator_key
        if key and (key not in found or _rank(one.standing) < _rank(found[key])):
            found[key] = one.standing
    bodies = _bodies(of, of.targets.exclude(indicator_key=""))
    return {key: PlanLine(one, bodies.get(key, ())) for key, one in found.items()}


def _rank(standing: Standing) -> int:
    return _WORST.index(standing.lamp)


def _bodies(of: Programme, targets: Iterable[Target]) -> dict[str, tuple[str, ...]]:
    tasks = [
        (task.span_start, task.span_end, [body.name for body in task.bodies.all()])
        for task in of.tasks.prefetch_related("bodies")
    ]
    out: dict[str, list[str]] = {}
    for target in targets:
        for start, end, names in tasks:
            if start <= target.span_start and target.span_end <= end:
                out.setdefault(target.indicator_key, []).extend(names)
    return {key: tuple(dict.fromkeys(names)) for key, names in out.items()}
