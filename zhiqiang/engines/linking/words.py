"""The words that names of organisations are made of, as ``catalogue/parameters/name_words.yml`` lists them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cached_property, lru_cache
from pathlib import Path

from zhiqiang.kernel import catalogue
from zhiqiang.kernel.catalogue import Basis, Declared
from zhiqiang.kernel.divisions import Division, Divisions, prefix
from zhiqiang.kernel.traditional_script import simplified_name

_NOT_TOLD = re.compile(r"[^\w+&()]|_")
_PEOPLES = re.compile(r"(.{2,3}?)(?:[^族]{1,4}族|维吾尔)*(?:自治[区州县]|特别行政区|地区|盟)")
_LEVEL_WORD = re.compile(r"(.{2,})[省市县]")


def written_alike(name: str) -> str:
    """Return a name in one writing: width, script, case; spaces and signs gone, brackets kept."""
    text = name if name.isascii() else simplified_name(unicodedata.normalize("NFKC", name))
    return _NOT_TOLD.sub("", text.upper())


def nested(one: Iterable[str], other: Iterable[str]) -> bool:
    """Say whether a code of the one lies within a code of the other, or is the same."""
    others = tuple(other)
    return any(a.startswith(b) or b.startswith(a) for a in one for b in others)


def flat(text: str) -> str:
    """Return a text of one writing without its brackets."""
    return text.replace("(", "").replace(")", "")


def key_of(name: str) -> str:
    """Return a whole name in one writing: equal keys are equal names."""
    return flat(written_alike(name))


class NameWords(Declared):
    """Word lists of one language of names; nothing in them is the name of a single body."""

    title: str
    basis: Basis
    forms: dict[str, tuple[str, ...]]
    host_forms: tuple[str, ...]
    group_words: tuple[str, ...]
    heads: tuple[str, ...]
    particles: tuple[str, ...]
    trades: tuple[str, ...]

    @cached_property
    def endings(self) -> list[tuple[str, str]]:
        """Return every form with its family, the longest first, without brackets."""
        found = [(flat(one), family) for family, forms in self.forms.items() for one in forms]
        return sorted(set(found), key=lambda pair: (-len(pair[0]), pair))

    @cached_property
    def host(self) -> re.Pattern[str]:
        """Return what finds a body and, behind its complete form, a unit of it."""
        return re.compile(f"(.{{2,}}?(?:{_any(self.host_forms)}))(.{{2,}})")

    @cached_property
    def groups(self) -> re.Pattern[str]:
        """Return what finds the words that only say how a firm is held."""
        return re.compile(_any(self.group_words))

    @cached_property
    def trade_run(self) -> re.Pattern[str]:
        """Return what matches a text made of trade words and particles alone.

        Possessive, the longest word first: 电子商务 is also 电子 and 商务, and trying every way to
        cut a long text would take time without end.
        """
        return re.compile(f"(?:{_any((*self.trades, *self.particles))})++")

    def brand(self, stem: str) -> str:
        """Return what is left of a stem without trade words."""
        return self.trade_run.sub("", stem)

    def says_trade_only(self, text: str) -> bool:
        """Say whether a text names no body by itself: it is made of trades alone."""
        return self.trade_run.fullmatch(text) is not None

    def has_brand(self, text: str) -> bool:
        """Say whether two characters at least are left beside the trade words of ``text``."""
        return len(self.brand(text)) >= 2


def _any(words: tuple[str, ...]) -> str:
    return "|".join(sorted({re.escape(flat(word)) for word in words}, key=len, reverse=True))


class Regions:
    """Names of divisions as they stand in names of firms, with or without 省, 市, 县.

    Short names of districts and counties (和平, 新兴) are ordinary words: districts are never
    shortened, counties not at the head of a name.
    """

    def __init__(self, divisions: Divisions) -> None:
        self._codes: dict[str, set[str]] = {}
        self._heads: set[str] = set()
        for row in divisions.all():
            name = simplified_name(row.name)
            short = _short_name(row, name)
            for one in filter(None, (name, short)):
                self._codes.setdefault(one, set()).add(prefix(row.code))
            self._heads.add(name)
            if short and not (row.level == "county" and name.endswith("县")):
                self._heads.add(short)
        self._longest = max(map(len, self._codes))

    def codes(self, name: str) -> frozenset[str]:
        """Return the code prefixes that a name stands for; none where it names no division."""
        return frozenset(self._codes.get(name, ()))

    def head(self, text: str) -> str:
        """Return the longest division name that ``text`` begins with, or nothing."""
        lengths = range(min(self._longest, len(text)), 1, -1)
        return next((text[:n] for n in lengths if text[:n] in self._heads), "")

    def tail(self, text: str) -> str:
        """Return the longest division name that ``text`` ends with, or nothing."""
        lengths = range(min(self._longest, len(text)), 1, -1)
        return next((text[-n:] for n in lengths if text[-n:] in self._codes), "")


def _short_name(row: Division, name: str) -> str:
    """Return the short form of a division's name that names of firms use, if there is one."""
    if row.level == "state":
        return ""
    match = _PEOPLES.fullmatch(name) or _LEVEL_WORD.fullmatch(name)
    return match[1] if match else ""


@lru_cache(maxsize=4)
def load_name_words(path: Path) -> NameWords:
    """Return the word lists of one catalogue file."""
    return catalogue.load(path, NameWords)
