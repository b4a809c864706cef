"""Cut the folded text into blocks: paragraphs, table rows, and what the page added around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from zhiqiang.engines.compiler.vocabulary import FURNITURE_STARTS
from zhiqiang.kernel.place import Span

_CELL_BAR = re.compile(r"[|\t]")
_CHAPTER = re.compile(r"(?:(?<=[。:;)\s])|^)([一二三四五六七八九十]{1,3})、(?=[^\s、,。]{2})")
_CLAUSE_MARK = re.compile(r"\([一二三四五六七八九十]{1,4}\)(?=[^\s,。、)]{2})")
_ANNEX_LIST = re.compile(r"附\s*件\s*(?:\d|[一二三四五六七八九十])?\s*[:.]")
_ANNEX_ITEM = re.compile(r"(?:\d{1,2}|[一二三四五六七八九十])\s*[.、]\s*\S")
_SIGNATURE = re.compile(
    r"\(?\d{4}年\d{1,2}月\d{1,2}日\)?(?:印发)?$|\(此件|抄送[:;]|主题词|.{2,30}\s\d{4}年\d{1,2}月\d{1,2}日印发$"
)
_LOST_BREAKS = 900
_SOME_LOST = 160


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the folded text. ``cells`` are the spans of a table row's cells.

    ``level`` is the heading level that the file itself gave, 0 for none.
    """

    kind: str
    span: Span
    text: str
    cells: tuple[Span, ...] = ()
    level: int = 0


def cut(plain: str, levels: dict[int, int] | None = None) -> tuple[Block, ...]:
    """Cut text into blocks in document order. ``levels`` maps line starts to heading levels."""
    blocks: list[Block] = []
    position = 0
    listing = False
    tail = False
    for line in plain.split("\n"):
        start, position = position, position + len(line) + 1
        if not line.strip():
            continue
        tail = tail or (start > len(plain) // 2 and line.startswith(FURNITURE_STARTS))
        if tail:
            blocks.append(Block("furniture", Span(start, start + len(line)), line))
            continue
        listing = bool(_ANNEX_LIST.match(line)) or (
            listing and len(line) < 80 and bool(_ANNEX_ITEM.match(line))
        )
        if listing:
            blocks.append(Block("annex_list", Span(start, start + len(line)), line))
        elif _is_row(line):
            blocks.append(_row(line, start))
        else:
            level = (levels or {}).get(start, 0)
            kind = "signature" if _SIGNATURE.match(line) else "paragraph"
            for piece in _restore_breaks(line):
                span = Span(start + piece.start, start + piece.end)
                blocks.append(Block(kind, span, piece.of(line), (), level))
    return tuple(_with_categories(blocks))


_CATEGORY = re.compile(r"[^。;:,|]{2,40}$")
_ROW_NUMBER = re.compile(r"\d{1,3}\s*[.、]?\s*[|\t]")


def _with_categories(blocks: list[Block]) -> Iterator[Block]:
    """Mark the line between two rows of one table that names a group of rows: 二、保护."""
    last = len(blocks) - 1
    for at, block in enumerate(blocks):
        inside = (
            block.kind == "paragraph"
            and 0 < at < last
            and blocks[at - 1].kind == blocks[at + 1].kind == "row"
            and len(blocks[at - 1].cells) == len(blocks[at + 1].cells) > 2
            and bool(_CATEGORY.match(block.text) and _ROW_NUMBER.match(blocks[at + 1].text))
        )
        yield replace(block, kind="category") if inside else block


def _is_row(line: str) -> bool:
    return line.count("|") >= 2 or "\t" in line


def _row(line: str, start: int) -> Block:
    cells: list[Span] = []
    last = 0
    for bar in [*(found.start() for found in _CELL_BAR.finditer(line)), len(line)]:
        raw = line[last:bar]
        lead = len(raw) - len(raw.lstrip())
        body = raw.strip()
        cells.append(Span(start + last + lead, start + last + lead + len(body)))
        last = bar + 1
    return Block("row", Span(start, start + len(line)), line, tuple(cells))


def _restore_breaks(line: str) -> list[Span]:
    """Cut a line that lost its breaks before each heading that continues the numbering."""
    whole = [Span(0, len(line))]
    if len(line) < _SOME_LOST:
        return whole
    chapters = _in_sequence([(m.start(), m.group(1)) for m in _CHAPTER.finditer(line)])
    if len(chapters) < 2 and len(line) >= _LOST_BREAKS:
        chapters = _run_in_sequence(line)
    if len(chapters) < 2:
        return whole
    cuts = set(chapters)
    bounds = [0, *chapters, len(line)]
    for left, right in zip(bounds, bounds[1:], strict=False):
        marks = [(m.start(), m.group(0)[1:-1]) for m in _CLAUSE_MARK.finditer(line, left, right)]
        cuts.update(_in_sequence(marks))
    edges = sorted(cuts | {0, len(line)})
    return [Span(a, b) for a, b in zip(edges, edges[1:], strict=False) if line[a:b].strip()]


def _run_in_sequence(line: str) -> list[int]:
    """Find 一、 二、 三、 anywhere in the line, since a lost break leaves no mark before a heading."""
    found: list[int] = []
    at = 0
    for number in range(1, 20):
        place = line.find(numeral(number) + "、", at)
        if place < 0:
            break
        found.append(place)
        at = place + 2
    return found


def _in_sequence(marks: list[tuple[int, str]]) -> list[int]:
    """Keep the marks that count 一 二 三 … in order; a mark that starts anew at 一 starts anew."""
    kept: list[int] = []
    expected = 1
    for place, word in marks:
        if word == numeral(expected):
            kept.append(place)
            expected += 1
        elif kept and word == "一":
            kept.append(place)
            expected = 2
        elif not kept:
            kept.append(place)
            expected = _value(word) + 1
    return kept


_DIGITS = "一二三四五六七八九"


def numeral(number: int) -> str:
    """Return a number from 1 to 99 as Chinese numerals."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens - 1] + "十"
    return head + (_DIGITS[ones - 1] if ones else "")


def _value(word: str) -> int:
    return next((n for n in range(1, 100) if numeral(n) == word), 0)
