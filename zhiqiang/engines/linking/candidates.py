"""Find a body among many known ones: few candidates by shared keys, then each compared.

Most names of a long list stand in the register letter for letter and need one look-up. For the
others a candidate shares the whole name in one writing, the stem, the stem but for one character,
the brand, or the name behind a parent's name.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass

from zhiqiang.engines.linking.comparing import Comparer, Decision, Match, Subject, tails
from zhiqiang.engines.linking.names import Name

# A key that very many bodies share tells nothing; comparing all of them would cost without end.
_MOST_IN_BLOCK = 60
# Nothing that is longer is a stem; a hostile cell would cost its length squared.
_LONGEST = 80


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


class Known:
    """The known bodies by every key under which a candidate may be found."""

    def __init__(self, comparer: Comparer, subjects: Mapping[Hashable, Subject]) -> None:
        self._comparer = comparer
        self._subjects = list(subjects.items())
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
            block = self._blocks.setdefault(key, [])
            if len(block) <= _MOST_IN_BLOCK:
                block.append(place)

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

    def resembling(self) -> list[Resemblance]:
        """Return every two known bodies that are not told apart, the surest first."""
        out = []
        for place, (known, subject) in enumerate(self._subjects):
            name = self._names[place]
            for other in sorted(self._near(name) | self._sharing(subject, name)):
                if other > place:
                    link = self._link(subject, name, other)
                    if link.match.decision is not Decision.APART:
                        out.append(Resemblance(known, link.known, link.match))
        return sorted(out, key=lambda found: -found.match.weight)

    def _near(self, name: Name) -> set[int]:
        return {
            place
            for key in self._block_keys(name)
            if len(block := self._blocks.get(key, ())) <= _MOST_IN_BLOCK
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
