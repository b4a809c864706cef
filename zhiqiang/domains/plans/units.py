"""Units of targets and figures, and the factor between two of them.

Scales (百 千 万 亿) are taken off the front. Measure words that count the same sort of thing are
alike: a plan says 家 where a table says 个. 人次 is nothing but itself, since a person who is
trained twice counts twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from zhiqiang.kernel.traditional_script import simplified_name

_SCALES = {
    "十": Decimal(10),
    "百": Decimal(100),
    "千": Decimal(1000),
    "万": Decimal(10_000),
    "亿": Decimal(100_000_000),
}
_PERCENT = {"%", "％", "个百分点", "百分点"}
_PER_PEOPLE = ("/万人", "/万人口", "每万人")
_ALIKE = (
    frozenset("件项个枚种款只条笔宗起部"),
    frozenset("家户个所座处"),
    frozenset("名人位"),
    frozenset({"次", "场", "期", "批", "场次"}),
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit taken apart: ``factor`` times ``word``, for each ten thousand people or not."""

    factor: Decimal
    word: str
    is_per_people: bool = False


@lru_cache(maxsize=512)
def parse(printed: str) -> Unit:
    """Take a printed unit apart: 万元 → 10,000 元; 件/万人 → 件 for each ten thousand people."""
    word = simplified_name("".join(printed.split()))
    per_people = False
    for ending in _PER_PEOPLE:
        if word.endswith(ending) and word != ending:
            word, per_people = word.removesuffix(ending), True
            break
    if word in _PERCENT:
        return Unit(Decimal(1), "%", per_people)
    factor = Decimal(1)
    while len(word) > 1 and word[0] in _SCALES:
        factor *= _SCALES[word[0]]
        word = word[1:]
    if word in {"人民币", "元人民币"}:
        word = "元"
    return Unit(factor, word, per_people)


def factor(source: str, wanted: str) -> Decimal | None:
    """Return what a value in ``source`` is multiplied by to be in ``wanted``; None: not alike."""
    one, other = parse(source), parse(wanted)
    if one.is_per_people != other.is_per_people or not _alike(one.word, other.word):
        return None
    return one.factor / other.factor


def of_target(indicator_name: str, unit: str) -> str:
    """Return the unit that a target means: 每万人口…拥有量 12 件 is 12 件/万人."""
    if (
        "万人" in simplified_name(indicator_name)
        and "/" not in unit
        and parse(unit).word not in {"%", "人次"}
    ):
        return f"{unit}/万人"
    return unit


def _alike(one: str, other: str) -> bool:
    return one == other or any(one in words and other in words for words in _ALIKE)
