"""Find the ruled tables of a PDF page and put the letters into their cells."""

from __future__ import annotations

import io
from bisect import bisect_right
from collections import Counter
from itertools import islice
from typing import Any

from pypdfium2 import raw

from zhiqiang.engines.compiler.inputs.printed_lines import (
    Letter,
    PrintedTable,
    cell_text,
    lines_of,
)

Box = tuple[float, float, float, float]
_MOST_PATHS = 20_000
_THIN = 3.0
_WAYS = {"vertical_strategy": "lines", "horizontal_strategy": "lines"}


class TableFinder:
    """Opens the slower reader of rulings only when a page has rulings at all."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._document: Any = None

    def find(self, number: int, page: Any) -> list[list[list[Box | None]]]:
        """Return tables as rows of cell boxes; None where a merged cell covers the place."""
        if not _has_rulings(page):
            return []
        if self._document is None:
            import pdfplumber

            self._document = pdfplumber.open(io.BytesIO(self._content))
        plumbed = self._document.pages[number]
        left, top = plumbed.bbox[0], plumbed.bbox[1]
        found = []
        for table in plumbed.find_tables(_WAYS | {"explicit_horizontal_lines": _ends(plumbed)}):
            rows = [[_moved(cell, left, top) for cell in row.cells] for row in table.rows]
            if len(rows) > 1 and max(len(row) for row in rows) > 1:
                found.append(rows)
        plumbed.close()
        return found


def _ends(page: Any) -> list[float]:
    """Return the heights at which several upright lines end: a row that the page end left open."""
    heights: Counter[int] = Counter()
    for edge in page.vertical_edges:
        heights.update({round(edge["top"]), round(edge["bottom"])})
    return [float(height) for height, count in heights.items() if count >= 3]


def _moved(cell: Box | None, left: float, top: float) -> Box | None:
    return None if cell is None else (cell[0] - left, cell[1] - top, cell[2] - left, cell[3] - top)


def _has_rulings(page: Any) -> bool:
    """Say whether there are lines both ways; a drawing of very many lines is no table."""
    across = down = count = 0
    for item in islice(
        page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=4), _MOST_PATHS + 1
    ):
        count += 1
        x0, y0, x1, y1 = item.get_bounds()
        thin_across, thin_down = y1 - y0 <= _THIN, x1 - x0 <= _THIN
        across += not thin_down
        down += not thin_across
    return count <= _MOST_PATHS and across >= 2 and down >= 2


def cut_out(
    letters: list[Letter], tables: list[list[list[Box | None]]]
) -> tuple[list[Letter], list[PrintedTable]]:
    """Return the letters outside the tables, and the tables with those inside."""
    out: list[PrintedTable] = []
    for rows in tables:
        boxes = [cell for row in rows for cell in row if cell is not None]
        x0, y0 = min(b[0] for b in boxes), min(b[1] for b in boxes)
        x1, y1 = max(b[2] for b in boxes), max(b[3] for b in boxes)
        inside = [one for one in letters if _is_in(one, (x0, y0, x1, y1))]
        if not inside:
            continue
        letters = [one for one in letters if not _is_in(one, (x0, y0, x1, y1))]
        out.append(_filled(rows, inside, y0, y1))
    return letters, out


def _filled(
    rows: list[list[Box | None]], letters: list[Letter], top: float, bottom: float
) -> PrintedTable:
    boxes = [cell for row in rows for cell in row if cell is not None]
    texts = _texts(boxes, letters)
    filled = []
    above: dict[int, Box] = {}
    for row in rows:
        heights = [cell[1] for cell in row if cell is not None]
        at_height = max(heights) if heights else top
        cells = []
        for column, cell in enumerate(row):
            if cell is not None:
                above[column] = cell
            covering = cell or above.get(column)
            down = covering is not None and covering[3] > at_height + 1
            # A cell merged across stands in its first column only, one merged down in every row.
            cells.append(texts[covering] if covering is not None and down else "")
        filled.append(tuple(cells))
    edges = sorted({round(box[0]) for box in boxes} | {round(max(box[2] for box in boxes))})
    return PrintedTable(tuple(filled), top, bottom, tuple(float(edge) for edge in edges))


def _texts(boxes: list[Box], letters: list[Letter]) -> dict[Box, str]:
    """Return the words of every cell; a letter belongs to the cell that its middle stands in."""
    ordered = sorted(boxes, key=lambda box: box[1])
    tops = [box[1] for box in ordered]
    held: dict[Box, list[Letter]] = {box: [] for box in boxes}
    for letter in letters:
        y = (letter.top + letter.bottom) / 2
        for box in reversed(ordered[: bisect_right(tops, y)]):
            if _is_in(letter, box):
                held[box].append(letter)
                break
    return {
        box: cell_text(lines_of(found), box[2] - box[0]) if found else ""
        for box, found in held.items()
    }


def _is_in(letter: Letter, box: Box) -> bool:
    x, y = (letter.x0 + letter.x1) / 2, (letter.top + letter.bottom) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
