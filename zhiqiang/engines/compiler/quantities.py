"""Find numbers with their units in folded text, in digits and in Chinese numerals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from zhiqiang.engines.compiler.compilation import Number, Value
from zhiqiang.engines.compiler.vocabulary import (
    COUNT_UNITS,
    MONEY_UNITS,
    PER_UNITS,
    PHYSICAL_UNITS,
    RATE_UNITS,
    SCALES,
    SCORE_UNITS,
    TIME_UNITS,
)


def _any(words: tuple[str, ...]) -> str:
    return "|".join(sorted({re.escape(word) for word in words}, key=len, reverse=True))


_NUMBER = r"\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,6})?|\d{1,12}(?:\.\d{1,6})?"
_UNIT = _any(COUNT_UNITS + MONEY_UNITS + PHYSICAL_UNITS + RATE_UNITS + TIME_UNITS + SCORE_UNITS)
# A unit word is no unit where it begins a longer word: 个性, 人才, 件套, 场景, 户外, 次数, 条件.
_LONGER_WORDS = {
    "人": "才|员|民|口|力|均|大", "场": "景|地|所|馆|合|面", "个": "性|别|月|工作日|自然日|小时", "分": "别|之|类|析|级|中心|布|公司|行|局|支|会|院|园", "件": "套", "户": "外|口|籍",
    "次": "数|会|全会|常务|要|党|集体|代", "条": "件|例|款|规定", "类": "型|别", "名": "单|录|称|牌|优|特",
    "部": "门|署|分|委|级", "家": "庭|族", "本": "级|地|市|科", "期": "间|内|末|以", "组": "织|长|建", "门": "类|户|槛",
    "位": "次|居|列|于", "单": "位|元|个|一", "支": "持|撑|部", "批": "准", "种": "植|子|业|质", "头": "部|雁|号",
    "对": "接|比|应", "P": "[A-Za-z]", "处": "理|置", "台": "阶", "起": "来", "集": "中|体|团|聚|成|群", "班": "子|级", "列": "入|为|第|举|席", "幅": "度|员",
}  # fmt: skip
_NOT_UNIT = "(?!" + "|".join(f"(?<={unit})(?:{rest})" for unit, rest in _LONGER_WORDS.items()) + ")"
_SCALE = _any(SCALES)
_DIGITS = re.compile(
    rf"(?<![\dA-Za-z+〔\[第前.])(?P<low>{_NUMBER})"
    rf"(?:(?P<lscale>{_SCALE})?(?P<lunit>%|{_any(COUNT_UNITS)})?\s?(?:至|到|—{{1,2}}|-|~)\s?(?P<high>{_NUMBER}))?"
    rf"\s?(?P<more>多|余)?(?P<scale>{_SCALE})?\s?(?P<unit>(?:{_UNIT})(?:/(?:{_any(PER_UNITS)}))?)?{_NOT_UNIT}"
)
_INDEX_BEFORE = re.compile(
    r"(?:值|指数|系数|PUE|比|弹性|指标|容积率)(?:总体|均|平均)?(?:达到|不低于|不高于|不超过|控制在|保持在|稳定在|降至|降到|提高到|提升至|达|低于|高于)$"
)
_INDEX_AFTER = re.compile(r"\s*(?:及?以[内下上]|左右)?(?=[,。;、.)]|$)")
_NUMERALS = re.compile(
    rf"(?<![\d数几上近成第前每一二三四五六七八九十百千万零亿多])(?P<words>[一二两三四五六七八九十百千万][一二三四五六七八九十百千万零]{{0,6}})"
    rf"(?P<unit>{_any(COUNT_UNITS)}){_NOT_UNIT}"
)
# 八成 is 80 %; it is told from 成立 and 成效 by the comparison beside it.
_TENTHS = re.compile(
    r"(?:(?<=超过)|(?<=超)|(?<=达到)|(?<=达)|(?<=不低于)|(?<=不少于)|(?<=突破)|(?<=提高到)|(?<=提升至))([一二三四五六七八九])成(半)?(?![立员效果为长熟交功])"
)
_FRACTION = re.compile(
    r"([二三四五六七八九十百])分之([一二三四五六七八九十][一二三四五六七八九十百]{0,3})"
)
_TIMES = re.compile(r"(?<![\d一二三四五六七八九十百])([一二两三四五六七八九])倍")
_NUMERAL_UNITS = frozenset([*"家个项名所座件户人场条枚款种台套处支篇部", "人次", "场次"])
_DIGIT_OF = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_FOLDED_SCALES = {
    "": 1,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "万": 10**4,
    "亿": 10**8,
    "万亿": 10**12,
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a text: where, how much, of what. ``vague`` is 多 or 余 (十余家, 100 多家)."""

    start: int
    end: int
    value: Value
    unit: str
    spelled: bool = False
    vague: bool = False
    family: str = "count"


