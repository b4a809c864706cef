"""What a firm works on, read from its own rights: classes and words that occur again and again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zhiqiang.domains.information.push_rule import PushValues

SUBCLASS = 4
_IPC = re.compile(r"[A-H]\d{2}[A-Z]")
_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
#: words of a title are looked for in these lengths
_LENGTHS = range(2, 7)


@dataclass(frozen=True, slots=True)
class Own:
    """One own right of a firm, as far as it tells what the firm works on."""

    title: str
    ipc: str
    industry: str = ""


@dataclass(frozen=True, slots=True)
class Interests:
    """What a firm works on: IPC subclasses, words of titles, strategic industries."""

    classes: tuple[str, ...]
    words: tuple[str, ...]
    industries: tuple[str, ...]


def subclasses(ipc: str) -> list[str]:
    """Return the IPC subclasses in a text, each once, in order."""
    return list(dict.fromkeys(_IPC.findall(ipc.upper().replace(" ", ""))))


def interests_of(own: Sequence[Own], rule: PushValues) -> Interests:
    """Read from the rights of a firm what it works on, the most frequent first."""
    classes = Counter(one for right in own for one in subclasses(right.ipc))
    industries = Counter(right.industry for right in own if right.industry)
    return Interests(
        tuple(_most(classes, rule.classes)),
        tuple(words_of([right.title for right in own], rule)),
        tuple(_most(industries, 3)),
    )


def words_of(titles: Iterable[str], rule: PushValues) -> list[str]:
    """Return the words that occur in several titles, long ones in place of their parts.

    Titles are cut at words that say nothing; what is left is counted by title in every length. A part
    that hardly ever stands outside a longer word gives way to it.
    """
    plain = re.compile("|".join(sorted(map(re.escape, rule.plain_words), key=len, reverse=True)))
    seen: Counter[str] = Counter()
    for title in titles:
        parts = _HAN.findall(plain.sub(" ", title)) if rule.plain_words else _HAN.findall(title)
        seen.update({one for part in parts for one in _pieces(part)})
    often = {one: count for one, count in seen.items() if count > 1}
    whole = [
        one
        for one, count in often.items()
        if not any(one in o and one != o and 5 * n >= 4 * count for o, n in often.items())
    ]
    whole.sort(key=lambda one: (-often[one] * (len(one) - 1), one))
    chosen: list[str] = []
    for one in whole:
        if len(chosen) == rule.words:
            break
        if not any(one in other or other in one for other in chosen):
            chosen.append(one)
    return chosen


def _pieces(part: str) -> set[str]:
    return {
        part[start : start + length]
        for length in _LENGTHS
        for start in range(len(part) - length + 1)
    }


def _most(counted: Counter[str], size: int) -> list[str]:
    return [one for one, _ in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:size]]
