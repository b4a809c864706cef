"""What conditions and amounts are made of once they are read: small frozen values, no expressions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Value = bool | Decimal | date | str
Type = Literal["truth", "number", "day", "word"]


@dataclass(frozen=True, slots=True)
class Constant:
    """A value that stands in the rule itself."""

    value: Value


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known of the matter under that name."""

    name: str


@dataclass(frozen=True, slots=True)
class Given:
    """The value of a dated parameter on the day that the rule set is dated by."""

    name: str


@dataclass(frozen=True, slots=True)
class Done:
    """The result of an earlier step of the same amount."""

    name: str


@dataclass(frozen=True, slots=True)
class Later:
    """A day so many days, months or years after another; before it where the number is negative."""

    day: Amount
    number: int
    unit: Literal["day", "month", "year"]


@dataclass(frozen=True, slots=True)
class Folded:
    """Amounts taken together; a difference takes all others from the first."""

    way: Literal["sum", "difference", "product", "least", "greatest"]
    parts: tuple[Amount, ...]


@dataclass(frozen=True, slots=True)
class Rounded:
    """An amount rounded to a multiple of ``to``: half away from zero, or towards zero."""

    part: Amount
    to: Decimal
    how: Literal["half", "down"]


@dataclass(frozen=True, slots=True)
class Chosen:
    """One amount where a condition holds, another where it does not."""

    when: Condition
    then: Amount
    otherwise: Amount


Amount = Constant | Fact | Given | Done | Later | Folded | Rounded | Chosen

Operator = Literal["is", "more_than", "at_least", "less_than", "at_most"]


@dataclass(frozen=True, slots=True)
class Compared:
    """A fact compared with something; unknown where either is."""

    left: Amount
    operator: Operator
    right: Amount


@dataclass(frozen=True, slots=True)
class OneOf:
    """A fact is one of several values."""

    left: Amount
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """Whether a fact is known at all; this is never itself unknown."""

    fact: Fact
    wanted: bool


@dataclass(frozen=True, slots=True)
class Joined:
    """Conditions of which all, or any, must hold."""

    way: Literal["all", "any"]
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Negated:
    """The opposite of a condition; of the unknown, the unknown."""

    part: Condition


Condition = Compared | OneOf | Known | Joined | Negated


def names(node: object, kind: type[Fact] | type[Given] | type[Done]) -> tuple[str, ...]:
    """Return the names of one kind that a node uses, each once, in their order."""
    return tuple(dict.fromkeys(one.name for one in _walk(node) if isinstance(one, kind)))


def _walk(node: object) -> list[object]:
    match node:
        case Compared(left, _, right):
            below: tuple[object, ...] = (left, right)
        case OneOf(part, _) | Known(part, _) | Later(part, _, _) | Negated(part):
            below = (part,)
        case Rounded(part, _, _):
            below = (part,)
        case Joined(_, parts) | Folded(_, parts):
            below = parts
        case Chosen(when, then, otherwise):
            below = (when, then, otherwise)
        case _:
            below = ()
    return [node, *(one for part in below for one in _walk(part))]
