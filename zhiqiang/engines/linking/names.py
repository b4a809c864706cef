"""A name of an organisation in its parts: region, stem, form, unit."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhiqiang.engines.linking.likeness import off_by_one
from zhiqiang.engines.linking.words import NameWords, Regions, flat, key_of, nested, written_alike

_BRACKETS = re.compile(r"\(([^()]*)\)")
_NUMERALS = re.compile(r"[0-9]+|[〇零一二两三四五六七八九十百千]+")


@dataclass(frozen=True, slots=True)
class Name:
    """One name, read. ``key`` is its whole text in one writing; equal keys are equal names.

    ``misprint`` is the form as printed where a character of it is wrong. ``stem`` is what is left
    of the body without region, form and the words of groups; ``unit`` is the unit of ``host`` that
    the name means, if it means one.
    """

    printed: str
    key: str
    stem: str
    form: str = ""
    family: str = ""
    misprint: str = ""
    regions: tuple[str, ...] = ()
    is_region_first: bool = True
    codes: frozenset[str] = frozenset()
    is_group: bool = False
    head: str = ""
    host: str = ""
    unit: str = ""

    @property
    def numerals(self) -> list[str]:
        """Return the numbers in the stem, by which works and bureaus of one firm are told apart."""
        return sorted(_NUMERALS.findall(self.stem))


class NameReader:
    """Takes names apart by the word lists of the catalogue and the table of divisions."""

    def __init__(self, words: NameWords, regions: Regions) -> None:
        self.words = words
        self.regions = regions

    def key(self, name: str) -> str:
        """Return the whole name in one writing, which is all that exact matching needs."""
        return key_of(name)

    def read(self, name: str) -> Name:
        """Take one name apart; a text that is no name of an organisation is all stem."""
        text = written_alike(name)
        key = flat(text)
        host, unit = self._host(key)
        body, form, family = self._form(key)
        misprint = "" if key.endswith(form) else key[len(body) :]
        found: list[str] = []
        if unit:
            return Name(name, key, body, form, family, misprint, host=host, unit=unit)
        for inside in _BRACKETS.findall(text):
            if self.regions.codes(inside) and inside in body:
                found.append(inside)
                body = body.replace(inside, "", 1)
        whole = body
        body = self.words.groups.sub("", body)
        is_group = body != whole or "集团" in form
        if len(body) < 2:
            body, is_group = whole, False
        head = next((one for one in self.words.heads if body.startswith(one)), "")
        body, head = self._without(body, head)
        is_first = not found
        body, first = self._first_regions(body, found)
        body, last = self._last_region(body)
        found += [*first, *last]
        return Name(
            name, key, body, form, family, misprint, tuple(found), is_first and not last,
            frozenset().union(*map(self.regions.codes, found)), is_group, head,
        )  # fmt: skip

    def _host(self, key: str) -> tuple[str, str]:
        match = self.words.host.fullmatch(key)
        if match is None:
            return "", ""
        host, unit = match.groups()
        is_firm_of_school = host.endswith(self.words.forms["learning"]) and self._form(unit)[2] in (
            "limited", "joint_stock",
        )  # fmt: skip
        return ("", "") if is_firm_of_school else (host, unit)

    def _form(self, key: str) -> tuple[str, str, str]:
        for form, family in self.words.endings:
            if key.endswith(form) and len(key) > len(form) + 1:
                return key[: -len(form)], form, family
        for form, family in self.words.endings:
            if len(form) >= 4 and len(key) > len(form) + 1 and off_by_one(key[-len(form) :], form):
                return key[: -len(form)], form, family
        return key, "", ""

    def _without(self, body: str, part: str) -> tuple[str, str]:
        """Take ``part`` from the front where a body is still told apart by the rest."""
        rest = body[len(part) :]
        return (rest, part) if part and self.words.has_brand(rest) else (body, "")

    def is_place(self, text: str) -> bool:
        """Say whether a text names a division or the country, and so no body."""
        return text in self.words.heads or bool(self.regions.codes(text))

    def _first_regions(self, body: str, told: list[str]) -> tuple[str, list[str]]:
        """Take a division from the front, and one inside it.

        ``told`` are the divisions in brackets. A place in front of a body that sits elsewhere is
        its brand.
        """
        found: list[str] = []
        for _ in range(3):
            rest, region = self._without(body, self.regions.head(body))
            codes = self.regions.codes
            if not region or not all(nested(codes(region), codes(one)) for one in told + found):
                break
            found.append(region)
            body = rest
        return body, found

    def _last_region(self, body: str) -> tuple[str, list[str]]:
        tail = self.regions.tail(body)
        rest = body[: len(body) - len(tail)]
        return (rest, [tail]) if tail and self.words.has_brand(rest) else (body, [])
