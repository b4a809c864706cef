"""Number the paragraphs of automatic lists as Word prints them: 一、（一）1.（1）."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from zhiqiang.engines.compiler.inputs.number_formats import printed

LEVELS = 9
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class ListLevel:
    """One level of a list: its format, the words around the number, and where it begins."""

    way: str = "decimal"
    words: str = ""
    start: int = 1
    restart: int | None = None
    is_legal: bool = False
    style: str = ""


@dataclass(frozen=True, slots=True)
class NumberedList:
    """A list that paragraphs name: levels of its pattern, and starts of its own by level."""

    pattern: str
    levels: Mapping[int, ListLevel]
    starts: Mapping[int, int] = field(default_factory=dict)


class Numberer:
    """Counts along the document; lists of one pattern count on from each other."""

    def __init__(self, lists: Mapping[str, NumberedList]) -> None:
        self._lists = lists
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()

    def level_of_style(self, number: str, style: str) -> int | None:
        """Return the level that a list gives to a paragraph style."""
        found = self._lists.get(number)
        if found is None:
            return None
        return next((at for at, one in found.levels.items() if one.style == style), None)

    def next(self, number: str, level: int) -> str:
        """Count one paragraph and return what is printed before it, empty for bullets of symbols."""
        found = self._lists.get(number)
        if found is None or level not in found.levels:
            return ""
        counts = self._counts.setdefault(found.pattern, [None] * LEVELS)
        self._count(found, number, level, counts)
        own = found.levels[level]
        if own.way == "bullet":
            # Bullets of symbol fonts stand in the private area and mean nothing as text.
            return "" if any("\ue000" <= letter <= "\uf8ff" for letter in own.words) else own.words
        words = _PLACE.sub(
            lambda place: self._one(found, own, int(place[1]) - 1, counts), own.words
        )
        return words + (" " if words[-1:].isalnum() and words[-1:].isascii() else "")

    def _count(
        self, found: NumberedList, number: str, level: int, counts: list[int | None]
    ) -> None:
        begun = counts[level]
        if level in found.starts and (number, level) not in self._begun:
            self._begun.add((number, level))
            counts[level] = found.starts[level]
        else:
            counts[level] = found.levels[level].start if begun is None else begun + 1
        for above in range(level):
            if counts[above] is None and above in found.levels:
                counts[above] = found.levels[above].start
        for below in range(level + 1, LEVELS):
            restart = found.levels[below].restart if below in found.levels else None
            if restart is None or (restart and level < restart):
                counts[below] = None

    @staticmethod
    def _one(found: NumberedList, own: ListLevel, level: int, counts: list[int | None]) -> str:
        count = counts[level]
        if count is None or level not in found.levels:
            return ""
        way = found.levels[level].way
        return printed(count, "decimal" if own.is_legal and way != "none" else way)
