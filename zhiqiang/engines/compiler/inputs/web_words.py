"""Walk a web page in the order it is read and give its paragraphs and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from zhiqiang.engines.compiler.inputs.limits import Limits

BLOCKS = frozenset(
    ("address", "article", "blockquote", "body", "center", "dd", "details", "dir", "div", "dl",
     "dt", "fieldset", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li",
     "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th",
     "thead", "tr", "ul", "ucapcontent", "caption", "html")
)  # fmt: skip
_WHITE = re.compile(r"[ \t\r\n\f]+")
_WRAP = re.compile(
    r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t]*[\r\n][ \t\r\n]*(?=[\u3000-\u9fff\uff00-\uffef])"
)
_MOST_SPAN = 100
_MOST_COLUMNS = 100


@dataclass(slots=True)
class Piece:
    """A paragraph, or the rows of a table; ``linked`` is how many of its letters are links."""

    text: str = ""
    level: int = 0
    linked: int = 0
    rows: list[list[str]] = field(default_factory=list)

    @property
    def words(self) -> str:
        """All its words on one line."""
        return self.text or " ".join(" ".join(row) for row in self.rows)


def pieces_of(root: Any, limits: Limits, stop: Any = None) -> Iterator[Piece]:
    """Yield paragraphs and tables below ``root`` in order, up to the element ``stop``."""
    piece = Piece()
    links = 0
    # Each step is (what, element): enter it, leave it, or read what follows it.
    waiting: list[tuple[str, Any]] = [("enter", root)]
    while waiting:
        step, element = waiting.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        if element is stop and step == "enter":
            break
        if step == "follow":
            _say(piece, element.tail, links)
            continue
        if tag in BLOCKS:
            if piece.text.strip():
                yield piece
            piece = Piece(level=_level(tag) if step == "enter" else 0)
        if step == "leave":
            links -= tag == "a"
        elif tag == "table" and is_data(element):
            yield Piece(rows=rows_of(element, limits))
        else:
            links += tag == "a"
            piece.text += "\n" if tag == "br" else ""
            _say(piece, element.text, links, tag == "pre")
            waiting.append(("leave", element))
            for child in reversed(element):
                waiting += (("follow", child), ("enter", child))
    if piece.text.strip():
        yield piece


def _say(piece: Piece, words: str | None, links: int, as_it_is: bool = False) -> None:
    if not words:
        return
    # Line ends of the source are no line ends of the page, but for preformatted text.
    if not as_it_is:
        words = _joined(words)
    piece.text += words
    if links:
        piece.linked += len(words.strip())


def _joined(words: str) -> str:
    """Turn white space into one space, and drop a line end of the source between Chinese letters."""
    return _WHITE.sub(" ", _WRAP.sub("", words))


def _level(tag: str) -> int:
    return int(tag[1]) - 1 if tag in ("h2", "h3", "h4", "h5", "h6") else 0


def is_data(table: Any) -> bool:
    """Say whether a table holds rows of cells, or only places paragraphs on the page."""
    if next(table.iterdescendants("table"), None) is not None:
        return False
    rows = list(table.iter("tr"))
    widest = max((sum(1 for c in row if c.tag in ("td", "th")) for row in rows), default=0)
    if widest < 2:
        return False
    for cell in table.iter("td"):
        paragraphs = sum(1 for _ in cell.iter("p"))
        if paragraphs > 6 and len(cell.text_content()) > 1_500:
            return False
    return True


def rows_of(table: Any, limits: Limits) -> list[list[str]]:
    """Give each row all its columns: a cell merged down is repeated, one merged across is not."""
    rows: list[list[str]] = []
    held: dict[int, tuple[str, int]] = {}
    written = 0
    for row in table.iter("tr"):
        cells: list[str] = []
        for cell in [one for one in row if one.tag in ("td", "th")]:
            _fill(cells, held)
            text = " ".join(_cell_text(cell).split())
            down = _span(cell.get("rowspan"))
            for place in range(min(_span(cell.get("colspan")), _MOST_COLUMNS - len(cells))):
                words = text if place == 0 else ""
                if down > 1:
                    held[len(cells)] = (words, down - 1)
                cells.append(words)
        _fill(cells, held)
        rows.append(cells)
        written += sum(map(len, cells))
        if written > limits.characters:
            break
    return rows


def _fill(cells: list[str], held: dict[int, tuple[str, int]]) -> None:
    """Put in the cells that reach down from rows above."""
    while len(cells) in held and len(cells) < _MOST_COLUMNS:
        words, left = held.pop(len(cells))
        if left > 1:
            held[len(cells)] = (words, left - 1)
        cells.append(words)


def _cell_text(cell: Any) -> str:
    """Return the paragraphs of a cell with spaces between."""
    return " ".join(piece.text for piece in pieces_of(cell, Limits()))


def _span(words: str | None) -> int:
    found = re.match(r"\s*(\d{1,4})", words or "")
    return max(1, min(_MOST_SPAN, int(found[1]))) if found else 1