def find_quantities(text: str) -> list[Quantity]:
    """Return the quantities of a sentence in order. Bare numbers have the empty unit."""
    found = [q for match in _DIGITS.finditer(text) if (q := _in_digits(match)) is not None]
    for match in _NUMERALS.finditer(text):
        words = match.group("words")
        unit = match.group("unit")
        # 一批 is no number, and 万人 before a noun is a denominator (万人发明专利拥有量).
        if words == "一" or words + unit == "万人" or unit not in _NUMERAL_UNITS:
            continue
        value = read_numeral(words)
        if value is not None:
            found.append(Quantity(match.start(), match.end(), value, unit, spelled=True))
    found.extend(_spelled_rates(text))
    return sorted(found, key=lambda q: q.start)


def _spelled_rates(text: str) -> Iterator[Quantity]:
    """Yield 八成 and 三分之一 as per cent, 一倍 as once as much."""
    for match in _TENTHS.finditer(text):
        value = _DIGIT_OF[match.group(1)] * 10 + (5 if match.group(2) else 0)
        yield Quantity(match.start(), match.end(), value, "%", spelled=True, family="rate")
    for match in _FRACTION.finditer(text):
        whole = 100 if match.group(1) == "百" else read_numeral(match.group(1))
        part = read_numeral(match.group(2))
        if whole and part:
            share = times(part * 100 / whole, 1)
            yield Quantity(match.start(), match.end(), share, "%", spelled=True, family="rate")
    for match in _TIMES.finditer(text):
        often = _DIGIT_OF[match.group(1)]
        yield Quantity(match.start(), match.end(), often, "倍", spelled=True, family="rate")


def _in_digits(match: re.Match[str]) -> Quantity | None:
    unit, scale = match.group("unit") or "", match.group("scale") or ""
    low, high = _number(match.group("low")), match.group("high")
    if not unit and not scale and not _is_index(match):
        return None
    family = family_of(unit)
    factor = 1
    if family == "count":
        factor = _FOLDED_SCALES[scale]
    else:
        unit = scale + unit
    value: Value = times(low, factor)
    if high is not None:
        low_factor = (
            _FOLDED_SCALES[match.group("lscale") or ""] if match.group("lscale") else factor
        )
        value = (times(low, low_factor), times(_number(high), factor))
    return Quantity(
        match.start(), match.end(), value, unit, vague=bool(match.group("more")), family=family
    )


def _is_index(match: re.Match[str]) -> bool:
    """Whether a bare number is the value of something that has no unit: PUE值控制在1.3以内."""
    text = match.string
    end = match.end("high") if match.group("high") else match.end("low")
    return bool(
        _INDEX_BEFORE.search(text, max(0, match.start() - 14), match.start())
        and _INDEX_AFTER.match(text, end)
    )


def family_of(unit: str) -> str:
    """Return count, money, rate or physical for a unit without its scale."""
    bare = unit.lstrip("百千万亿")
    if bare in MONEY_UNITS:
        return "money"
    if bare in RATE_UNITS:
        return "rate"
    if bare in TIME_UNITS:
        return "time"
    if bare in SCORE_UNITS:
        return "score"
    return "physical" if bare in PHYSICAL_UNITS or "/" in bare else "count"


def _number(printed: str) -> Number:
    plain = printed.replace(",", "")
    return float(plain) if "." in plain else int(plain)


def times(value: Number, factor: int) -> Number:
    """Multiply, and give back whole numbers as such (1.2 × 10000 is 12000)."""
    product = round(value * factor, 6)
    return int(product) if float(product).is_integer() else product


def read_numeral(words: str) -> int | None:
    """Read Chinese numerals up to 9999 万: 百 is 100, 十二 12, 两千五百 2500; None if malformed."""
    if "万" in words:
        head, _, tail = words.partition("万")
        high = read_numeral(head) if head else 1
        low = read_numeral(tail) if tail else 0
        return None if high is None or low is None else high * 10_000 + low
    total = 0
    digit: int | None = None
    for char in words:
        if char in _DIGIT_OF:
            if digit:
                return None
            digit = _DIGIT_OF[char]
        else:
            total += (1 if digit is None else digit) * _PLACES[char]
            digit = None
    return total + (digit or 0)
