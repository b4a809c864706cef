"""Where something was read: a span of a text, or a cell of a sheet."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range ``[start, end)`` of character offsets into a document's source text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"span must satisfy 0 <= start <= end, got {self.start}..{self.end}")

    def of(self, text: str) -> str:
        """Return the words of ``text`` that this span covers."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Cell:
    """A place in a received sheet. Rows count from 1 as the spreadsheet program shows them.

    ``column`` is the heading as printed, empty where the remark concerns the whole row;
    ``row`` is 0 where it concerns the whole sheet.
    """

    file: str
    sheet: str
    row: int
    column: str = ""

    def __str__(self) -> str:
        parts = [self.file, f"工作表“{self.sheet}”" if self.sheet else ""]
        parts += [
            f"第 {self.row} 行" if self.row else "",
            f"“{self.column}”列" if self.column else "",
        ]
        return " ".join(part for part in parts if part)
