"""By what rule firms are offered patent information; dated data of the catalogue."""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import Field, model_validator

from zhiqiang.kernel.catalogue import Basis, Declared, check_order, held_at
from zhiqiang.records.accounts.parameters import parameter


class Weights(Declared):
    """What each likeness between a profile and a right counts."""

    main_class: int = Field(ge=0)
    other_class: int = Field(ge=0)
    word: int = Field(ge=0)
    industry: int = Field(ge=0)
    region: int = Field(ge=0)


class PushValues(Declared):
    """The rule while it holds.

    ``least`` points make a candidate, ``most`` candidates a round for a firm; from ``releases_from``
    points on the program releases by itself, never where it is empty. ``classes`` and ``words``: how
    many a profile takes from the firm's own rights; ``plain_words`` say nothing of a technology.
    """

    start: date = Field(alias="from")
    kinds: tuple[str, ...] = Field(min_length=1)
    weights: Weights
    least: int = Field(ge=1)
    most: int = Field(ge=1, le=500)
    classes: int = Field(ge=1, le=30)
    words: int = Field(ge=0, le=30)
    plain_words: tuple[str, ...]
    releases_from: int | None = Field(default=None, ge=1)
    basis: Basis


class PushRule(Declared):
    """The dated values, oldest first."""

    key: str
    title: str
    values: tuple[PushValues, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        check_order(self.values, "values")
        return self


def rule_on(day: date) -> PushValues:
    """Return the values that hold on ``day``."""
    return held_at(parameter("push_rule", PushRule).values, day)
