"""Targets against figures: every target of a programme on a day, from one batch of figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from zhiqiang.domains.plans import lamps, pace, units
from zhiqiang.domains.plans.commitments import Commitment, commitments, promise_of
from zhiqiang.domains.plans.lamps import Lamp
from zhiqiang.domains.plans.measuring import Measurement, fetch, measurement
from zhiqiang.domains.plans.models import Programme, Target
from zhiqiang.domains.plans.standing import Standing, standing, without_figure
from zhiqiang.kernel.errors import NotFound
from zhiqiang.records.indicators import queries as indicators


@dataclass(frozen=True, slots=True)
class CommitmentStanding:
    """A commitment with the standing of the target that leads it."""

    commitment: Commitment
    standing: Standing


@dataclass(frozen=True, slots=True)
class _Case:
    """A target ready to be judged."""

    target: Target
    promise: pace.Promise
    need: Measurement
    printed_years: tuple[int, ...]
    notes: tuple[str, ...]


def target_standings(programme: Programme, as_of: date) -> list[Standing]:
    """Return the standing of every numbered target, each printed place of its own, in order."""
    targets = _numbered(programme)
    groups = commitments(targets, as_of.year, indicators.catalogue())
    out = _stand(programme, [(group, target) for group in groups for target in group.places], as_of)
    return sorted(out, key=lambda one: one.target.position)


def commitment_standings(programme: Programme, as_of: date) -> list[CommitmentStanding]:
    """Return the commitments of a programme with the standing of the target that leads each."""
    groups = commitments(_numbered(programme), as_of.year, indicators.catalogue())
    found = _stand(programme, [(group, group.lead) for group in groups], as_of)
    return [CommitmentStanding(g, one) for g, one in zip(groups, found, strict=True)]


def commitment_of(target: Target, as_of: date) -> CommitmentStanding:
    """Return the commitment that a numbered target belongs to, with that target's own standing."""
    groups = commitments(_numbered(target.programme), as_of.year, indicators.catalogue())
    group = next(g for g in groups if any(one.code == target.code for one in g.places))
    own = next(one for one in group.places if one.code == target.code)
    return CommitmentStanding(group, _stand(target.programme, [(group, own)], as_of)[0])


def lamp_counts(standings: Iterable[Standing]) -> list[tuple[str, int]]:
    """Return how many standings have each lamp, in the order of the lamps."""
    counts = Counter(one.lamp for one in standings)
    return [(str(lamp), counts[lamp]) for lamp in Lamp]


def _numbered(programme: Programme) -> list[Target]:
    return list(programme.targets.filter(value__isnull=False))


def _stand(
    programme: Programme, pairs: Sequence[tuple[Commitment, Target]], as_of: date
) -> list[Standing]:
    known = indicators.catalogue()
    prepared = [_prepare(programme, group, target, known, as_of) for group, target in pairs]
    cases = [one for one in prepared if isinstance(one, _Case)]
    try:
        figures = fetch(
            (request for case in cases for request in case.need.requests()), programme.region_code
        )
    except NotFound as error:
        # Nothing was published yet: every target says so, and the plan can still be read.
        why = str(error)
        return [without_figure(p.target, why) if isinstance(p, _Case) else p for p in prepared]
    rule = lamps.rule().on(as_of)
    return [
        one
        if isinstance(one, Standing)
        else standing(
            one.target, one.promise, one.need, figures, rule, as_of, one.printed_years, one.notes
        )
        for one in prepared
    ]


def _prepare(
    programme: Programme, group: Commitment, target: Target, known: Mapping[str, Any], as_of: date
) -> _Case | Standing:
    if not target.indicator_key:
        return without_figure(target, "尚未对应到指标目录，见核对意见")
    definition = known.get(target.indicator_key)
    if definition is None:
        return without_figure(target, "所对应的指标已不在目录中，请重新载入或补充目录")
    promise = promise_of(target, programme, is_down=definition.direction == "down")
    if target.where == "table" and promise.basis == "annual" and (target.year or 0) > as_of.year:
        return without_figure(target, f"{target.year} 年度尚未开始")
    if promise.from_year is not None and as_of.year < promise.from_year:
        return without_figure(target, f"规划期自 {promise.from_year} 年开始，截至日在此之前")
    steps = group.steps_of(target)
    promise, printed, notes = _with_steps(promise, target, steps)
    need = measurement(target, promise, definition, as_of)
    if programme.from_year is None and promise.from_year is not None:
        notes = (*notes, f"规划未写起始年，按成文年份 {promise.from_year} 年起算")
    return _Case(target, promise, need, printed, notes)


def _with_steps(
    promise: pace.Promise, target: Target, steps: Sequence[Target]
) -> tuple[pace.Promise, tuple[int, ...], tuple[str, ...]]:
    """Return the promise with the yearly values that the plan prints, where they fit it."""
    points = []
    for step in steps:
        factor = units.factor(step.unit, target.unit)
        if step.year is not None and step.value is not None and factor is not None:
            points.append((step.year, step.value * factor))
    if promise.is_every_year or promise.is_mean or not points or promise.year is None:
        return promise, (), ()
    usable, trouble = pace.usable_steps(promise, points, steps[0].basis)
    notes = {
        "contradicts": "规划的分年目标合计与总目标不一致，应达进度未采用分年目标，按时间折算",
        "differs": "规划的分年目标与总目标口径不同，应达进度未采用分年目标",
        "": "",
    }
    note = notes[trouble]
    return replace(promise, steps=usable), tuple(y for y, _ in usable), (note,) if note else ()
