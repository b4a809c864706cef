"""The rows of an import that something was said about, with their cells as received."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.conf import settings

from zhiqiang.kernel.finding import Severity
from zhiqiang.records.registry.cells import ROW, SHEET, column_names
from zhiqiang.records.registry.models import Batch, BatchFinding
from zhiqiang.records.registry.personal import shown_cells, shown_words

#: rows that are given back to a sender at most, for mending
MOST_REFUSED = 50_000

Place = tuple[str, int]
Cells = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that was not taken over: its place, the reasons, and its cells by heading."""

    sheet: str
    row: int
    reasons: tuple[str, ...]
    cells: Cells


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding with its place; ``received`` is the text of its cell, None where it has none."""

    severity: str
    message: str
    sheet: str
    row: int
    column: str
    received: str | None


def refused_rows(batch: Batch, most: int = MOST_REFUSED, person: Any = None) -> list[RefusedRow]:
    """Return the refused rows of an import in the order of the file, at most ``most``.

    Whoever may see the batch may see them; personal data in them as ``person`` may read them.
    """
    reasons: dict[Place, list[str]] = {}
    found = batch.findings.filter(severity=str(Severity.ERROR), row__gt=0).order_by("id")
    for one in found.iterator(chunk_size=5_000):
        if (one.sheet, one.row) in reasons or len(reasons) < most:
            told = shown_words(_told(one), person)
            reasons.setdefault((one.sheet, one.row), []).append(told)
    cells = received_cells(batch, reasons, person)
    sheets = {sheet: place for place, sheet in enumerate(batch.columns)}
    order = sorted(reasons, key=lambda place: (sheets.get(place[0], 0), place[1]))
    return [
        RefusedRow(sheet, row, tuple(reasons[sheet, row]), cells.get((sheet, row), ()))
        for sheet, row in order
    ]


def _told(finding: BatchFinding) -> str:
    return f"{finding.column}：{finding.message}" if finding.column else finding.message


def with_cells(batch: Batch, findings: Iterable[BatchFinding], person: Any = None) -> list[Remark]:
    """Return findings of an import, each with the cell that it speaks of as ``person`` reads it."""
    found = list(findings)
    cells = received_cells(batch, {(one.sheet, one.row) for one in found if one.row}, person)
    out = []
    for one in found:
        texts = dict(cells.get((one.sheet, one.row), ()))
        received = texts.get(one.column) if one.column else None
        message = shown_words(one.message, person)
        out.append(Remark(one.severity, message, one.sheet, one.row, one.column, received))
    return out


def remarks_of_row(batch: Batch, sheet: str, row: int, person: Any) -> list[BatchFinding]:
    """Return what was said about one row of an import."""
    found = list(batch.findings.filter(sheet=sheet, row=row).order_by("id"))
    for one in found:
        one.message = shown_words(one.message, person)
    return found


def columns_of(batch: Batch) -> list[tuple[str, str, str | None]]:
    """Return sheet, heading and field of every column of an import, in the order of the sheets."""
    path = Path(settings.HOME) / "imports" / batch.cells
    order: dict[str, int] = {}
    if batch.cells and path.is_file():
        order = {name: place for place, name in enumerate(pq.read_schema(path).names)}
    return [
        (sheet, heading, fields[heading])
        for sheet, fields in batch.columns.items()
        for heading in _in_order(fields, order)
    ]


def received_cells(
    batch: Batch, places: Collection[Place], person: Any = None
) -> Mapping[Place, Cells]:
    """Return the cells, as (heading, text), of the rows asked for; those that are gone are left out.

    Personal data are masked unless ``person`` asked for them.

    The file is read block by block, and of each block only what was asked for is kept.
    """
    path = Path(settings.HOME) / "imports" / batch.cells
    if not places or not batch.cells or not path.is_file():
        return {}
    rows_of: dict[str, list[int]] = {}
    for sheet, row in places:
        rows_of.setdefault(sheet, []).append(row)
    out: dict[Place, Cells] = {}
    with pq.ParquetFile(path) as file:
        order = {name: place for place, name in enumerate(file.schema_arrow.names)}
        headings = {sheet: _in_order(batch.columns.get(sheet, {}), order) for sheet in rows_of}
        for group in range(file.num_row_groups):
            if not _may_hold(file, group, order[ROW], rows_of):
                continue
            block = file.read_row_group(group)
            for sheet, rows in rows_of.items():
                wanted = pc.and_(
                    pc.equal(block[SHEET], sheet),
                    pc.is_in(block[ROW], value_set=pa.array(rows, pa.int32())),
                )
                for one in block.filter(wanted).to_pylist():
                    out[sheet, one[ROW]] = _cells(headings[sheet], one)
    return _as_shown(batch, out, person)


def _as_shown(batch: Batch, cells: Mapping[Place, Cells], person: Any) -> dict[Place, Cells]:
    fields = {sheet: batch.columns.get(sheet, {}) for sheet, _ in cells}
    rows = [
        [(heading, text, fields[sheet].get(heading)) for heading, text in told]
        for (sheet, _), told in cells.items()
    ]
    shown = shown_cells(rows, person)
    return {
        place: tuple((heading, text) for heading, text, _ in row)
        for place, row in zip(cells, shown, strict=True)
    }


def _in_order(fields: Mapping[str, Any], order: Mapping[str, int]) -> tuple[str, ...]:
    """Return headings as they stood in the sheet; a database may forget the order of keys."""
    return tuple(sorted(fields, key=lambda one: order.get(column_names((one,))[0], 0)))


def _may_hold(file: Any, group: int, column: int, rows_of: Mapping[str, list[int]]) -> bool:
    bounds = file.metadata.row_group(group).column(column).statistics
    if bounds is None or not bounds.has_min_max:
        return True
    return any(bounds.min <= row <= bounds.max for rows in rows_of.values() for row in rows)


def _cells(headings: tuple[str, ...], row: Mapping[str, Any]) -> Cells:
    names = column_names(headings)
    return tuple((head, row[name] or "") for head, name in zip(headings, names, strict=True))
