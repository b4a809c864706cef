"""Write a table of a binary Word file: its rows may have different borders, and merged cells."""

from __future__ import annotations

from dataclasses import dataclass

from zhiqiang.engines.compiler.inputs.manuscript import Scribe

_MOST_COLUMNS = 200
# Borders nearer than this, in twentieths of a point, are the same border drawn by hand.
_SLACK = 60


@dataclass(frozen=True, slots=True)
class Row:
    """The words of the cells, the borders of the row, and for each cell how it is merged."""

    cells: list[str]
    edges: tuple[int, ...]
    merged: tuple[tuple[int, int], ...]


def write_table(rows: list[Row], scribe: Scribe) -> None:
    """Give each row all its columns: a cell merged downwards is repeated, one merged across is not."""
    if all(len(row.cells) <= 1 for row in rows):
        for row in rows:
            for cell in row.cells:
                scribe.paragraph(cell)
        return
    borders: list[int] = []
    for edge in sorted({edge for row in rows for edge in row.edges}):
        if not borders or edge - borders[-1] > _SLACK:
            borders.append(edge)
    scribe.open_table()
    above: dict[int, str] = {}
    for number, row in enumerate(rows, 1):
        scribe.row(_placed(row, borders, above), number)


def _placed(row: Row, borders: list[int], above: dict[int, str]) -> list[str]:
    if len(row.edges) < len(row.cells) + 1:
        return row.cells
    cells = [""] * min(max(len(borders) - 1, 1), _MOST_COLUMNS)
    for index, words in enumerate(row.cells):
        across, down = row.merged[index] if index < len(row.merged) else (0, 0)
        column = _nearest(row.edges[index], borders)
        if across == 1 or column >= len(cells):
            continue
        if down == 1:
            words = above.get(column, "")
        above[column] = words
        cells[column] = words
    return cells


def _nearest(edge: int, borders: list[int]) -> int:
    return min(range(len(borders)), key=lambda index: abs(borders[index] - edge))
