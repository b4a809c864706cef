"""Turn printed pages into paragraphs and tables: where a line goes on, and where a new one begins."""

from __future__ import annotations

import re
import statistics
from collections import Counter

from zhiqiang.engines.compiler.inputs.manuscript import Scribe
from zhiqiang.engines.compiler.inputs.page_furniture import drop_furniture
from zhiqiang.engines.compiler.inputs.printed_lines import Line, Page, PrintedTable, joined

_ENDS = "。；;：:！!？?」”"
_MARK = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、](?!\d)"
    r"|第[一二三四五六七八九十百]+[章节条]|[①-⑳]|专栏|附件|附表|附："
)


def write_pages(pages: list[Page], scribe: Scribe) -> None:
    """Write the pages as one document; a paragraph or a table may run over the end of a page."""
    drop_furniture(pages)
    writer = _Writer(scribe, pages)
    for page in pages:
        writer.write(page)
    writer.end_paragraph()
    writer.end_table()


class _Writer:
    """Holds the paragraph and the table that are not finished yet."""

    def __init__(self, scribe: Scribe, pages: list[Page]) -> None:
        self._scribe = scribe
        lines = [line for page in pages for line in page.lines]
        self._size = statistics.median(line.size for line in lines) if lines else 10.0
        self._bounds = _bounds(lines, self._size)
        self._leading = _leading(pages, self._size)
        self._text = ""
        self._page = 0
        self._last: Line | None = None
        self._table: PrintedTable | None = None
        self._row: list[str] = []
        self._row_page = 0
        self._rows = 0

    def write(self, page: Page) -> None:
        """Write one page."""
        lines = page.lines
        bounds = _bounds(lines, self._size) if len(lines) >= 8 else self._bounds
        last = self._last
        same_page = False
        for item in page.items:
            if isinstance(item, PrintedTable):
                self.end_paragraph()
                self._write_table(item, page.number)
                last = None
                continue
            self.end_table()
            if last is None or self._is_new(last, item, bounds, same_page, page.width):
                self.end_paragraph()
                self._text, self._page = item.text, page.number
            else:
                self._text = joined(self._text, item.text)
            last, same_page = item, True
        self._last = last

    def end_paragraph(self) -> None:
        """Write the paragraph that is held."""
        self._scribe.paragraph(self._text, page=self._page)
        self._text, self._last = "", None

    def end_table(self) -> None:
        """Write the row that is held and close its table."""
        if self._table is not None:
            self._write_row()
            self._table = None

    def _is_new(
        self, last: Line, line: Line, bounds: tuple[float, float], same_page: bool, width: float
    ) -> bool:
        size = max(line.size, last.size)
        left, right = bounds
        if abs(line.size - last.size) > 0.15 * size:
            return True
        if same_page and line.top - last.bottom > self._leading + 0.6 * size:
            return True
        if _is_centred(line, bounds, width) or _is_centred(last, bounds, width):
            return True
        short = last.x1 < right - 1.6 * size
        ended = last.text[-1:] in _ENDS
        if line.x0 > left + 1.2 * size:
            # An indented line begins a paragraph, unless all the lines of this one are indented.
            return short or ended or abs(line.x0 - last.x0) > 0.5 * size
        if not short:
            return ended and bool(_MARK.match(line.text))
        # A long number or word that did not fit leaves a gap, but not a large one.
        return ended or last.x1 < right - 6 * size or bool(_MARK.match(line.text))

    def _write_table(self, table: PrintedTable, page: int) -> None:
        rows = list(table.rows)
        if self._table is not None and _continues(self._table, table):
            if len(rows) > 1 and rows[0] == self._table.rows[0]:
                rows = rows[1:]  # the head, printed again
            if rows and self._is_rest(rows[0]):
                self._row = [joined(a, b) for a, b in zip(self._row, rows[0], strict=True)]
                rows = rows[1:]
        else:
            self.end_table()
            self._scribe.open_table()
            self._table, self._rows = table, 0
        for row in rows:
            self._write_row()
            self._row, self._row_page = list(row), page

    def _is_rest(self, row: tuple[str, ...]) -> bool:
        """Say whether a row is the rest of the one that the end of the page cut."""
        if len(self._row) != len(row) or not self._row[0].strip().isdigit() or row[0].strip():
            return False
        return any(
            before and after and before[-1] not in "。；;"
            for before, after in zip(self._row, row, strict=True)
        )

    def _write_row(self) -> None:
        if self._row:
            self._rows += 1
            self._scribe.row(self._row, self._rows, page=self._row_page)
        self._row = []


def _continues(before: PrintedTable, after: PrintedTable) -> bool:
    """Say whether a table has the columns of the one before it."""
    if len(before.edges) != len(after.edges):
        return False
    return all(abs(a - b) < 6 for a, b in zip(before.edges, after.edges, strict=True))


def _bounds(lines: list[Line], size: float) -> tuple[float, float]:
    """Return where the lines of the text begin and end on the page."""
    body = [line for line in lines if line.x1 - line.x0 > 8 * size] or lines
    if not body:
        return 0.0, 0.0
    step = max(1.0, size / 2)
    starts = Counter(round(line.x0 / step) for line in body)
    often = max(2, len(body) // 8)
    common = [at for at, count in starts.items() if count >= often] or list(starts)
    rights = sorted(line.x1 for line in body)
    return min(common) * step, rights[min(len(rights) - 1, int(len(rights) * 0.9))]


def _leading(pages: list[Page], size: float) -> float:
    """Return the usual white between two lines."""
    gaps = [
        after.top - before.bottom
        for page in pages
        for before, after in zip(page.lines, page.lines[1:], strict=False)
        if 0 <= after.top - before.bottom < 3 * size
    ]
    return statistics.median(gaps) if gaps else 0.5 * size


def _is_centred(line: Line, bounds: tuple[float, float], width: float) -> bool:
    left, right = bounds
    middle = (left + right) / 2 if right > left else width / 2
    aside = line.x0 > left + 2.5 * line.size and line.x1 < right - 2.5 * line.size
    return aside and abs((line.x0 + line.x1) / 2 - middle) < 0.6 * line.size
