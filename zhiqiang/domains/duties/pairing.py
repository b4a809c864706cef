"""Which item stands on which clause of a plan that was compiled again or revised.

Certain is the same words in the same section, or the same words anywhere, or the same number and
heading, each only where both sides have one of it. What is left on the side of the items has lost
its ground; what is left on the side of the plan is new.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Clause:
    """A task as the plan orders it now. ``bodies``: (lead or support, printed name), in order.

    ``question`` is what the plan leaves open; ``indicator_key`` the indicator that its words name.
    """

    code: str
    number: str
    kind: str
    title: str
    text: str
    section: str = ""
    due: str = ""
    bodies: tuple[tuple[str, str], ...] = ()
    question: str = ""
    indicator_key: str = ""

    @property
    def identity(self) -> str:
        """Return what tells this clause from all others of its text."""
        words = "|".join(
            squeezed(one) for one in (self.section, self.number, self.title, self.text)
        )
        return hashlib.sha256(words.encode()).hexdigest()[:24]


class Worded(Protocol):
    """What can be told apart by its words: a clause, and an item that stands on one."""

    @property
    def number(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def section(self) -> str: ...


def squeezed(text: str) -> str:
    """Return a text without white space."""
    return "".join(text.split())


_KEYS: tuple[Callable[[Worded], Hashable], ...] = (
    lambda one: (squeezed(one.section), one.number, squeezed(one.title), squeezed(one.text)),
    lambda one: (squeezed(one.title), squeezed(one.text)),
    lambda one: squeezed(one.text),
    lambda one: (one.number, squeezed(one.title)) if one.number else None,
)


@dataclass(frozen=True, slots=True)
class Paired:
    """Items with the clauses they stand on, clauses without an item, items without a clause."""

    pairs: tuple[tuple[Worded, Clause], ...]
    new: tuple[Clause, ...]
    lost: tuple[Worded, ...]


def pair(items: Iterable[Worded], clauses: Iterable[Clause]) -> Paired:
    """Pair the items of a list with the clauses of the plan in force."""
    left, free, pairs = list(items), list(clauses), []
    for key_of in _KEYS:
        here, there = _by_key(left, key_of), _by_key(free, key_of)
        for key, mine in here.items():
            theirs = there.get(key, [])
            if key is not None and len(mine) == len(theirs) == 1:
                pairs.append((mine[0], theirs[0]))
        taken = {id(one) for both in pairs for one in both}
        left = [one for one in left if id(one) not in taken]
        free = [one for one in free if id(one) not in taken]
    return Paired(tuple(pairs), tuple(free), tuple(left))


def _by_key(
    several: Sequence[Worded], key_of: Callable[[Worded], Hashable]
) -> dict[Hashable, list[Worded]]:
    out: dict[Hashable, list[Worded]] = defaultdict(list)
    for one in several:
        out[key_of(one)].append(one)
    return out
