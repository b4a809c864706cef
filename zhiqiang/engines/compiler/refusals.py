"""Say why a number is no target: money given, a condition, what has been reached, a mere mention."""

from __future__ import annotations

import re

from zhiqiang.engines.compiler.naming import SHARE_OF
from zhiqiang.engines.compiler.quantities import Quantity
from zhiqiang.engines.compiler.vocabulary import (
    ACHIEVED_WORDS,
    CONDITION_WORDS,
    PLACE_EXCEPTIONS,
    PLACE_WORDS,
    SUBSIDY_WORDS,
)


def _any(words: tuple[str, ...]) -> str:
    return "|".join(sorted((re.escape(word) for word in words), key=len, reverse=True))


_SUBSIDY = re.compile(_any(SUBSIDY_WORDS))
_CONDITION = re.compile(_any(CONDITION_WORDS))
_ACHIEVED = re.compile(
    rf"{_any(ACHIEVED_WORDS)}|(?<![比较以与])(?:去年|上年)|截[至止](?:到)?20\d\d年|截至目前|(?<![不会])已[^,]{{0,6}}(?:达|超|有|建成|完成)"
)
_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*年")
_PAST = re.compile(r"[上前][半一二三]|季度|以来|截[至止]|目前|已|实现了|达到了|去年|上年")
_GROWTH_GOAL = re.compile(
    r"同比(?=[^,。]{0,6}(?:增长|提高|增加|下降|提升|不低于)[^,。]{0,8}(?:以上|以内|左右|不低于|超过))|同比(?=[^,。]{0,4}(?:力争|不低于|不少于))"
)
_FROM_NOW = re.compile(r"(?:由|从)(?:目前|现在|当前|现有|现状)(?:的)?")
_SET_ASIDE = r"(?:预算|统筹|列支|投入|拨付|安排|落实|筹措|筹集|拿出|配套)"
_BUDGET = re.compile(
    rf"(?:每年|财政|年度|预算)[^,。]{{0,24}}{_SET_ASIDE}|{_SET_ASIDE}[^,。]{{0,24}}(?:专项资金|专项经费|财政资金|工作经费|预算资金)"
)
_FUND = re.compile(r"资金|经费|预算|基金|财政|专款")
_OUTLAY = re.compile(r"财政[^,。]{0,12}(?:投入|经费|资金|支出|预算)")
_HIGHEST = re.compile(r"最[高多长低]\S{0,3}$")
_MENTION_AFTER = re.compile(r"\s*(?:及?以[上下内]|左右)?\s*的(?!.{0,3}(?:目标|任务))")
# 设立规模 50 亿元的科创基金: how large the fund shall be.
_SIZE_OF = re.compile(r"(?:设立|组建|成立|建立)(?:总)?规模(?:达到?|超过?|不低于|不少于)?$")
_FUND_OF = re.compile(r"\s*(?:及?以上)?\s*的[^,。;]{2,14}基金")
# 实现 10 条产业链全覆盖 says who is covered; 建成 5 个站点 before it would be counted.
_HELD = re.compile(r"建成|新建|建设|设立|打造|培育")
# 提高到2026年的45%: the year belongs to the value.
_OF_YEAR = re.compile(r"(?<=[到至])20\d\d\s*年(?:底|末)?的$")
_SIZE_AFTER = re.compile(r"\s*(?:及?以[上下]|级)")
_SUBSIDY_START = re.compile(
    r"(?:^|,)\s*(?:并|可|将|省级|市级|县级|区级|财政)?(?:对|按|给予|最高|每年给予|分别给予)"
)


def sentence_refusal(sentence: str, issued: int | None) -> str | None:
    """Return why a whole sentence sets no goals, None where it may.

    同比 compares what has been reached where a time before the plan's own year is named.
    """
    if "同比" in sentence and not _names_past(sentence, issued):
        sentence = sentence.replace("同比", "")
    if _CONDITION.search(sentence):
        return "condition"
    if _ACHIEVED.search(_FROM_NOW.sub("", _GROWTH_GOAL.sub("", sentence))) and not re.search(
        r"(?<!截)(?<!截止)(?:到|至)20\d\d年(?:底|末)?[,力争]", sentence
    ):
        return "achieved"
    return None


def _names_past(sentence: str, issued: int | None) -> bool:
    """Whether a sentence speaks of a time before the plan's own year."""
    if _PAST.search(sentence):
        return True
    return issued is not None and any(int(year) < issued for year in _YEAR.findall(sentence))


def is_budget(clause: str, quantity: Quantity, safeguard: bool) -> bool:
    """Say whether a sum is what the government sets aside: a means of the plan, not a goal of it."""
    if quantity.family == "rate":
        return safeguard and bool(_OUTLAY.search(clause))
    if quantity.family != "money":
        return False
    if _BUDGET.search(clause):
        return True
    return safeguard and bool(_FUND.search(clause))


def subsidy_from(sentence: str) -> int | None:
    """Return where the sentence begins to give money; numbers from there on are no goals."""
    found = _SUBSIDY.search(sentence)
    if not found:
        return None
    start = 0
    for opening in _SUBSIDY_START.finditer(sentence, 0, found.end()):
        start = opening.start() + 1
        break
    else:
        start = sentence.rfind(",", 0, found.start()) + 1
    return start


def quantity_refusal(clause: str, quantity: Quantity, start: int, end: int) -> str | None:
    """Return why one quantity of a clause is no target.

    ``start`` and ``end`` bound the piece of the clause that the quantity stands in.
    """
    left, right = clause[start : quantity.start], clause[quantity.end : end]
    if right.rstrip().endswith("全覆盖") and not _HELD.search(left):
        return "coverage"
    if _HIGHEST.search(left):
        return "ceiling"
    if _MENTION_AFTER.match(right) and not (_FUND_OF.match(right) and _SIZE_OF.search(left)):
        return "qualifier"
    if (
        quantity.family == "money"
        and _SIZE_AFTER.match(right)
        and re.match(r".{2}[\u4e00-\u9fff]{2}", right)
    ):
        return "size"
    bare = _OF_YEAR.sub("", left.rstrip())
    if bare.endswith(PLACE_WORDS) and not bare.endswith(PLACE_EXCEPTIONS):
        rates = quantity.family in ("rate", "score") and (
            bare.endswith("在") or (quantity.unit == "%" and SHARE_OF.search(bare))
        )
        if not rates:
            return "mention"
    if quantity.unit == "岁" and "寿命" not in left:
        return "age"
    if quantity.vague:
        return "vague"
    return None
