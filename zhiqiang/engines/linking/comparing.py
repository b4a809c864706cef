"""Are two bodies one? A decision with its reasons, in words that an official can check.

Precision comes first: what is merged without a person is only what cannot be two bodies. A former
name or a change of legal form cannot be told from a sister firm by its letters; it is queued.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from zhiqiang.engines.linking.likeness import differences, sound_alike, spoils_a_word
from zhiqiang.engines.linking.names import Name, NameReader
from zhiqiang.engines.linking.words import nested

_GROUP = re.compile("集团")
_FIRMS = {"limited", "joint_stock", "company", "partnership", "sole", "works", "cooperative"}


class Decision(StrEnum):
    """What follows from a comparison."""

    MERGE = "merge"
    QUEUE = "queue"
    APART = "apart"


@dataclass(frozen=True, slots=True)
class Match:
    """A decision, why, and a weight from 0 to 1 by which a queue is ordered."""

    decision: Decision
    reasons: tuple[str, ...]
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Subject:
    """What is known of a body: its name, and whatever else there is.

    ``region_code`` is where it sits; ``former`` are names that it is known to have borne;
    ``traces`` are co-occurring facts: addresses, co-applicants, agencies, inventors, as any texts.
    """

    name: str
    credit_code: str = ""
    region_code: str = ""
    former: tuple[str, ...] = ()
    traces: frozenset[str] = field(default_factory=frozenset)


class Comparer:
    """Compares subjects by the evidence there is, the surest first."""

    def __init__(self, reader: NameReader) -> None:
        self.reader = reader

    def compare(self, one: Subject, other: Subject) -> Match:
        """Return what two subjects are to each other."""
        return self.weigh(one, other, self.reader.read(one.name), self.reader.read(other.name))

    def weigh(self, one: Subject, other: Subject, a: Name, b: Name) -> Match:
        """Return what two subjects are whose names are already read."""
        if one.credit_code and other.credit_code:
            if one.credit_code == other.credit_code:
                return Match(Decision.MERGE, (f"统一社会信用代码相同（{one.credit_code}）",), 1.0)
            return Match(Decision.APART, ("统一社会信用代码不同，是两个主体",))
        for lately, earlier, key in ((one, other, b.key), (other, one, a.key)):
            if key in map(self.reader.key, lately.former):
                reason = f"“{lately.name}”的名称沿革中有曾用名“{earlier.name}”"
                return Match(Decision.MERGE, (reason,), 1.0)
        return _with_traces(one, other, self.names(a, b))

    def names(self, a: Name, b: Name) -> Match:
        """Return what two names say by themselves."""
        if not a.key or not b.key:
            return _apart("名称为空")
        if a.key == b.key:
            return Match(Decision.MERGE, (_same_key(a, b),), 1.0)
        if a.unit or b.unit:
            return _units(a, b)
        if a.numerals != b.numerals and a.numerals and b.numerals:
            return _apart(f"序号或数字不同：{'、'.join(a.numerals)} 与 {'、'.join(b.numerals)}")
        if not _nested(a, b):
            return _apart(f"地区不同：{_regions(a)} 与 {_regions(b)}")
        if not _of_one_nature(a, b):
            return _apart(f"单位性质不同：{a.form or '无组织形式'} 与 {b.form or '无组织形式'}")
        if a.stem == b.stem:
            return self._same_stem(a, b)
        return self._near(a, b)

    def _same_stem(self, a: Name, b: Name) -> Match:
        doubts = _form_doubts(a, b)
        if not doubts:
            return Match(Decision.MERGE, ("只有地区名称的写法不同，其余相同",), 0.99)
        same = f"去掉地区、集团用语和组织形式后名称相同：“{a.stem}”"
        if not self.reader.words.has_brand(a.stem) and a.codes != b.codes:
            return _apart(f"“{a.stem}”只是行业用语，地区又不同")
        return Match(Decision.QUEUE, (same, *doubts), 0.9 - 0.15 * len(doubts))

    def _near(self, a: Name, b: Name) -> Match:
        if front := _front(a, b):
            reason = f"一个名称在另一个之前多出“{front}”，其余完全相同"
            return Match(Decision.QUEUE, (reason,), 0.5)
        parts = differences(a.stem, b.stem)
        shown = "；".join(f"“{x or '（无）'}”与“{y or '（无）'}”" for x, y in parts)
        doubts = _form_doubts(a, b)
        reason, weight = self._likeness(a, b, parts, len(doubts))
        if not weight:
            return _apart(f"名称不同：{shown}")
        return Match(Decision.QUEUE, (f"{reason}：{shown}", *doubts), weight - 0.1 * len(doubts))

    def _likeness(
        self, a: Name, b: Name, parts: list[tuple[str, str]], doubts: int
    ) -> tuple[str, float]:
        """Say why two differing stems may still mean one body, and how much that weighs."""
        words = self.reader.words
        if doubts <= 1 and all(sound_alike(x, y) for x, y in parts):
            return "读音相同而用字不同，可能是错字", 0.8
        brand = words.brand(a.stem)
        is_one_brand = brand == words.brand(b.stem)
        if not doubts and not is_one_brand and spoils_a_word(a.stem, b.stem, words):
            return "行业用语疑有错字", 0.7
        if not doubts and all(not (x and y) and words.says_trade_only(x or y) for x, y in parts):
            return "只多出或缺少行业用语", 0.4
        is_telling = is_one_brand and len(brand) >= 2 and not self.reader.is_place(brand)
        if is_telling and a.family == b.family == "joint_stock" and doubts <= 1:
            return f"同为股份有限公司，字号“{brand}”相同而行业用语不同，可能是更名", 0.35
        return "", 0.0


def _apart(reason: str) -> Match:
    return Match(Decision.APART, (reason,))


def _same_key(a: Name, b: Name) -> str:
    if a.printed == b.printed:
        return "名称相同"
    return "名称相同，只有全半角、繁简、大小写、空格、括号或标点的写法不同"


def _regions(name: Name) -> str:
    return "".join(name.regions) or "（未写地区）"


def _nested(a: Name, b: Name) -> bool:
    """Say whether the regions can be one place: none, equal, or one inside the other."""
    if not a.codes or not b.codes:
        return True
    return nested(_finest(a), _finest(b))


def _finest(name: Name) -> list[str]:
    """Return the codes of a name that no other of its codes narrows: of a city in a province, the city."""
    return [x for x in name.codes if not any(y != x and y.startswith(x) for y in name.codes)]


def _of_one_nature(a: Name, b: Name) -> bool:
    """Say whether both are firms, both schools, both hospitals, or one does not say."""
    if not a.family or not b.family or a.family == b.family:
        return True
    return a.family in _FIRMS and b.family in _FIRMS


def _form_doubts(a: Name, b: Name) -> list[str]:
    doubts = []
    if a.form != b.form:
        if a.form and b.form:
            doubts.append(f"组织形式不同：{a.form} 与 {b.form}，可能是改制，也可能是另一家公司")
        else:
            doubts.append(f"一个名称没有写组织形式（{a.form or b.form}），可能是简称")
    if a.is_group != b.is_group:
        doubts.append("只有一个名称带有“集团”字样")
    if a.misprint != b.misprint:
        doubts.append(f"组织形式疑有错字：“{a.misprint or b.misprint}”")
    if a.codes == b.codes and a.is_region_first != b.is_region_first:
        doubts.append("地区在名称中的位置不同")
    if a.head != b.head:
        doubts.append(f"只有一个名称冠以“{a.head or b.head}”")
    if a.codes != b.codes:
        doubts.append(f"地区写法不同：{_regions(a)} 与 {_regions(b)}")
    return doubts


def _units(a: Name, b: Name) -> Match:
    """Judge names of which at least one means a unit of a body."""
    if not (a.unit and b.unit):
        inner = a if a.unit else b
        return _apart(f"“{inner.printed}”是“{inner.host}”的下属单位或分支机构")
    if a.unit != b.unit:
        return _apart(f"下属单位不同：{a.unit} 与 {b.unit}")
    if len(a.unit) < 5:
        return _apart(f"上级单位不同：{a.host} 与 {b.host}")
    reasons = (f"下属单位名称相同（{a.unit}），上级单位写法不同：{a.host} 与 {b.host}",)
    return Match(Decision.QUEUE, reasons, 0.6)


def _front(a: Name, b: Name) -> str:
    """Return what one name has in front of the other, when it reads like the name of a parent."""
    short, long = sorted((a, b), key=lambda name: len(name.key))
    if len(short.stem) < 4 or short.key not in tails(long.key):
        return ""
    return long.key[: -len(short.key)]


def tails(key: str) -> list[str]:
    """Return what is left of a name without one or two characters, or without a group's name."""
    cuts = {1, 2, *(match.end() for match in _GROUP.finditer(key))}
    return [key[cut:] for cut in sorted(cuts) if len(key) - cut >= 4]


def _with_traces(one: Subject, other: Subject, match: Match) -> Match:
    """Add what else speaks for one body; it orders the queue and never merges by itself."""
    reasons, weight = list(match.reasons), match.weight
    if one.region_code and one.region_code == other.region_code:
        reasons.append(f"所在区划相同（{one.region_code}）")
        weight += 0.05
    shared = sorted(one.traces & other.traces)
    if shared:
        reasons.append(f"有共同的关联信息：{'、'.join(shared[:3])}")
        weight += 0.1
    if match.decision is not Decision.QUEUE:
        return match
    return Match(match.decision, tuple(reasons), min(weight, 0.98))
