"""Lists as CSV and XLSX, papers as Word, that offices open as they stand: with their origin, without live formulas."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar
from urllib.parse import quote

from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from zhiqiang.engines.documents import OfficialDocument, Sheet, save_workbook
from zhiqiang.ui.asked import BadAddress

#: formats that a list is exported in, and how many rows of each
MOST = {"xlsx": 100_000, "csv": 1_000_000}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_Answer = TypeVar("_Answer", bound=HttpResponseBase)
#: what Excel and WPS take for the beginning of a formula
_LIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class _Echo:
    """Hands each written line back instead of keeping it."""

    def write(self, text: str) -> str:
        return text


def cell(value: Any) -> str:
    """Return a value as a cell that no spreadsheet runs; numbers stay numbers."""
    if value is None:
        return ""
    text = str(value)
    if isinstance(value, int | float) or not text.lstrip(" ").startswith(_LIVE):
        return text
    return f"'{text}"


def csv_lines(
    origin: Iterable[str], headings: Iterable[str], rows: Iterable[Iterable[Any]]
) -> Iterator[str]:
    """Yield the lines of a CSV: a byte order mark, lines of origin, headings, rows."""
    writer = csv.writer(_Echo(), lineterminator="\r\n")
    yield "\ufeff"
    for line in origin:
        yield writer.writerow([cell(f"# {line}")])
    yield writer.writerow([cell(heading) for heading in headings])
    for row in rows:
        yield writer.writerow([cell(value) for value in row])


def csv_answer(
    name: str, origin: Iterable[str], headings: Iterable[str], rows: Iterable[Iterable[Any]]
) -> StreamingHttpResponse:
    """Answer with a CSV to save; ``rows`` may be long, nothing is kept in memory."""
    answer = StreamingHttpResponse(
        csv_lines(origin, headings, rows), content_type="text/csv; charset=utf-8"
    )
    return _to_save(answer, name)


def workbook_answer(name: str, sheets: Iterable[Sheet]) -> FileResponse:
    """Answer with a workbook to save; it is written to disk row by row and sent from there."""
    out = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    save_workbook(sheets, out)
    out.seek(0)
    return _to_save(FileResponse(out, content_type=XLSX), name)


def word_answer(name: str, paper: OfficialDocument) -> FileResponse:
    """Answer with a Word paper to save."""
    out = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    paper.save(out)
    out.seek(0)
    return _to_save(FileResponse(out, content_type=DOCX), name)


def read_format(text: str, total: int, more: Sequence[str] = ()) -> str:
    """Return the format of a file that is asked for, or refuse one that is none or would not hold.

    ``more`` names formats that the page has besides. Raises ``BadAddress``.
    """
    if text not in MOST:
        known = "、".join([*more, "XLSX"])
        raise BadAddress(f"不能导出为“{text[:20]}”格式，可选 {known} 或 CSV。")
    if total > MOST[text]:
        other = "，或改用 CSV" if total <= MOST["csv"] else ""
        raise BadAddress(
            f"共 {total:,} 条，{text.upper()} 一次最多导出 {MOST[text]:,} 条。请先用筛选缩小范围{other}。"
        )
    return text


def list_answer(
    kind: str,
    name: str,
    origin: Sequence[str],
    headings: Sequence[tuple[str, float]],
    rows: Iterable[Sequence[Any]],
) -> HttpResponseBase:
    """Answer with a list as a file of ``kind``; headings carry the width of their column."""
    if kind == "csv":
        return csv_answer(f"{name}.csv", origin, [label for label, _ in headings], rows)
    return workbook_answer(f"{name}.xlsx", [Sheet(name, "；".join(origin), headings, rows)])


def _to_save(answer: _Answer, name: str) -> _Answer:
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
