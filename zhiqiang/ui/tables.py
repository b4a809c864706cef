"""What the table component draws, and which part of a long list a page shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

SIZES = (20, 50, 100)


@dataclass(frozen=True, slots=True)
class Column:
    """A column; ``kind`` is n (number, right-aligned), d (day), k (short key) or t (text)."""

    label: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it is written; ``note`` follows in grey.

    ``label`` says to those who do not see it where a link leads, when its text alone does not;
    ``mark`` draws the text as a mark of that severity, ``lamp`` a lamp in place of the text;
    ``is_head``: the cell names its row.
    """

    text: str
    href: str = ""
    note: str = ""
    kind: str = ""
    label: str = ""
    mark: str = ""
    lamp: str = ""
    is_head: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table to draw; ``title`` names it for those who do not see it."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    foot: tuple[Cell, ...] = field(default=())


def table(
    title: str, columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[str | Cell]]
) -> Table:
    """Build a table from (label, kind) columns and rows of texts or cells."""
    heads = tuple(Column(label, kind) for label, kind in columns)
    return Table(title, heads, tuple(_row(heads, row) for row in rows))


def _row(heads: tuple[Column, ...], row: Sequence[str | Cell]) -> tuple[Cell, ...]:
    cells = (cell if isinstance(cell, Cell) else Cell(str(cell)) for cell in row)
    return tuple(
        replace(cell, kind=cell.kind or head.kind) for head, cell in zip(heads, cells, strict=True)
    )


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list of ``total`` items; ``number`` counts from 1."""

    number: int
    size: int
    total: int
    items: Sequence[Any] = ()

    @property
    def sizes(self) -> tuple[int, ...]:
        return SIZES

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        return min(self.total, (self.number - 1) * self.size + 1)

    @property
    def last(self) -> int:
        return min(self.total, self.number * self.size)

    @property
    def offset(self) -> int:
        return (self.number - 1) * self.size

    @property
    def previous(self) -> int:
        return self.number - 1

    @property
    def next(self) -> int:
        return self.number + 1
