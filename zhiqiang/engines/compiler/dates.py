"""Read the day a document was issued, and the years it is for."""

from __future__ import annotations

import re

from zhiqiang.engines.compiler.blocks import Block
from zhiqiang.engines.compiler.compilation import Fact
from zhiqiang.engines.compiler.quantities import read_numeral
from zhiqiang.engines.compiler.years import period_in
from zhiqiang.kernel.place import Span

_HEAD = 6000
DATE = re.compile(
    r"(?<!\d)(20\d\d|19\d\d)(?=\s*[年月]\s*\d{1,2}\s*月|[-./]\d{1,2}[-./]\d)"
    r"\s*[年月./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})(?!\d)\s*日?"
)
# 二〇二二年七月十八日, as old letters are signed; the marks stand for digits one by one.
_SPELLED_DATE = re.compile(
    r"([一二][〇○零Ｏ0OО一二三四五六七八九]{3})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_DATE_LABEL = re.compile(
    r"(?:成文日期|印发日期|发文日期|发布日期|公布日期|制定日期|签发日期)\s*[:|]?\s*$"
)
_PERIOD_TEXT = re.compile(r"(20\d\d)\s*(?:—{1,2}|-|~)\s*(20\d\d)\s*年?,?\s*(?:年均|期间|,)")
_HORIZON = re.compile(r"(?:到|至)\s*(20\d\d)\s*年")


def date_of(plain: str, blocks: tuple[Block, ...]) -> Fact | None:
    """Return the day of issue: after its label, else where it is signed, else the last one."""
    for found in DATE.finditer(plain, 0, _HEAD):
        if _DATE_LABEL.search(plain[max(0, found.start() - 14) : found.start()]):
            return _day(found)
    for block in blocks:
        if block.kind == "signature":
            signed = DATE.search(block.text[:40])
            if signed:
                return _day(signed, block.span.start)
    for block in blocks:
        alone = DATE.fullmatch(block.text)
        if alone:
            return _day(alone, block.span.start)
        spelled = _SPELLED_DATE.fullmatch(block.text.strip())
        if spelled:
            return _spelled_day(spelled, block.span)
    last = None
    for found in DATE.finditer(plain, max(0, len(plain) - 1500)):
        last = found
    return _day(last) if last else None


def _spelled_day(found: re.Match[str], span: Span) -> Fact | None:
    year = "".join(
        str("〇一二三四五六七八九".find(char)).replace("-1", "0") for char in found.group(1)
    )
    month, day = read_numeral(found.group(2)), read_numeral(found.group(3))
    if month is None or day is None or not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return Fact(f"{year}-{month:02d}-{day:02d}", span)


def _day(found: re.Match[str], offset: int = 0) -> Fact | None:
    year, month, day = (int(part) for part in found.groups())
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return Fact(
        f"{year:04d}-{month:02d}-{day:02d}", Span(offset + found.start(), offset + found.end())
    )


def period_of(plain: str, title: Fact | None, heading: Fact | None) -> Fact | None:
    """Return [first, last] year; the first is None where only the end is printed."""
    for fact in (title, heading):
        if fact is not None:
            years = period_in(fact.value)
            if years:
                return Fact(list(years), fact.span)
    for found in re.finditer(
        r"(?:表|方案|计划|规划|任务)\s*\((20\d\d)\s*年?[—\-~至]{1,2}\s*(20\d\d)\s*年?\)", plain
    ):
        before = plain[max(0, found.start() - 60) : found.start()]
        if before.rfind("《") <= before.rfind("》"):
            return Fact(
                [int(found.group(1)), int(found.group(2))], Span(found.start(1), found.end(2))
            )
    for found in _PERIOD_TEXT.finditer(plain):
        if "》" not in plain[found.end() : found.end() + 12]:
            return Fact(
                [int(found.group(1)), int(found.group(2))], Span(found.start(), found.end())
            )
    years_named = [(int(m.group(1)), m) for m in _HORIZON.finditer(plain)]
    if years_named:
        end, found = max(years_named, key=lambda pair: pair[0])
        return Fact([None, end], Span(found.start(), found.end()))
    return None
