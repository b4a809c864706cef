"""Words that mean the same: a catalogue file that a bureau extends."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import islice, product

from zhiqiang.engines.fulltext.folding import folded
from zhiqiang.kernel.catalogue import Declared

MOST_READINGS = 16


class Synonyms(Declared):
    """``catalogue/search/synonyms.yml``: groups of words, each of which stands for the others."""

    title: str
    about: str = ""
    groups: tuple[tuple[str, ...], ...]

    @cached_property
    def _others(self) -> dict[str, tuple[str, ...]]:
        out: dict[str, dict[str, None]] = {}
        for group in self.groups:
            words = [folded(word) for word in group]
            for word in words:
                out.setdefault(word, {}).update(dict.fromkeys(o for o in words if o != word))
        return {word: tuple(others) for word, others in out.items()}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        words = sorted(self._others, key=len, reverse=True)
        return re.compile("|".join(re.escape(word) for word in words) or r"(?!)")

    def readings(self, text: str) -> list[str]:
        """Return other ways to say a text, its known words replaced by others of their group.

        At most ``MOST_READINGS``; those that replace one word come before those that replace more.
        """
        plain = folded(text)
        parts: list[tuple[str, ...]] = []
        end = 0
        for match in self._pattern.finditer(plain):
            parts += [(plain[end : match.start()],), (match[0], *self._others[match[0]])]
            end = match.end()
        parts.append((plain[end:],))
        made = (
            "".join(choice) for choice in sorted(islice(product(*parts), 512), key=_changes(parts))
        )
        return [one for one in dict.fromkeys(made) if one != plain][:MOST_READINGS]


def _changes(parts: list[tuple[str, ...]]):  # type: ignore[no-untyped-def]
    def count(choice: tuple[str, ...]) -> int:
        return sum(one != part[0] for one, part in zip(choice, parts, strict=True))

    return count
