"""A questionnaire as data: whom it asks, what, on which scale, and how answers become a score."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, Self

from django.conf import settings
from pydantic import Field, model_validator

from zhiqiang.kernel.catalogue import Basis, Declared, load_folder
from zhiqiang.kernel.errors import Refused

_KEY = r"^[a-z][a-z0-9_]*$"
_HUNDRED = Decimal(100)


class Frame(Declared):
    """The parties that may be asked: of these kinds, in the region of the body that asks.

    ``holders``: only those that hold a right of the register. ``strata``: each kind or size is drawn
    for itself, in proportion to its number. Natural persons are not asked by letter.
    """

    kinds: tuple[Literal["firm", "university", "institute", "agency", "bank", "public_body"], ...] = (
        Field(min_length=1)
    )  # fmt: skip
    holders: bool = False
    strata: Literal["", "kind", "size"] = ""


class Mark(Declared):
    """One answer that may be given; without ``points`` it says nothing (不了解)."""

    key: str = Field(pattern=_KEY)
    zh: str
    points: int | None = Field(default=None, ge=0, le=100)


class Question(Declared):
    """One question and its weight in the score."""

    key: str = Field(pattern=_KEY)
    zh: str
    weight: int = Field(ge=1, le=1000)


class Questionnaire(Declared):
    """A questionnaire. ``statistic`` is what its score is published as.

    ``measure``: ``mean`` is the mean of the points, ``share`` the percentage of those whose points
    reach ``satisfied_from``. Below ``least`` answers no score is published.
    """

    key: str
    title: str
    explanation: str
    statistic: str
    measure: Literal["mean", "share"]
    satisfied_from: int = Field(default=60, ge=1, le=100)
    least: int = Field(ge=2)
    frame: Frame
    scale: tuple[Mark, ...] = Field(min_length=2)
    questions: tuple[Question, ...] = Field(min_length=1)
    basis: tuple[Basis, ...] = Field(min_length=1)
    uncertain: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        for name in ("scale", "questions"):
            keys = [one.key for one in getattr(self, name)]
            if len(set(keys)) < len(keys):
                raise ValueError(f"{name}：键重复")
        if sum(one.points is not None for one in self.scale) < 2:
            raise ValueError("scale：至少两个选项应有 points")
        return self

    def value_of(self, marks: Mapping[str, str]) -> Decimal | None:
        """Return what one answered questionnaire counts, 0 to 100; ``None`` if it rates nothing.

        The mean of the points of the rated questions by their weights: what somebody does not know
        is left out, and does not count as nought.
        """
        points = {one.key: one.points for one in self.scale}
        total, weights = Decimal(0), 0
        for question in self.questions:
            given = points.get(marks.get(question.key, ""))
            if given is not None:
                total += given * question.weight
                weights += question.weight
        if not weights:
            return None
        mean = total / weights
        if self.measure == "mean":
            return mean
        return _HUNDRED if mean >= self.satisfied_from else Decimal(0)

    def faults_in(self, marks: Mapping[str, str]) -> list[tuple[str, str]]:
        """Return question and Chinese message of each question without an answer of the scale."""
        offered = {one.key for one in self.scale}
        return [
            (one.key, f"请回答“{one.zh}”。")
            for one in self.questions
            if marks.get(one.key) not in offered
        ]


def questionnaires() -> dict[str, Questionnaire]:
    """Return every questionnaire of the catalogue, by key."""
    return _all(Path(settings.CATALOGUE))


def questionnaire(key: str) -> Questionnaire:
    """Return one questionnaire, or refuse."""
    found = questionnaires().get(key)
    if found is None:
        raise Refused("没有这份问卷，请从列出的问卷中选择。")
    return found


def as_kept(kept: Mapping[str, Any]) -> Questionnaire:
    """Return a questionnaire as it stood when its sample was drawn."""
    return Questionnaire.model_validate(kept)


@lru_cache(maxsize=4)
def _all(catalogue: Path) -> dict[str, Questionnaire]:
    return load_folder(catalogue / "surveys", Questionnaire)
