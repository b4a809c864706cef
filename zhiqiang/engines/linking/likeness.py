"""Where two stems differ, and whether a slip of the pen would make such a difference."""

from __future__ import annotations

from functools import lru_cache

from pypinyin.constants import PINYIN_DICT
from pypinyin.contrib.tone_convert import to_normal
from rapidfuzz.distance import Levenshtein

from zhiqiang.engines.linking.words import NameWords


@lru_cache(maxsize=20_000)
def sounds(character: str) -> frozenset[str]:
    """Return every reading of a character without tones; of others, the character itself."""
    readings = PINYIN_DICT.get(ord(character))
    return frozenset(map(to_normal, readings.split(","))) if readings else frozenset(character)


def sound_alike(one: str, other: str) -> bool:
    """Say whether two texts are read the same, character by character."""
    return len(one) == len(other) and all(
        sounds(a) & sounds(b) for a, b in zip(one, other, strict=True)
    )


def differences(one: str, other: str) -> list[tuple[str, str]]:
    """Return the pieces in which two texts differ, each as it stands in the one and the other."""
    return [
        (one[op.src_start : op.src_end], other[op.dest_start : op.dest_end])
        for op in Levenshtein.opcodes(one, other)
        if op.tag != "equal"
    ]


def spoils_a_word(one: str, other: str, words: NameWords) -> bool:
    """Say whether one text is the other with a trade word spoilt: 环境 printed as 环镜."""
    return _spoilt(one, other, words) or _spoilt(other, one, words)


def _spoilt(whole: str, other: str, words: NameWords) -> bool:
    """Look for a trade word of ``whole`` in whose place ``other`` has what is no word."""
    for word in words.trades:
        before, found, after = whole.partition(word)
        if not found or not (other.startswith(before) and other.endswith(after)):
            continue
        instead = other[len(before) : len(other) - len(after)]
        if not instead or len(before) + len(instead) + len(after) != len(other):
            continue
        if words.says_trade_only(instead) or any(known in instead for known in words.trades):
            continue
        if len(instead) == 1 or off_by_one(word, instead):
            return True
    return False


def off_by_one(one: str, other: str) -> bool:
    """Say whether two texts of one length differ in exactly one place."""
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1
