"""What a question says, as a tree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Term:
    """A word or a phrase in a field (empty: the usual ones), or a value that a field is compared with."""

    text: str
    field: str = ""
    compared: str = "="
    is_quoted: bool = False
    at: int = 0
    length: int = 0


@dataclass(frozen=True, slots=True)
class Near:
    """Two words, in any order, with at most ``distance`` units between them."""

    left: Term
    right: Term
    distance: int
    at: int = 0
    length: int = 0


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one part holds."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Part


Part: TypeAlias = Term | Near | All | Any | Not


def wanted(part: Part) -> Iterator[Term]:
    """Yield the terms that a hit holds because it was asked to, those behind a NOT left out."""
    if isinstance(part, Term):
        yield part
    elif isinstance(part, Near):
        yield part.left
        yield part.right
    elif isinstance(part, All | Any):
        for one in part.parts:
            yield from wanted(one)
