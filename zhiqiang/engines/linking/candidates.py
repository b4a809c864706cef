"""Find a body among many known ones: few candidates by shared keys, then each compared.

Most names of a long list stand in the register letter for letter and need one look-up. For the
others a candidate shares the whole name in one writing, the stem, the stem but for one character,
the brand, or the name behind a parent's name.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from zhiqiang.engines.linking.comparing import Comparer, Decision, Match, Subject, tails
from zhiqiang.engines.linking.names import Name

# A key that very many bodies share tells nothing; comparing all of them would cost without end.
MOST_IN_BLOCK = 60
# Nothing that is longer is a stem; a hostile cell would cost its length squared.
_LONGEST = 80
# What two bodies may share beside a block, by the first sign of its key: code, name, former name.
_CODE, _NAME, _FORMER = "#=~"


@dataclass(frozen=True, slots=True)
class Resemblance:
    """Two known bodies that are, or may be, one."""

    one: Hashable
    other: Hashable
    match: Match


@dataclass(frozen=True, slots=True)
class Link:
    """What a name leads to: a known body, and why."""

    known: Hashable
    match: Match


def is_block(key: str) -> bool:
    """Say whether a key of ``Known.keys`` tells nothing once very many bodies share it."""
    return key[0] not in (_CODE, _NAME, _FORMER)


def met_by(key: str) -> tuple[str, ...]:
    """Return the keys of others who may be the body that has this key."""
    if key[0] == _NAME:
        return key, _FORMER + key[1:]
    return (_NAME + key[1:],) if key[0] == _FORMER else (key,)


class Known:
    """The known bodies by every key under which a candidate may be found.

    ``crowded`` are keys that very many bodies share, of whom only some are given here.
    """

    def __init__(
        self,
        comparer: Comparer,
        subjects: Mapping[Any, Subject],
        crowded: Collection[str] = (),
    ) -> None:
        self._comparer = comparer
        self._crowded = frozenset(crowded)
        self._subjects: list[tuple[Hashable, Subject]] = list(subjects.items())
        self._names: list[Name] = []
        self._by_code: dict[str, list[int]] = {}
        self._by_key: dict[str, list[int]] = {}
        self._by_former: dict[str, list[int]] = {}
        self._blocks: dict[str, list[int]] = {}
        for place, (_, subject) in enumerate(self._subjects):
            self._add(place, subject)

    def _add(self, place: int, subject: Subject) -> None:
        name = self._comparer.reader.read(subject.name)
        self._names.append(name)
        self._by_key.setdefault(name.key, []).append(place)
        if subject.credit_code:
            self._by_code.setdefault(subject.credit_code, []).append(place)
        for former in subject.former:
            key = self._comparer.reader.key(former)
            self._by_former.setdefault(key, []).append(place)
        for key in self._block_keys(name):
            self._blocks.setdefault(key, []).append(place)

    def keys(self) -> dict[Hashable, list[str]]:
        """Return under which keys each body is found."""
        out: list[list[str]] = [[] for _ in self._subjects]
        for sign, index in (
            ("", self._blocks),
            (_CODE, self._by_code),
            (_NAME, self._by_key),
            (_FORMER, self._by_former),
        ):
            for key, places in index.items():
                for place in places:
                    out[place].append(sign + key)
        return {known: keys for (known, _), keys in zip(self._subjects, out, strict=True)}

    def _block_keys(self, name: Name) -> Iterator[str]:
        """Give the keys that a name shares with names that may be near it."""
        if name.unit:
            yield f"u{name.unit}"
            return
        stem = name.stem
        yield f"s{stem}"
        if 3 <= len(stem) <= _LONGEST:
            yield from {f"s{stem[:cut]}{stem[cut + 1 :]}" for cut in range(len(stem))}
        brand = self._comparer.reader.words.brand(stem)
        if len(brand) >= 2 and brand != stem:
            yield f"b{brand}"
        yield f"t{name.key}"
        yield from (f"t{tail}" for tail in tails(name.key))

    def find(self, subject: Subject, most: int = 5) -> list[Link]:
        """Return the bodies that ``subject`` is or may be, the likeliest first.

        Two bodies of one name, or a former name that two have borne, are for a person to tell
        apart, unless the credit code does.
        """
        exact = self._exact(subject)
        if exact is not None:
            return exact
        name = self._comparer.reader.read(subject.name)
        found = (self._link(subject, name, place) for place in self._near(name))
        links = [link for link in found if link.match.decision is not Decision.APART]
        links.sort(key=lambda link: (-link.match.weight, str(link.known)))
        return _one_at_most(links[:most])

    def resembling(self, of: Collection[Hashable] | None = None) -> list[Resemblance]:
        """Return every two known bodies that are not told apart, the surest first.

        ``of`` leaves it at those of which one at least is among these.
        """
        out: list[Resemblance] = []
        for place, (known, subject) in enumerate(self._subjects):
            if of is not None and known not in of:
                continue
            name = self._names[place]
            for other in sorted(self._near(name) | self._sharing(subject, name)):
                if other > place:
                    out += self._resemblance(place, other)
                elif of is not None and other < place and self._subjects[other][0] not in of:
                    out += self._resemblance(other, place)
        return sorted(out, key=lambda found: -found.match.weight)

    def _resemblance(self, place: int, other: int) -> Iterator[Resemblance]:
        known, subject = self._subjects[place]
        link = self._link(subject, self._names[place], other)
        if link.match.decision is not Decision.APART:
            yield Resemblance(known, link.known, link.match)

    def _near(self, name: Name) -> set[int]:
        return {
            place
            for key in self._block_keys(name)
            if len(block := self._blocks.get(key, ())) <= MOST_IN_BLOCK and key not in self._crowded
            for place in block
        }

    def _sharing(self, subject: Subject, name: Name) -> set[int]:
        """Return who shares the code, the name in one writing, or a former name."""
        former = map(self._comparer.reader.key, subject.former)
        shared = [self._by_code.get(subject.credit_code, []), self._by_former.get(name.key, [])]
        shared += [self._by_key.get(key, []) for key in (name.key, *former)]
        return {place for places in shared for place in places}

    def _exact(self, subject: Subject) -> list[Link] | None:
        """Answer by code, by name in one writing or by a former name, where one of them is known."""
        key = self._comparer.reader.key(subject.name)
        # Codes and whole names are compared before any part of a name: it need not be read.
        name = Name(subject.name, key, key)
        code = subject.credit_code
        if code and code in self._by_code:
            return _one_at_most([self._link(subject, name, at) for at in self._by_code[code]])
        earlier = [key, *map(self._comparer.reader.key, subject.former)]
        for index, keys in ((self._by_key, earlier), (self._by_former, earlier[:1])):
            places = sorted({place for one in keys for place in index.get(one, ())})
            if places:
                links = [self._link(subject, name, place) for place in places]
                return _one_at_most([one for one in links if one.match.decision != Decision.APART])
        return None

    def _link(self, subject: Subject, name: Name, place: int) -> Link:
        known, other = self._subjects[place]
        match = self._comparer.weigh(subject, other, name, self._names[place])
        return Link(known, match)


def _one_at_most(links: list[Link]) -> list[Link]:
    """Leave at most one merge: where two bodies would do, a person decides."""
    merges = [link for link in links if link.match.decision is Decision.MERGE]
    if len(merges) <= 1:
        return merges or links
    doubt = f"有 {len(merges)} 个主体符合，请人工判断"
    return [
        Link(link.known, Match(Decision.QUEUE, (*link.match.reasons, doubt), link.match.weight))
        for link in merges
    ]
