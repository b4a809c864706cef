"""Drop what every page repeats: running heads and feet, page numbers, lines of a table of contents."""

from __future__ import annotations

import re
from collections import Counter

from zhiqiang.engines.compiler.inputs.printed_lines import Line, Page

_PAGE_NUMBER = re.compile(
    r"[-—–－─·.\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[,，/／]?\s*(?:共\s*)?\d{1,4}\s*页?)?[-—–－─·.\s]*"
    r"|[-—–\s]*[ivxlcIVXLC]{1,6}[-—–\s]*"
)
_CONTENTS_LINE = re.compile(r".{2,80}?[.．·…⋯\s]{5,}\s*[-—(（]?\d{1,4}[-—)）]?\s*")
# The number of a page stands seven millimetres below the text, by GB/T 9704.
_EDGE = 0.12


def drop_furniture(pages: list[Page]) -> None:
    """Take running lines and page numbers out of the pages, in place."""
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update({_key(line.text) for line in _edge_lines(page)})
    enough = max(2, (len(pages) + 2) // 3)
    repeated = {key for key, count in counts.items() if count >= enough and len(pages) > 1}
    for page in pages:
        gone = {
            id(line)
            for line in _edge_lines(page)
            if _PAGE_NUMBER.fullmatch(line.text) or _key(line.text) in repeated
        }
        page.items = [
            item
            for item in page.items
            if id(item) not in gone
            and not (isinstance(item, Line) and _CONTENTS_LINE.fullmatch(item.text))
        ]


def _edge_lines(page: Page) -> list[Line]:
    """Return up to two lines at the head and at the foot of a page."""
    lines = sorted(page.lines, key=lambda line: line.top)
    head = [line for line in lines[:2] if line.bottom < page.height * _EDGE]
    foot = [line for line in lines[-2:] if line.top > page.height * (1 - _EDGE)]
    return head + foot


def _key(text: str) -> str:
    return re.sub(r"\d+", "#", re.sub(r"\s+", "", text))
