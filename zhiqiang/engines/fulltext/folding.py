"""Text as it is searched: a sequence of units, and the pairs of them that an index holds.

A Han character (or a kana, a hangul) is one unit. A run of latin letters or digits is a word, which
takes two units: itself and an end, so that it has a pair of its own. Punctuation, however much of it,
is one break. Spaces only end words. A text holds a phrase where it holds its units one after the
other, and as every pair is indexed with its position, that is exact: nothing is cut by a dictionary.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from operator import add

from zhiqiang.kernel.traditional_script import simplified_name

#: signs of the private use area, which no text prints
WORD_END = "\ue000"
BREAK = "\ue001"
_HAN = (
    "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U000323af"
)
_PIECES = re.compile(rf"([{_HAN}]+)|([^\W_{_HAN}]+)|([^\w\s{WORD_END}{BREAK}]|_)+")
_IS_HAN = re.compile(rf"[{_HAN}]")
#: what is longer than a word is no word; it is cut alike in texts and in questions
LONGEST_WORD = 100


def folded(text: str) -> str:
    """Return text in half width, lower case and simplified script; its length may change."""
    if not text.isascii():
        text = simplified_name(unicodedata.normalize("NFKC", text))
    return text.lower()


def is_han(unit: str) -> bool:
    """Say whether a unit is a character that stands for itself."""
    return len(unit) == 1 and _IS_HAN.match(unit) is not None


def units(text: str) -> list[str]:
    """Return the units of a text."""
    out: list[str] = []
    for han, word, _ in _PIECES.findall(folded(text)):
        if han:
            out += han
        elif word:
            out += (word[:LONGEST_WORD], WORD_END)
        elif not out or out[-1] != BREAK:
            out.append(BREAK)
    return out


def placed_units(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each unit of a text with the place in the text, as it is printed, that it stands for."""
    # Folding may lengthen a character, so the places of the folded ones are kept beside them.
    parts = [folded(char) for char in text]
    places = [index for index, part in enumerate(parts) for _ in part]
    last = ""
    for match in _PIECES.finditer("".join(parts)):
        start, end = places[match.start()], places[match.end() - 1] + 1
        if match[1]:
            for index in range(match.start(), match.end()):
                yield match.string[index], places[index], places[index] + 1
            last = match[1]
        elif match[2]:
            yield match[2][:LONGEST_WORD], start, end
            yield WORD_END, start, end
            last = match[2]
        elif last != BREAK:
            yield BREAK, start, end
            last = BREAK


def pairs(sequence: list[str]) -> list[str]:
    """Return the pairs of neighbours, in order: what is indexed at each place."""
    return list(map(add, sequence, sequence[1:]))


def phrase(text: str) -> list[str]:
    """Return the units that are looked for: those of the text without breaks at its ends."""
    found = units(text)
    while found and found[0] == BREAK:
        del found[0]
    while found and found[-1] == BREAK:
        del found[-1]
    return found


def covering(sequence: list[str]) -> list[tuple[int, str]]:
    """Return the fewest pairs, with their places, that fix all units of a phrase of two or more."""
    last = len(sequence) - 2
    places = [*range(0, last, 2), last]
    return [(place, sequence[place] + sequence[place + 1]) for place in places]
