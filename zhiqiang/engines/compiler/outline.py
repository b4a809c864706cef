"""Build the tree of headings from blocks: 一、 then （一） then 1. then （1）, as officials number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from zhiqiang.engines.compiler.blocks import Block
from zhiqiang.engines.compiler.vocabulary import PLAN_NOUNS, RULE_NOUNS
from zhiqiang.kernel.place import Span

_MARKS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (
        1,
        re.compile(
            r"(第[一二三四五六七八九十百]{1,4}[章编]|第[一二三四五六七八九十]{1,3}部分)[\s、:]*"
        ),
    ),
    (2, re.compile(r"(第[一二三四五六七八九十百]{1,4}节)[\s、:]*")),
    (4, re.compile(r"(第[一二三四五六七八九十百\d]{1,4}条)[\s、:]*(?![第款的之])")),
    (2, re.compile(r"([一二三四五六七八九十]{1,3})\s*[、.]\s*")),
    (3, re.compile(r"(\([一二三四五六七八九十]{1,4}\))\s*[、.]?\s*")),
    (
        3,
        re.compile(
            r"((?:专项)?(?:行动|任务|工程|举措|措施|项目|计划)\s*(?:[一二三四五六七八九十]{1,3}|\d{1,2}))\s*[:、.]\s*"
        ),
    ),
    (4, re.compile(r"(\d{1,2})\s*(?:[.、](?!\d)|\)(?=[^\d]))\s*")),
    (5, re.compile(r"(\(\d{1,2}\)|[①-⑳])\s*[、.]?\s*")),
)
_PART = re.compile(r"第[一二三四五六七八九十百]{1,4}节")
_ANNEX = re.compile(r"(附\s*件|附\s*表)\s*[\d一二三四五六七八九十]*\s*:?\s*$")
_BOX = re.compile(r"专栏\s*[\d一二三四五六七八九十]{1,3}")
_INSTRUMENT = re.compile(
    r"[^。;:!?,|]{0,90}(?:" + "|".join(PLAN_NOUNS + RULE_NOUNS) + r")\s*(?:\([^)]{1,30}\))?\s*$"
)
_HEAD_END = re.compile(r"[。:;!?]|\.(?=[^\d\s]|\s|$)")
_HEAD_LIMIT = 60


@dataclass(frozen=True)
class Section:
    """A heading, the blocks under it up to the next heading, and the headings below it.

    ``head`` covers mark and title; ``body`` are the passages of text (the rest of a run-in heading
    first), ``kind`` is set by the classifier, ``title_at`` is where the title stands, -1 where the
    body repeats it.
    """

    rank: int
    mark: str
    title: str
    head: Span
    body: tuple[Block, ...] = ()
    children: tuple[Section, ...] = ()
    kind: str = "other"
    run_in: bool = False
    title_at: int = -1

    @property
    def end(self) -> int:
        """Offset at which the section ends, its children included."""
        ends = [self.head.end, *(block.span.end for block in self.body)]
        return max(ends + [child.end for child in self.children])


@dataclass
class _Open:
    section: Section
    body: list[Block] = field(default_factory=list)
    children: list[Section] = field(default_factory=list)


def build(blocks: tuple[Block, ...]) -> Section:
    """Return the root, whose children are chapters; instruments and annexes are children of rank 0."""
    stack = [_Open(Section(-1, "", "", Span(0, 0)))]
    in_parts = any(block.kind == "paragraph" and _PART.match(block.text) for block in blocks)
    for block in blocks:
        heading = _heading(block, len(stack) > 1)
        if heading is None:
            stack[-1].body.append(block)
            continue
        section, rest = heading
        if in_parts and 2 <= section.rank <= 4 and not section.mark.startswith("第"):
            section = replace(section, rank=section.rank + 1)  # 一、 stands below 第一节
        while stack[-1].section.rank >= section.rank:
            _close(stack)
        stack.append(_Open(section))
        if rest is not None:
            stack[-1].body.append(rest)
    while len(stack) > 1:
        _close(stack)
    return _finish(stack[0])


def _close(stack: list[_Open]) -> None:
    done = stack.pop()
    stack[-1].children.append(_finish(done))


def _finish(done: _Open) -> Section:
    return replace(done.section, body=tuple(done.body), children=tuple(done.children))


def _heading(block: Block, inside: bool) -> tuple[Section, Block | None] | None:
    if block.kind != "paragraph":
        return None
    text, start = block.text, block.span.start
    for rank, pattern in _MARKS:
        found = pattern.match(text)
        if found and found.end() < len(text):
            return _numbered(block, rank, found)
    bare = text.strip()
    if _ANNEX.match(bare) or is_instrument(bare):
        return Section(0, "", bare, Span(start, start + len(text))), None
    if _BOX.match(bare) and inside:
        return Section(6, "", bare[:_HEAD_LIMIT], block.span), None
    if block.level:
        return Section(block.level, "", bare, block.span), None
    return None


def is_instrument(line: str) -> bool:
    """Say whether a line by itself is the title of an instrument (…方案, …办法(试行))."""
    return 4 <= len(line) <= 90 and bool(_INSTRUMENT.match(line))


def _numbered(block: Block, rank: int, found: re.Match[str]) -> tuple[Section, Block | None]:
    text, start = block.text, block.span.start
    ending = _HEAD_END.search(text, found.end())
    stop = ending.start() if ending else len(text)
    title = text[found.end() : stop].strip()
    title_at = start + found.end()
    run_in = ending is not None and bool(text[ending.end() :].strip())
    rest: Block | None = None
    if run_in and ending is not None:
        if ending.group(0) == ";" or len(title) > _HEAD_LIMIT:
            # A sentence with a number before it, no heading of its own.
            title_at = -1
            ending_at, title = found.end(), text[found.end() : stop][:_HEAD_LIMIT]
        else:
            ending_at = ending.end()
        rest = Block("paragraph", Span(start + ending_at, block.span.end), text[ending_at:])
        stop = ending_at
    head = Span(start, start + stop)
    return Section(rank, found.group(1), title, head, run_in=run_in, title_at=title_at), rest


def walk(
    section: Section, path: tuple[Section, ...] = ()
) -> Iterator[tuple[Section, tuple[Section, ...]]]:
    """Yield every section below the root in document order, with the headings above it."""
    for child in section.children:
        yield child, path
        yield from walk(child, (*path, child))


def number_of(section: Section, path: tuple[Section, ...]) -> str | None:
    """Return the number as it is cited, 三（一）2, without what stands above the chapter."""
    marks = [s.mark for s in (*path, section) if s.mark and s.rank > 0]
    if not section.mark:
        return None
    return "".join(marks).replace("(", "（").replace(")", "）")


def name_of(section: Section) -> str:
    """Return mark and title as they would be read in a table of contents."""
    part = section.mark.startswith("第")
    joint = " " if part else "、" if section.rank == 2 else "." if section.rank == 4 else ""
    mark = section.mark.replace("(", "（").replace(")", "）")
    return f"{mark}{joint if mark else ''}{section.title}"
