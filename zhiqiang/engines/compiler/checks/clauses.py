"""Checks of clauses: an order that lost its verb, a state that says of how many, dates at odds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from zhiqiang.engines.compiler.dates import DATE
from zhiqiang.engines.compiler.draft import Draft
from zhiqiang.engines.compiler.passages import Passage, passages
from zhiqiang.engines.compiler.sentences import clauses, hide, sentences
from zhiqiang.kernel.finding import Finding, Severity
from zhiqiang.kernel.place import Span

_WORK = re.compile(r"[\u4e00-\u9fff]{7,30}工作$")
# What makes a clause an order or a statement. 培育, 创建, 管理 are as often the first half of a
# noun (培育工作), so that they alone do not.
_ACTS = re.compile(
    r"开展|推进|做好|加强|推动|加快|落实|完成|抓好|组织|实施|强化|支持|参与|负责|承担|协助|指导|统筹|深化|深入|启动|配合|争创|提升|完善|健全"
    r"|纳入|列入|进行|部署|总结|安排|协调|督促|检查|研究|牵头|履行|从事|围绕|结合|按照|根据|通过|对|将|把|向|为|与|以|在|的|是|有|要|由|使|等"
)
_ORDERS = re.compile(
    r"(?:鼓励|支持|推动|引导|加强|加快|推进|开展|建立|完善|健全|强化|实施|深化|组织|做好|积极|大力)"
)
_STATE = re.compile(
    r"(?:[^,、]{2,30}、){2,}[^,、]{2,30}等(?:基本|普遍)?(?:拥有|具有|具备|取得)[\u4e00-\u9fff]{2,10}$"
)
_ALL = re.compile(r"\d|全覆盖|全部|普遍|均|都|各")
_STARTS = re.compile(r"(?:从|自)\s*(20\d\d)\s*年\s*(\d{1,2})\s*月(?:份)?\s*(?:起|开始|启动)")
_LABELLED = re.compile(
    r"(成文日期|印发日期|发文日期|制定日期|发布日期|公布日期|公开日期)\s*[:|]?\s*(?=20\d\d|19\d\d)"
)
_WRITTEN = ("成文日期", "印发日期", "发文日期", "制定日期")
_LATE_BY = 90


def check_lost_verbs(draft: Draft) -> Iterator[Finding]:
    """Between orders a clause that only names some 工作 has lost the verb that orders it."""
    for passage, text, clause in _clauses(draft, "工作"):
        before = text[clause.start - 1 : clause.start]
        words = clause.of(text).strip()
        if before != "," or not _WORK.match(words) or _ACTS.search(words[:-2]):
            continue
        sentence = re.split(r"[。;]", text[: clause.start])[-1].strip(" ,")
        if not _ORDERS.match(sentence):
            continue
        message = f"“{words}”缺少动词（开展、推进还是完成？），请对照原件补上。"
        place = _at(passage, clause)
        yield Finding(Severity.NOTICE, "lost_verb", message, place)


def check_open_states(draft: Draft) -> Iterator[Finding]:
    """甲、乙、丙等拥有专利 does not say whether all of them, or how many, and cannot be measured."""
    for passage, text, clause in _clauses(draft, "等"):
        words = clause.of(text).strip()
        if not _STATE.match(words) or _ALL.search(words) or _ORDERS.match(words):
            continue
        shown = words if len(words) <= 40 else "…" + words[-40:]
        message = f"“{shown}”没有写明是全部还是多少，无法考核，请补上数量或比例。"
        place = _at(passage, clause)
        yield Finding(Severity.WARNING, "open_state", message, place)


def _at(passage: Passage, clause: Span) -> Span:
    offset = passage.block.span.start
    return Span(offset + clause.start, offset + clause.end)


def _clauses(draft: Draft, word: str) -> Iterator[tuple[Passage, str, Span]]:
    """Yield the clauses of the passages that have ``word`` in them."""
    if not draft.document.is_plan:
        return
    for passage in passages(draft.root):
        text = passage.block.text
        if word not in text:
            continue
        hidden = hide(text)
        for sentence in sentences(hidden):
            for clause in clauses(hidden[sentence.start : sentence.end]):
                place = Span(sentence.start + clause.start, sentence.start + clause.end)
                yield passage, text, place


def check_dates(draft: Draft) -> Iterator[Finding]:
    """Dates that cannot both hold: published before written, written twice, begun before issued."""
    printed = list(_printed_dates(draft.plain))
    written = [one for one in printed if one[0] in _WRITTEN]
    for label, day, place in printed:
        first = written[0] if written else None
        if first is None or day is None or first[1] is None or place == first[2]:
            continue
        if label in _WRITTEN and day != first[1]:
            message = f"{first[0]}写了 {first[1]}，{label}又写了 {day}，请核对以哪个为准。"
            yield Finding(Severity.WARNING, "dates_differ", message, first[2], None, (place,))
        elif label not in _WRITTEN and day < first[1]:
            message = f"{label} {day} 早于{first[0]} {first[1]}，请核对。"
            yield Finding(
                Severity.WARNING, "published_before_written", message, place, None, (first[2],)
            )
    yield from _begun_before_issue(draft)


def _printed_dates(plain: str) -> Iterator[tuple[str, date | None, Span]]:
    for label in _LABELLED.finditer(plain, 0, 6000):
        found = DATE.match(plain, label.end())
        if found:
            yield label.group(1), _day(*found.groups()), Span(label.start(), found.end())


def _begun_before_issue(draft: Draft) -> Iterator[Finding]:
    issued = draft.document.date
    found = _STARTS.search(draft.plain) if draft.document.is_plan else None
    if issued is None or found is None:
        return
    begun, day = _day(found.group(1), found.group(2), "1"), _day(*str(issued.value).split("-"))
    if begun is not None and day is not None and (day - begun).days > _LATE_BY:
        months = (day.year - begun.year) * 12 + day.month - begun.month
        message = (
            f"“{found.group(0)}”早于成文日期 {day}，印发时已过去 {months} 个月，"
            "请核对起始时间，或说明此前的工作如何计入。"
        )
        place = Span(found.start(), found.end())
        others = (issued.span,) if issued.span else ()
        yield Finding(Severity.NOTICE, "issued_after_start", message, place, None, others)


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
