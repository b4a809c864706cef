"""What was read from a file: its text, and for every piece of it the place in the file."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, field
from typing import Any

from zhiqiang.kernel.finding import Finding, Severity

_WHITE = re.compile(r"[\s\x07]+")
_PARTS = {"footnote": "脚注", "textbox": "文本框"}


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place as somebody who has the file open would count it; 0 where it does not apply.

    ``part`` is body, footnote, textbox or sheet. Pages are those of the PDF or scan, or those that
    the word processor noted when it last laid the document out. ``row`` and ``column`` count
    within the table, in a sheet as the spreadsheet program shows them. ``file`` is the name of an
    annex that came as a file of its own.
    """

    part: str = "body"
    page: int = 0
    paragraph: int = 0
    table: int = 0
    row: int = 0
    column: int = 0
    sheet: str = ""
    file: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return what applies, and under ``label`` the Chinese words for it."""
        counts = ("page", "paragraph", "table", "row", "column", "sheet", "file")
        found = {name: getattr(self, name) for name in counts if getattr(self, name)}
        return {"part": self.part, **found, "label": str(self)}

    def __str__(self) -> str:
        words = [f"附件“{self.file}”"] if self.file else []
        if self.page:
            words.append(f"第 {self.page} 页")
        if self.part in _PARTS:
            words.append(_PARTS[self.part])
        if self.sheet:
            words.append(f"工作表“{self.sheet}”")
        elif self.table:
            words.append(f"表 {self.table}")
        if self.row:
            words.append(f"第 {self.row} 行" + (f"第 {self.column} 列" if self.column else ""))
        elif self.paragraph:
            words.append(f"第 {self.paragraph} 段")
        return " ".join(words)


class Anchors:
    """The anchors of a text by the offset at which each begins to hold."""

    __slots__ = ("_places", "_starts")

    def __init__(self, places: Iterable[tuple[int, Anchor]] = ()) -> None:
        self._starts = array("Q")
        self._places: list[Anchor] = []
        for start, anchor in places:
            self._starts.append(start)
            self._places.append(anchor)

    def __len__(self) -> int:
        return len(self._places)

    def at(self, offset: int) -> Anchor | None:
        """Return the anchor that holds at an offset of the text, None before the first."""
        index = bisect_right(self._starts, offset) - 1
        return self._places[index] if index >= 0 else None

    def pairs(self) -> Iterator[tuple[int, Anchor]]:
        """Yield every anchor with the offset at which it begins to hold."""
        return zip(self._starts, self._places, strict=True)

    def rows(self) -> list[list[Any]]:
        """Return plain lists, for the way between two processes."""
        return [[start, *astuple(anchor)] for start, anchor in self.pairs()]


@dataclass(frozen=True, slots=True)
class Manuscript:
    """The text of a file; ``headings`` are (line number, level) where the file itself marks them."""

    text: str
    headings: tuple[tuple[int, int], ...] = ()
    findings: tuple[Finding, ...] = ()
    anchors: Anchors = field(default_factory=Anchors)

    def as_json(self) -> dict[str, Any]:
        """Return JSON-ready values; lone surrogates, which no pipe carries, become U+FFFD."""
        return {
            "text": self.text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
            "headings": [list(pair) for pair in self.headings],
            "findings": [[str(f.severity), f.code, f.message] for f in self.findings],
            "anchors": self.anchors.rows(),
        }

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Manuscript:
        """Rebuild what ``as_json`` gave."""
        return cls(
            values["text"],
            tuple((line, level) for line, level in values["headings"]),
            tuple(Finding(Severity(s), code, message) for s, code, message in values["findings"]),
            Anchors((row[0], Anchor(*row[1:])) for row in values["anchors"]),
        )


class Scribe:
    """Writes a manuscript line by line: a paragraph a line, a table row a line with tabs between.

    Stops silently at ``most`` characters; ``full`` says so.
    """

    def __init__(self, most: int) -> None:
        self.full = False
        self.paragraphs = 0
        self.tables = 0
        self._most = most
        self._lines: list[str] = []
        self._length = 0
        self._headings: list[tuple[int, int]] = []
        self._places: list[tuple[int, Anchor]] = []

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been written yet."""
        return not self._lines

    def paragraph(self, words: str, *, level: int = 0, page: int = 0, part: str = "body") -> None:
        """Write a paragraph; its own line breaks stay, its tabs become spaces."""
        if not words.strip():
            return
        self.paragraphs += 1
        anchor = Anchor(part, page, self.paragraphs)
        for line in words.replace("\t", " ").split("\n"):
            if not line.strip():
                continue
            if level:
                self._headings.append((len(self._lines), level))
            self._places.append((self._length, anchor))
            self._add(line.rstrip())

    def open_table(self) -> int:
        """Begin a table and return its number."""
        self.tables += 1
        return self.tables

    def row(self, cells: list[str], row: int, *, page: int = 0, sheet: str = "") -> None:
        """Write a row of the table that was opened last; empty rows are left out."""
        cells = [_WHITE.sub(" ", cell).strip() for cell in cells]
        if not any(cells):
            return
        part = "sheet" if sheet else "body"
        at = self._length
        for column, cell in enumerate(cells, 1):
            if cell or column == 1:
                self._places.append((at, Anchor(part, page, 0, self.tables, row, column, sheet)))
            at += len(cell) + 1
        self._add("\t".join(cells))

    def finish(self, findings: Iterable[Finding] = ()) -> Manuscript:
        """Return what was written."""
        text = "\n".join(self._lines)
        return Manuscript(text, tuple(self._headings), tuple(findings), Anchors(self._places))

    def _add(self, line: str) -> None:
        if self._length + len(line) > self._most:
            self.full = True
            line = line[: max(0, self._most - self._length)]
            if not line:
                return
        self._lines.append(line)
        self._length += len(line) + 1
