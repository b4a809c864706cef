"""The kinds of projects as data: steps, chapters with their analyses, what an acceptance leaves."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal, Self

from django.conf import settings
from pydantic import Field, model_validator

from zhiqiang.domains.landscapes.counting import ANALYSES
from zhiqiang.kernel import catalogue
from zhiqiang.kernel.catalogue import Basis, Declared, check_order, held_at
from zhiqiang.records.accounts.parameters import parameter

Need = Literal["question", "branches", "rules", "samples", "run", "findings", "acceptance"]


class Step(Declared):
    """A required step; ``needs`` is what the project must have for it to be done."""

    key: str
    zh: str
    needs: Need
    how: str


class Chapter(Declared):
    """A chapter of the report: what it answers, and the analyses that stand in it."""

    key: str
    zh: str
    asks: str
    analyses: tuple[str, ...] = ()


class LandscapeKind(Declared):
    """A kind of project (GB/T 39551.2 to .6); ``leaves`` the designation that an acceptance leaves."""

    key: str
    title: str
    part: int
    leaves: str = ""
    steps: tuple[Step, ...] = Field(min_length=1)
    chapters: tuple[Chapter, ...] = Field(min_length=1)
    basis: tuple[Basis, ...] = Field(min_length=1)

    @property
    def analyses(self) -> tuple[str, ...]:
        """Return the analyses of all chapters, in order."""
        return tuple(one for part in self.chapters for one in part.analyses)

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        # A text belongs to a chapter or to an analysis, by one key.
        texts = [*(one.key for one in self.chapters), *self.analyses]
        for keys in (texts, [one.key for one in self.steps]):
            if twice := {key for key in keys if keys.count(key) > 1}:
                raise ValueError(f"重复：{'、'.join(sorted(twice))}")
        return self


class Method(Declared):
    """How an analysis is called and computed; ``of``: whose rows it shows, when not its own."""

    zh: str
    how: str
    of: str = ""


class Methods(Declared):
    """All analyses, by key."""

    title: str
    analyses: dict[str, Method]
    basis: tuple[Basis, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _can_be_counted(self) -> Self:
        if unknown := [k for k, one in self.analyses.items() if (one.of or k) not in ANALYSES]:
            raise ValueError(f"没有这些分析：{'、'.join(unknown)}")
        return self


class CountingValues(Declared):
    """Dated numbers of the counting."""

    start: date = Field(alias="from")
    family_months: int = Field(gt=0)
    lag_months: int = Field(ge=0)
    sample_size: int = Field(gt=0, le=500)
    confidence: int = Field(gt=0, lt=100)
    z: float = Field(gt=0)
    basis: tuple[Basis, ...] = Field(min_length=1)


class CountingRule(Declared):
    """The numbers, oldest first."""

    title: str
    values: tuple[CountingValues, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        check_order(self.values, "values")
        return self


def kinds() -> dict[str, LandscapeKind]:
    """Return the kinds of this installation: its own folder takes the place of what ships."""
    own = Path(settings.HOME) / "landscapes" / "kinds"
    return _kinds(Path(settings.CATALOGUE) / "landscapes") | (
        catalogue.load_folder(own, LandscapeKind) if own.is_dir() else {}
    )


@lru_cache(maxsize=2)
def _kinds(folder: Path) -> dict[str, LandscapeKind]:
    return catalogue.load_folder(folder, LandscapeKind)


def methods() -> dict[str, Method]:
    """Return how each analysis is called and computed."""
    return parameter("landscape_analyses", Methods).analyses


def counting(on: date) -> CountingValues:
    """Return the numbers that hold on a day."""
    return held_at(parameter("landscape_counting", CountingRule).values, on)
