"""How far a project is: each required step of its kind, done or not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from zhiqiang.domains.landscapes.kinds import Step
from zhiqiang.domains.landscapes.models import HitSample, LandscapeProject


@dataclass(frozen=True, slots=True)
class Standing:
    """A step, and whether the project has what it needs."""

    step: Step
    is_done: bool


def _is_sampled(project: LandscapeProject) -> bool:
    """Say whether a precision sample of the field was judged to its end, and one for recall."""
    samples = [one for one in project.samples.all() if one.branch_id is None]
    done = {
        one.aim for one in samples if all(row.is_relevant is not None for row in one.rights.all())
    }
    return done >= set(HitSample.Aim.values)


def _is_written(project: LandscapeProject) -> bool:
    """Say whether every chapter and every analysis has its text."""
    written = {one.key for one in project.passages.all()}
    kind = project.declared
    return written >= {one.key for one in kind.chapters} | set(kind.analyses)


_TESTS: Mapping[str, Callable[[LandscapeProject], bool]] = {
    "question": lambda one: bool(one.question and one.commissioner),
    "branches": lambda one: bool(one.query) and len(one.branches.all()) > 0,
    "rules": lambda one: one.rules is not None,
    "samples": _is_sampled,
    "run": lambda one: len(one.runs.all()) > 0,
    "findings": _is_written,
    "acceptance": lambda one: one.state == LandscapeProject.State.ACCEPTED,
}


def standings(project: LandscapeProject) -> list[Standing]:
    """Return every step with whether it is done; reads what the project's query prefetched."""
    return [Standing(step, _TESTS[step.needs](project)) for step in project.declared.steps]


def missing(project: LandscapeProject) -> list[Step]:
    """Return the steps that an acceptance still waits for."""
    return [
        one.step for one in standings(project) if not one.is_done and one.step.needs != "acceptance"
    ]
