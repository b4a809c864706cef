"""Lists as CSV that Excel opens as it stands: with their origin, and without live formulas."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from django.http import StreamingHttpResponse

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
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
