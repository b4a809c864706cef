"""Read for which year a goal holds: the year in the clause, else the year that governs the list."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from zhiqiang.engines.compiler.vocabulary import SPAN_VERBS

#: the last years of five-year plans, by the numeral that names them
FIVE_YEAR_PLANS = {"十二五": 2015, "十三五": 2020, "十四五": 2025, "十五五": 2030, "十六五": 2035}
_RANGE = re.compile(r"(20\d\d)\s*年?\s*(?:—{1,2}|-|~|至|到)\s*(20\d\d)\s*年")
_BY_YEAR = re.compile(
    r"(?:到|至|截止|截至|力争到|确保到|于|在)\s*(20\d\d)\s*年\s*(?:底|末|年底|年末)?"
)
_AT_YEAR = re.compile(r"(?<![较比以过\d—\-~至])(20\d\d)\s*年\s*(?:底|末)?(?:前|之前)?")
_FIVE_YEARS = re.compile(r"“(十[二三四五六]五)”\s*(?:末|期末|期间|时期|期内|规划期)")
_FROM_FOR = re.compile(
    r"从\s*(20\d\d)\s*年[^,。]{0,14}[,]?\s*(?:经过|用|利用|通过)\s*([一二两三四五\d])\s*年"
)
_WITHIN = re.compile(
    r"(?:用|经过|利用|通过|力争用|争取用)\s*([一二两三四五六七八九十]|\d{1,2})\s*(?:至[\d一二三四五]\s*)?年(?:左右)?(?:的)?(?:时间|努力|建设|发展)"
    r"|(?:未来|今后|力争)?([一二两三四五]|\d{1,2})\s*年(?:之)?内"
)
_BASELINE = re.compile(
    r"(?:由|从)\s*(20\d\d\s*年(?:底|末)?)\s*(?:的|(?=约?\d)(?!\d{1,2}月))"
    r"|(?:较|比|相比|与|以)\s*(?:于)?\s*((?:20\d\d)\s*年?(?:底|末)?|“?十[二三四五]五”?末|上年|上一年|去年)"
    r"|在\s*((?:20\d\d)\s*年?(?:底|末)?|“?十[二三四五]五”?末|上年|去年)(?=的?基础上)"
)
# The plan as a whole, however long: 三年累计, 五年共; no year by itself.
_WHOLE = re.compile(
    rf"(?<![第近每前续过十])[一二两三四五六](?:年|年间)(?:累计|共|总计|合计|(?={'|'.join(SPAN_VERBS)}|新建))"
)
_NUMERALS = {
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
}
# The last year governs; a longer sentence than this is no sentence.
_LOOK_BACK = 600
_HORIZON = re.compile(r"(?<!截)(?:到|至)\s*(20\d\d)\s*年")
_ANNUAL = re.compile(r"每年|年均|逐年|每年度")


@dataclass(frozen=True, slots=True)
class Scope:
    """The year that governs what follows, the words it was read from, and how far it carries."""

    year: int | None = None
    year_from: int | None = None
    words: str = ""


def read_year(text: str, issued: int | None) -> Scope | None:
    """Return the last year that a clause sets, None where it sets none.

    ``issued`` is the year of the document, from which 用三年时间 is counted.
    """
    text = text[-_LOOK_BACK:]
    bare = _BASELINE.sub(lambda m: "□" * len(m.group(0)), text)
    found: list[tuple[int, Scope]] = []
    for match in _RANGE.finditer(bare):
        found.append((match.end(), Scope(int(match.group(2)), int(match.group(1)), match.group(0))))
    for match in _FROM_FOR.finditer(text):
        first = int(match.group(1))
        found.append((match.end(), Scope(first + _count(match.group(2)), first, match.group(0))))
    for pattern in (_BY_YEAR, _AT_YEAR):
        for match in pattern.finditer(bare):
            if not any(match.start() < end for end, _ in found):
                found.append((match.end(), Scope(int(match.group(1)), None, match.group(0))))
    for match in _FIVE_YEARS.finditer(bare):
        end = FIVE_YEAR_PLANS[match.group(1)]
        found.append((match.end(), Scope(end, end - 4, match.group(0))))
    if not found and issued is not None:
        within = _WITHIN.search(bare)
        if within:
            years = _count(within.group(1) or within.group(2))
            return Scope(issued + years, issued, within.group(0))
    whole = None if found else _WHOLE.search(bare)
    if whole:
        return Scope(None, None, whole.group(0))
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _count(word: str) -> int:
    return int(word) if word.isdigit() else _NUMERALS[word]


def baseline_of(clause: str) -> str | None:
    """Return the words that name what a growth is measured against (2021年末), if printed."""
    found = _BASELINE.search(clause)
    return next(filter(None, found.groups())) if found else None


def is_annual(clause: str) -> bool:
    """Say whether a clause speaks of every year."""
    return bool(_ANNUAL.search(clause))


def period_in(title: str) -> tuple[int, int] | None:
    """Return the period that a title prints in brackets or before its noun: (2022-2025年)."""
    found = re.search(r"(20\d\d)\s*年?\s*(?:—{1,2}|-|~|至|到)\s*(20\d\d)", title)
    if found:
        first, last = int(found.group(1)), int(found.group(2))
        return (first, last) if first <= last <= first + 30 else None
    five = re.search(r"“?(十[二三四五六]五)”?", title)
    if five and "规划" in title:
        end = FIVE_YEAR_PLANS[five.group(1)]
        return end - 4, end
    single = re.match(r"[^,。]{0,20}?(20\d\d)\s*年度?(?!前|底|末|之前|以前|远景)", title)
    if single and re.search(r"工作|任务|计划|要点|清单|方案", title):
        return int(single.group(1)), int(single.group(1))
    return None


def with_default(scope: Scope, year: int | None) -> Scope:
    """Fill in the end of the plan's period where no nearer year was printed."""
    return scope if scope.year is not None else replace(scope, year=year)


def horizons_in(text: str) -> set[int]:
    """Return the years up to which a passage sets goals: 到2025年, 至2027年底."""
    return {int(found.group(1)) for found in _HORIZON.finditer(text)}
