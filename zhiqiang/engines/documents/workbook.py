"""Workbooks: sheets with a note above, a head that stays, and cells that are never formulas."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, BinaryIO

import xlsxwriter

from zhiqiang.engines.documents.official import printable

_MOST_ROWS = 1_048_000
_LONGEST_CELL = 32_000
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: name, a line of origin above the table, (heading, width) columns, rows."""

    name: str
    note: str
    columns: Sequence[tuple[str, float]]
    rows: Iterable[Sequence[Any]]


def write_workbook(sheets: Iterable[Sheet]) -> bytes:
    """Return an .xlsx file. Texts stay texts: what looks like a formula or an address is neither."""
    out = io.BytesIO()
    save_workbook(sheets, out)
    return out.getvalue()


def save_workbook(sheets: Iterable[Sheet], out: BinaryIO) -> None:
    """Write an .xlsx file to ``out``; only one row of it is in memory at a time."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        head = book.add_format(
            {"bold": True, "bg_color": "#e8edf3", "border": 1, "text_wrap": True, "valign": "top"}
        )
        text = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
        number = book.add_format({"valign": "top", "border": 1, "num_format": "#,##0.######"})
        day = book.add_format({"valign": "top", "border": 1, "num_format": "yyyy-mm-dd"})
        note = book.add_format({"font_color": "#555555"})
        formats = (text, number, day)
        for one in sheets:
            _write_sheet(book, one, head, note, formats)


def _write_sheet(book: Any, one: Sheet, head: Any, note: Any, formats: tuple[Any, ...]) -> None:
    sheet = book.add_worksheet(one.name.translate(_FORBIDDEN)[:31])
    sheet.write_string(0, 0, printable(one.note), note)
    for at, (heading, width) in enumerate(one.columns):
        sheet.write_string(1, at, heading, head)
        sheet.set_column(at, at, width)
    last = 1
    for row, values in enumerate(one.rows, 2):
        if row > _MOST_ROWS:
            break
        for at, value in enumerate(values):
            _write_cell(sheet, row, at, value, formats)
        last = row
    sheet.freeze_panes(2, 1)
    if last > 1:
        sheet.autofilter(1, 0, last, len(one.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(1)


def _write_cell(sheet: Any, row: int, at: int, value: Any, formats: tuple[Any, ...]) -> None:
    text, number, day = formats
    if value is None or value == "":
        sheet.write_blank(row, at, None, text)
    elif isinstance(value, bool):
        sheet.write_string(row, at, "是" if value else "否", text)
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(row, at, float(value), number)
    elif isinstance(value, date):
        sheet.write_datetime(row, at, value, day)
    else:
        sheet.write_string(row, at, printable(value)[:_LONGEST_CELL], text)
