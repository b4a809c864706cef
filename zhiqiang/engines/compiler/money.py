"""Read promises of money: who gets how much, of what, up to what, and under which condition."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhiqiang.engines.compiler.particulars import MoneyRule
from zhiqiang.engines.compiler.quantities import Quantity, find_quantities
from zhiqiang.engines.compiler.sentences import clauses, sentences
from zhiqiang.kernel.place import Span

_GIVES = re.compile(
    r"给予|奖励|补贴|补助|资助|奖补|贴息|返还|补偿|支持资金|津贴|发放|兑现|一次性|全额|减免|奖金"
)
_BUDGET = re.compile(
    r"(?:安排|列支|设立|投入|预算|统筹|拨付)[^,。;]{0,24}(?:资金|经费|基金)|(?:资金|经费|基金)[^,。;]{0,12}(?:不低于|不少于|达到)"
)
_CAP_BEFORE = re.compile(r"(?:最高|不超过|上限|限额|封顶|最多|累计不超过)[^,。;\d]{0,10}$")
_CAP_AFTER = re.compile(r"\s*(?:以内|以下|封顶|为上限|的上限)")
_BENEFICIARY = re.compile(
    r"(?:^|[,;。])\s*(?:并|同时)?对(?P<who>[^,;。]{2,60}?)(?:的)?(?=,|给予|予以|按|每|一次性|分别|奖励|实行|根据|$)"
)
_FOR_WHOM = re.compile(
    r"^\s*(?P<who>[^,;。]{2,50}?)的?,?(?:每件|每家|每人|一次性|分别)?(?:给予|奖励|补贴|补助|资助)"
)
_PER = re.compile(
    r"每(?P<per>件|家|人|户|个|项|次|亩|吨|台|套|平方米|年)|/(?P<unit>件|家|人|户|个|项|次|亩|吨|台|套)"
)
_THRESHOLD = re.compile(r"\s*(?:及?以[上下])?的(?!补|奖|资助|津贴|支持|一次)|\s*及?以上(?!奖|补)")
_CONDITION = re.compile(r"^(?:获得|获评|通过|首次|新|成功|开展|购置|取得)|以[上下内]$|期满$")
_COSTS = ("费用", "费", "利息", "贷款", "投入", "支出", "成本", "保费")
_SCALES = {"万亿": 1e12, "亿": 1e8, "千万": 1e7, "百万": 1e6, "十万": 1e5, "万": 1e4}


def read_money(text: str, start: int, section: str) -> Iterator[MoneyRule]:
    """Yield the rules of a passage; ids are given later."""
    for sentence in sentences(text):
        words = sentence.of(text)
        if "元" not in words and "%" not in words:
            continue
        for group in _groups(words):
            part = group.of(words)
            rule = _rule(part, start + sentence.start + group.start, section)
            if rule is not None:
                yield rule


def _groups(words: str) -> list[Span]:
    """Cut a sentence where a new beneficiary begins after money has been named."""
    groups: list[Span] = []
    opened = 0
    named = False
    for clause in clauses(words):
        part = clause.of(words)
        begins = re.match(r"\s*(?:并|同时)?(?:对(?!接|应|外)|凡)", part)
        if begins or (named and re.match(r"\s*(?:首次|获得|获评|通过|新)", part)):
            if clause.start > opened:
                groups.append(Span(opened, clause.start))
            opened, named = clause.start, False
        named = named or bool(re.search(r"\d[^,]*元|\d\s*%", part))
    groups.append(Span(opened, len(words)))
    return groups


def _rule(part: str, start: int, section: str) -> MoneyRule | None:
    gives, budget = _GIVES.search(part), _BUDGET.search(part)
    quantities = [q for q in find_quantities(part) if q.family == "money" or q.unit == "%"]
    quantities = [q for q in quantities if not isinstance(q.value, tuple)]
    money = [q for q in quantities if q.family == "money" and not _is_threshold(part, q)]
    rates = [q for q in quantities if q.unit == "%"] if gives else []
    if not (gives or budget) or not (money or rates):
        return None
    caps = [q for q in money if _is_cap(part, q)]
    amounts = [q for q in money if q not in caps]
    last = max(q.end for q in (*money, *rates))
    who, condition = _who(part)
    per = _PER.search(part)
    lead = len(part) - len(part.lstrip(" ,;"))
    ends = _GIVES.search(part, last)
    end = ends.end() if ends and ends.start() - last <= 8 else last
    return MoneyRule(
        id="", kind="budget" if budget and not gives else "subsidy", beneficiary=who,
        condition=condition, amounts=tuple(_yuan(q) for q in amounts),
        cap=_yuan(caps[0]) if caps else None,
        rate=float(rates[0].value) if rates and not isinstance(rates[0].value, tuple) else None,
        rate_of=_rate_of(part, rates[0]) if rates else "",
        per=(per.group("per") or per.group("unit") or "") if per else "",
        yearly="每年" in part or "年度" in part, once="一次性" in part, quote="",
        span=Span(start + lead, start + end), section=section,
    )  # fmt: skip


def _is_cap(part: str, quantity: Quantity) -> bool:
    before = part[max(0, quantity.start - 16) : quantity.start]
    return bool(_CAP_BEFORE.search(before) or _CAP_AFTER.match(part, quantity.end))


def _is_threshold(part: str, quantity: Quantity) -> bool:
    """Whether a sum says which firms or projects are meant: 投资 1 亿元以上的项目."""
    return bool(_THRESHOLD.match(part, quantity.end))


def _who(part: str) -> tuple[str, str]:
    found = _BENEFICIARY.search(part) or _FOR_WHOM.match(part)
    if not found:
        return "", ""
    who = found.group("who").strip(" ,的")
    whose = re.match(r"(.*的)([^的]{2,24})$", who)
    if whose and whose.group(2).endswith(_COSTS):
        return whose.group(1).rstrip("的"), whose.group(2)
    if whose:
        return whose.group(2), whose.group(1).rstrip("的")
    return ("", who) if _CONDITION.search(who) else (who, "")


def _rate_of(part: str, rate: Quantity) -> str:
    before = re.sub(
        r"(?:比例)?(?:最高)?(?:不超过|不低于|达到|给予)?$", "", part[: rate.start].rstrip()
    )
    words = before.rstrip("的 ")
    return re.split(r"按照|按|不超过|给予|对|[,;、]|的(?=[^的]*$)", words)[-1].strip(" ,")


def _yuan(quantity: Quantity) -> float:
    assert not isinstance(quantity.value, tuple)
    scale = next((f for word, f in _SCALES.items() if quantity.unit.startswith(word)), 1.0)
    return round(float(quantity.value) * scale, 2)
