"""Checks of the words: what was lost, doubled, misprinted, or said in two ways at once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from zhiqiang.engines.compiler.checks.figures import goals_of
from zhiqiang.engines.compiler.draft import Draft
from zhiqiang.engines.compiler.outline import walk
from zhiqiang.kernel.finding import Finding, Severity
from zhiqiang.kernel.place import Span

_QUESTION = re.compile(r"(?<=[\u4e00-\u9fff。,.])\?(?=[\u4e00-\u9fff])|\ufffd+")
_MISPRINT = re.compile(
    r"(?<![目似])的的(?!确)|。。|,,|、、|,。|(?<![\d一二三四五六七八九十])月\d{1,2}日|20\d\d月\d{1,2}月"
    r"|([\u4e00-\u9fff]{2})\([^)]{1,8}\)\1|([\u4e00-\u9fff]{2})(?=[大中小微]{2,4}型\2)"
)
# Halves of words that never stand alone: 加值 without 增, 均水平 without 平.
_HALF_WORD = re.compile(
    r"(?<![增附])加值|(?<!平)均水平|(?<![知常])识产权|知识产(?!权)|(?<!占)地区生产总(?!值)"
)
# Beyond this the file is not damaged here and there, it is damaged.
_MOST = 50
_LEAST_OFTEN = 15
_REPEATED = re.compile(r"(?:^|(?<=\n))([\u4e00-\u9fff“”]{6,40})[。.](?=\1)")
# 承接全市任务 and 位居全市前列 speak of the city on purpose.
_WHOLE_CITY = re.compile(
    r"(?<!承接)(?<!按照)(?<!根据)(?<!落实)(?<!位居)(?<!走在)(?<!进入)(?<!高于)(?<!居)(?<!占)(?<!列)全市"
    r"(?!场|前|第|平均|先进|领先|统一|部署|大局)"
)
_LONG_TITLE, _SHORT_TITLE = 26, 22


def check_damage(draft: Draft) -> Iterator[Finding]:
    """Characters lost in conversion, words cut in half, and words that can only be misprints."""
    plain = draft.plain
    for found in islice(_QUESTION.finditer(plain), _MOST):
        message = (
            f"“{_around(plain, found)}”处有丢失的字符（原文可能是书名号或引号），请对照纸质件改正。"
        )
        yield _at(Severity.WARNING, "lost_characters", message, found)
    for found in islice(_HALF_WORD.finditer(plain), _MOST):
        message = f"“{_around(plain, found)}”词语不完整，此处可能丢了字句，请对照原件补上；补上前不要据此考核。"
        yield _at(Severity.WARNING, "damaged_sentence", message, found)
    for found in islice(_MISPRINT.finditer(plain), _MOST):
        message = f"“{_around(plain, found)}”疑似错字、漏字或重复，请对照原件核实。"
        yield _at(Severity.NOTICE, "misprint", message, found)


def _around(plain: str, found: re.Match[str]) -> str:
    return plain[max(0, found.start() - 6) : found.end() + 8].replace("\n", " ").strip()


def _at(severity: Severity, code: str, message: str, found: re.Match[str]) -> Finding:
    return Finding(severity, code, message, Span(found.start(), found.end()))


def check_repeated_words(draft: Draft) -> Iterator[Finding]:
    """A heading that its own paragraph begins with again was typed twice."""
    for found in islice(_REPEATED.finditer(draft.plain), _MOST):
        message = f"“{found.group(1)}”连续出现两次，请删去一处。"
        second = Span(found.end(), found.end() + len(found.group(1)))
        first = Span(found.start(1), found.end(1))
        yield Finding(Severity.NOTICE, "repeated_words", message, first, None, (second,))


def check_fused_headings(draft: Draft) -> Iterator[Finding]:
    """A heading much longer than those beside it has run into its text."""
    if not draft.document.is_plan:
        return
    heads = [s for s, _ in walk(draft.root) if s.rank == 3]
    lengths = sorted(len(head.title) for head in heads)
    if len(heads) < 4 or lengths[len(lengths) // 2] > _SHORT_TITLE:
        return
    for head in heads:
        if len(head.title) >= _LONG_TITLE and not re.search("[、,“]", head.title[:_SHORT_TITLE]):
            message = (
                f"标题“{head.title[:30]}…”与正文连在一起，没有句号或换行，请核对标题到哪里为止。"
            )
            yield Finding(Severity.NOTICE, "fused_heading", message, head.head)


def check_double_comparisons(draft: Draft) -> Iterator[Finding]:
    """突破 30 亿元以上 says more than and at least at once."""
    for goal in goals_of(draft, tabled=False):
        if re.search(r"^(?:超|超过|突破|逾|近|约|接近)…", goal.cue):
            message = (
                f"“{goal.span.of(draft.plain)[-30:]}”前后两个比较词（{goal.cue}）不能同时成立，"
                "请确认是否含本数，只留一个。"
            )
            yield Finding(Severity.NOTICE, "double_comparison", message, goal.span)


def check_area(draft: Draft) -> Iterator[Finding]:
    """全市 in the plan of a district speaks of another area than the plan's own."""
    level, region = draft.document.value("level"), str(draft.document.value("region") or "")
    if level != "county" or not region.endswith(("区", "县", "旗")):
        return
    own, other = f"全{region[-1]}", "全市"
    counts = Counter(goal.subject for goal in goals_of(draft) if goal.subject in (own, other))
    places = list(_WHOLE_CITY.finditer(draft.plain))
    if not places or draft.plain.count(own) < len(places):
        return
    spans = [Span(m.start(), m.end()) for m in places[:_MOST]]
    why = "，其中有带数字的目标" if counts[other] else ""
    message = (
        f"这是{region}的计划，文中有 {len(places)} 处写“{other}”{why}，请确认是否应为“{own}”。"
    )
    yield Finding(Severity.NOTICE, "other_area", message, spans[0], None, tuple(spans[1:]))
