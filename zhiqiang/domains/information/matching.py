"""New rights set against the profiles of firms, in one pass over the rights.

The profiles are turned round first: which of them a class, a word or an industry concerns. A right then
asks for its own classes and for the words that begin at each place of its title, so that the work grows
with the rights and not with rights times firms.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from zhiqiang.domains.information.profiling import subclasses
from zhiqiang.domains.information.push_rule import PushValues

_HEAD = 2


@dataclass(frozen=True, slots=True)
class Profile:
    """What a firm wants to hear of; ``parties`` and ``name_key`` tell which rights are its own."""

    key: int
    parties: frozenset[int]
    names: frozenset[str]
    classes: Sequence[str]
    words: Sequence[str]
    industries: Sequence[str]
    region: str = ""


@dataclass(frozen=True, slots=True)
class New:
    """A right that is new since the last round."""

    key: int
    number: str
    title: str
    ipc_main: str
    ipc_all: str
    industry: str
    region: str
    holder: int | None
    applicants: str


@dataclass(frozen=True, slots=True, order=True)
class Match:
    """A right that is offered to a firm, and why."""

    score: int
    right: int
    profile: int = field(compare=False)
    number: str = field(compare=False)
    title: str = field(compare=False)
    reasons: tuple[str, ...] = field(compare=False)


def matches(
    profiles: Sequence[Profile],
    rights: Iterable[New],
    rule: PushValues,
    known: Mapping[int, frozenset[int]],
) -> list[Match]:
    """Return for each firm the rights that concern it most, the best first.

    ``known`` gives by right the profiles that had it before. Nobody is offered an own right.
    """
    turned = _Turned(profiles)
    best: dict[int, list[Match]] = defaultdict(list)
    for right in rights:
        had = known.get(right.key, frozenset())
        for place, (score, reasons) in turned.likeness(right, rule).items():
            profile = profiles[place]
            if score < rule.least or profile.key in had or _is_own(profile, right):
                continue
            found = Match(score, right.key, profile.key, right.number, right.title, tuple(reasons))
            held = best[profile.key]
            if len(held) < rule.most:
                heapq.heappush(held, found)
            else:
                heapq.heappushpop(held, found)
    return [one for key in sorted(best) for one in sorted(best[key], reverse=True)]


def _is_own(profile: Profile, right: New) -> bool:
    if right.holder in profile.parties:
        return True
    return any(name.replace(" ", "") in profile.names for name in right.applicants.split(";"))


class _Turned:
    """Profiles by what they want to hear of."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        self._profiles = profiles
        self._by_class: dict[str, list[int]] = defaultdict(list)
        self._by_industry: dict[str, list[int]] = defaultdict(list)
        by_word: dict[str, list[int]] = defaultdict(list)
        for place, one in enumerate(profiles):
            for key in set(one.classes):
                self._by_class[key].append(place)
            for key in set(one.industries):
                self._by_industry[key].append(place)
            for key in set(one.words):
                by_word[key].append(place)
        self._by_head: dict[str, list[tuple[str, list[int]]]] = defaultdict(list)
        for word, places in by_word.items():
            self._by_head[word[:_HEAD]].append((word, places))

    def likeness(self, right: New, rule: PushValues) -> dict[int, tuple[int, list[str]]]:
        """Return by place of a profile how like a right is, and in what."""
        out: dict[int, tuple[int, list[str]]] = {}
        weights = rule.weights

        def add(places: Iterable[int], points: int, reason: str) -> None:
            for place in places:
                score, reasons = out.setdefault(place, (0, []))
                out[place] = (score + points, [*reasons, reason])

        main = subclasses(right.ipc_main)[:1]
        for one in main:
            add(self._by_class.get(one, ()), weights.main_class, f"主分类号 {one}")
        for one in subclasses(right.ipc_all):
            if one not in main:
                add(self._by_class.get(one, ()), weights.other_class, f"分类号 {one}")
        for word, places in self._words_in(right.title).items():
            add(places, weights.word, f"名称含“{word}”")
        if right.industry:
            reason = f"战略性新兴产业 {right.industry}"
            add(self._by_industry.get(right.industry, ()), weights.industry, reason)
        if weights.region and right.region:
            near = [one for one in out if self._profiles[one].region == right.region]
            add(near, weights.region, "同一地区")
        return out

    def _words_in(self, title: str) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for start in range(len(title) - _HEAD + 1):
            for word, places in self._by_head.get(title[start : start + _HEAD], ()):
                if word not in found and title.startswith(word, start):
                    found[word] = places
        return found
