"""What pages read of projects; everything asks for a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from zhiqiang.domains.landscapes.kinds import Chapter, counting
from zhiqiang.domains.landscapes.models import (
    HitSample,
    LandscapePassage,
    LandscapeProject,
    LandscapeRun,
    TechnologyBranch,
)
from zhiqiang.domains.landscapes.sampled import Share, told_by
from zhiqiang.domains.landscapes.showing import Figure, figures
from zhiqiang.kernel.errors import NotFound

MISSING = "没有这个专利导航项目，或您无权查看。"


def projects(person: Any, kind: str = "", state: str = "") -> QuerySet[LandscapeProject]:
    """Return the projects, newest first, with how many runs and open alerts each has."""
    found = LandscapeProject.objects.visible_to(person)
    for name, value in (("kind", kind), ("state", state)):
        if value:
            found = found.filter(**{name: value})
    return found.annotate(
        run_count=Count("runs", distinct=True),
        alert_count=Count("watches__alerts", filter=Q(watches__alerts__answer=""), distinct=True),
    )


def project(key: int, person: Any) -> LandscapeProject:
    """Return a project with what its steps are judged by, in a fixed number of queries."""
    samples = (
        HitSample.objects.visible_to(person).prefetch_related("rights").select_related("branch")
    )
    found: LandscapeProject | None = (
        LandscapeProject.objects.visible_to(person)
        .filter(pk=key)
        .prefetch_related(
            "branches",
            "passages",
            "runs__hits",
            "runs__printed",
            "watches",
            Prefetch("samples", samples),
        )
        .first()
    )
    if found is None:
        raise NotFound(MISSING)
    return found


def run(of: LandscapeProject, number: int = 0) -> LandscapeRun | None:
    """Return a run of a project by number, the newest by default; raises ``NotFound`` for no such."""
    every = list(of.runs.all())
    for one in every:
        one.project = of
        if not number or one.number == number:
            return one
    if number:
        raise NotFound(f"这个项目没有第 {number} 次运算。")
    return None


def sample(key: int, person: Any) -> HitSample:
    """Return a sample with its rights."""
    found: HitSample | None = (
        HitSample.objects.visible_to(person)
        .select_related("project", "branch")
        .prefetch_related("rights")
        .filter(pk=key)
        .first()
    )
    if found is None:
        raise NotFound("没有这次抽样，或您无权查看。")
    return found


@dataclass(frozen=True, slots=True)
class Judged:
    """A sample with what it says so far; ``left`` rights wait for a judgement."""

    sample: HitSample
    share: Share | None
    left: int

    @property
    def noise(self) -> str:
        """Say the share of what is not relevant, of a precision sample."""
        if self.share is None or self.sample.aim != HitSample.Aim.PRECISION:
            return ""
        return f"{1 - self.share.share:.1%}"


def judged(one: HitSample) -> Judged:
    """Return what a sample says."""
    left = sum(row.is_relevant is None for row in one.rights.all())
    return Judged(one, told_by(one, counting(one.drawn_at.date()).z), left)


@dataclass(frozen=True, slots=True)
class Node:
    """A branch with those beneath it."""

    branch: TechnologyBranch
    below: Sequence[TechnologyBranch]


def tree(of: LandscapeProject) -> list[Node]:
    """Return the branches of the first level, technology before effects, with those beneath."""
    every = list(of.branches.all())
    return [
        Node(one, [other for other in every if other.above_id == one.pk])
        for one in every
        if one.above_id is None
    ]


@dataclass(frozen=True, slots=True)
class Written:
    """A text of the analyst, where there is one; ``is_stale``: read on an earlier run."""

    passage: LandscapePassage | None
    is_stale: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter as it is read: its text, and each figure with its finding."""

    chapter: Chapter
    written: Written
    figures: Sequence[tuple[Figure, Written]]


def parts(of: LandscapeProject, on: LandscapeRun | None) -> list[Part]:
    """Return the chapters of a project with the figures of a run."""
    texts = {one.key: one for one in of.passages.all()}
    shown = figures(on) if on is not None else {}

    def text(key: str, is_figure: bool = False) -> Written:
        one = texts.get(key)
        stale = is_figure and one is not None and on is not None and one.run_id != on.pk
        return Written(one, stale)

    return [
        Part(
            chapter, text(chapter.key),
            [(shown[key], text(key, True)) for key in chapter.analyses if key in shown],
        )
        for chapter in of.declared.chapters
    ]  # fmt: skip
