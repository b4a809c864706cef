"""Write received-looking files: workbooks and, as old systems send them, GB 18030 text."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

Value = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file as a bureau receives it: what it is imported as, its name, headings and rows."""

    source: str
    file_name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Value]]
    title: str = ""


def write(sheet: Sheet, folder: Path) -> Path:
    """Write ``sheet`` into ``folder`` and return its path; the bytes depend on nothing else."""
    path = folder / sheet.file_name
    if path.suffix == ".csv":
        _write_text(sheet, path)
    else:
        _write_workbook(sheet, path)
    return path


def _write_text(sheet: Sheet, path: Path) -> None:
    with path.open("w", encoding="gb18030", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(sheet.headings)
        writer.writerows(
            ["" if v is None else v.isoformat() if isinstance(v, date) else v for v in row]
            for row in sheet.rows
        )


def _write_workbook(sheet: Sheet, path: Path) -> None:
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    book.set_properties({"created": datetime(2026, 1, 5, 9, 0)})  # noqa: DTZ001
    bold = book.add_format({"bold": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    tab = book.add_worksheet("明细")
    first = 0
    if sheet.title:
        tab.write_string(0, 0, sheet.title, bold)
        first = 1
    tab.write_row(first, 0, sheet.headings, bold)
    for number, row in enumerate(sheet.rows, first + 1):
        _write_row(tab, number, row, day)
    tab.freeze_panes(first + 1, 0)
    book.close()


def _write_row(tab: object, number: int, row: Iterable[Value], day: object) -> None:
    for column, value in enumerate(row):
        if value is None or value == "":
            continue
        if isinstance(value, str):
            tab.write_string(number, column, value)  # type: ignore[attr-defined]
        elif isinstance(value, date):
            moment = datetime(value.year, value.month, value.day)  # noqa: DTZ001
            tab.write_datetime(number, column, moment, day)  # type: ignore[attr-defined]
        else:
            tab.write_number(number, column, value)  # type: ignore[attr-defined]
