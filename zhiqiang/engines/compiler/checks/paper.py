"""Checks of the paper itself: what is missing, torn, damaged or misnumbered."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhiqiang.engines.compiler.blocks import numeral
from zhiqiang.engines.compiler.draft import Draft
from zhiqiang.engines.compiler.outline import Section, walk
from zhiqiang.kernel.finding import Finding, Severity
from zhiqiang.kernel.place import Span

_ANNEX_NAME = re.compile(
    r"(?:附\s*件\s*:?\s*)?(?:\d{1,2}|[一二三四五六七八九十])?\s*[.、]?\s*(.{4,60})$"
)
_FACTS = (
    ("title", "题目", "请补上文件题目"),
    ("number", "发文字号", "如有发文字号请补上"),
    ("issuer", "发文机关", "请补上发文机关"),
    ("date", "成文日期", "请补上成文日期"),
)


def check_nature(draft: Draft) -> Iterator[Finding]:
    """A document that is no plan has an empty programme, and a plan should have some goals."""
    if not draft.document.is_plan:
        message = f"没有读出目标和任务：{draft.document.reason}。如确为计划，请检查是否缺正文。"
        yield Finding(Severity.WARNING, "not_a_plan", message)
    elif not draft.goals:
        message = "没有找到带数字的目标。请核对原文是否只有定性目标，或目标在未提供的附件里。"
        yield Finding(Severity.NOTICE, "no_targets", message)


def check_title_page(draft: Draft) -> Iterator[Finding]:
    """Title, number, issuer and date that are not printed have to be supplied by a person."""
    if not draft.document.is_plan:
        return
    for name, label, advice in _FACTS:
        if draft.document.value(name) is None:
            yield Finding(Severity.NOTICE, f"missing_{name}", f"文件里没有印出{label}，{advice}。")


_OF_GOVERNMENT = re.compile(r"[政府]办?(?:发|字|函|规|秘|通|电|办)?$|^国(?:办)?发")


def check_metadata(draft: Draft) -> Iterator[Finding]:
    """Number, issuer and dates of one document should belong together."""
    facts = draft.document
    number, issuer = facts.number, facts.issuer
    if number is not None and issuer is not None and number.span and issuer.span:
        body = str(number.value).split("〔")[0]
        of_bureau = not re.search(r"政府|国务院|委员会|办公[室厅]|管委会|委$", str(issuer.value))
        if _OF_GOVERNMENT.search(body) and of_bureau:
            message = (
                f"发文字号“{number.value}”是政府或其办公室的文号，发布机构却写“{issuer.value}”，"
                "请核对发文机关。"
            )
            yield Finding(
                Severity.NOTICE, "issuer_mismatch", message, number.span, None, (issuer.span,)
            )
    period, date = facts.value("period"), facts.date
    if period and period[1] and date is not None and int(date.value[:4]) > period[1]:
        message = f"成文日期 {date.value} 晚于计划期末（{period[1]} 年），请核对日期或年份。"
        yield Finding(Severity.WARNING, "issued_after_end", message, date.span)


def check_annexes(draft: Draft) -> Iterator[Finding]:
    """An annex that is announced but not there: its tables cannot be compiled."""
    bare = re.sub(r"\s+", "", draft.plain)
    read = passed = 0
    for block in draft.blocks:
        if block.kind != "annex_list":
            continue
        found = _ANNEX_NAME.match(block.text)
        name = found.group(1).strip() if found else ""
        passed += len(re.sub(r"\s+", "", draft.plain[read : block.span.end]))
        read = block.span.end
        if not name or re.fullmatch(r"附\s*件\s*:?\s*", block.text):
            if passed == len(bare):
                message = "正文在“附件”处结束，附件没有随文提供，请补上附件后重新编译。"
                yield Finding(Severity.WARNING, "missing_annex", message, block.span)
        elif bare.find(re.sub(r"\s+", "", name)[:12], passed) < 0:
            message = f"附件“{name}”只有名称，没有内容，请补上附件后重新编译。"
            yield Finding(Severity.WARNING, "missing_annex", message, block.span)


def check_torn_sentences(draft: Draft) -> Iterator[Finding]:
    """Sentences that a line break tore apart have been joined; one finding lists the places."""
    places = [Span(max(0, at - 8), min(len(draft.plain), at + 8)) for at in draft.folded.healed]
    if places:
        message = f"有 {len(places)} 处句子被换行断开，已自动接上，请核对接缝处有没有缺字。"
        yield Finding(
            Severity.NOTICE, "torn_sentences", message, places[0], None, tuple(places[1:50])
        )


def check_numbering(draft: Draft) -> Iterator[Finding]:
    """Headings count on; a number left out may be a paragraph left out."""
    if not draft.document.is_plan:
        return
    yield from _siblings(draft.root)
    for section, _ in walk(draft.root):
        yield from _siblings(section)


def _siblings(parent: Section) -> Iterator[Finding]:
    marked = [child for child in parent.children if child.mark and child.rank in (2, 3, 4)]
    for left, right in zip(marked, marked[1:], strict=False):
        first, second = _count(left.mark), _count(right.mark)
        if left.rank == right.rank and second not in (first + 1, 1):
            message = f"编号从“{left.mark}”跳到“{right.mark}”，请核对中间是否缺了一条。"
            yield Finding(Severity.NOTICE, "numbering_gap", message, right.head, None, (left.head,))


def _count(mark: str) -> int:
    word = mark.strip("()第条节章")
    return (
        int(word) if word.isdigit() else next((n for n in range(1, 100) if numeral(n) == word), 0)
    )
