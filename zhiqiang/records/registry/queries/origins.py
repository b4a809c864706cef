"""Where facts come from: batches, rows of received sheets, and their cells."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from django.conf import settings
from django.db.models import QuerySet

from zhiqiang.kernel.errors import NotFound
from zhiqiang.records.registry.cells import ROW, SHEET, column_names
from zhiqiang.records.registry.models import Batch, Provenance
from zhiqiang.records.registry.personal import shown_cells
from zhiqiang.records.registry.queries.visibility import visible_batches


@dataclass(frozen=True, slots=True)
class ReceivedRow:
    """One row as it was received: every heading with its text and the field that it became."""

    file_name: str
    sheet: str
    row: int
    cells: tuple[tuple[str, str, str | None], ...]


def batches(person: Any) -> QuerySet[Batch]:
    """Return the imports that ``person`` may see, newest first."""
    return visible_batches(person).select_related("file").order_by("-id")


def batch(batch_id: int, person: Any) -> Batch:
    """Return one import, or raise ``NotFound`` where there is none for ``person``."""
    found = visible_batches(person).select_related("file").filter(pk=batch_id).first()
    if found is None:
        raise NotFound(f"没有第 {batch_id} 号导入批次。")
    return found


def count_batches() -> int:
    """Return how many imports there were, whoever may see them."""
    return Batch.objects.for_program("counts the imports").count()


def provenance_of(subject: str, subject_id: int, person: Any) -> list[tuple[Batch, str, int]]:
    """Return batch, sheet and row of everything that made, changed or confirmed a fact."""
    rows = Provenance.objects.visible_to(person).filter(subject=subject, subject_id=subject_id)
    return [
        (one.batch, one.sheet, one.row)
        for one in rows.select_related("batch").order_by("batch_id", "id")
    ]


def received_row(batch_id: int, sheet: str, row: int, person: Any) -> ReceivedRow:
    """Return one row of an import as it was received, or raise ``NotFound``.

    Only the block of rows that holds it is read. Personal data are masked unless asked for.
    """
    found = batch(batch_id, person)
    fields: dict[str, str | None] | None = found.columns.get(sheet)
    path = Path(settings.HOME) / "imports" / found.cells
    if fields is None or not found.cells or not path.is_file():
        raise NotFound(f"第 {batch_id} 号导入批次没有保存工作表“{sheet}”的单元格。")
    # A database may forget the order of keys; the file keeps the order of the headings.
    order = {name: place for place, name in enumerate(pq.read_schema(path).names)}
    headings = tuple(sorted(fields, key=lambda one: order[column_names((one,))[0]]))
    names = column_names(headings)
    table = pq.read_table(
        path, columns=[SHEET, ROW, *names], filters=[(ROW, "==", row), (SHEET, "==", sheet)]
    )
    if table.num_rows == 0:
        raise NotFound(f"第 {batch_id} 号导入批次的工作表“{sheet}”中没有第 {row} 行数据。")
    texts = table.slice(0, 1).to_pylist()[0]
    cells = tuple(
        (heading, texts[name] or "", fields[heading])
        for heading, name in zip(headings, names, strict=True)
    )
    (shown,) = shown_cells([cells], person)
    return ReceivedRow(found.file_name, sheet, row, tuple(shown))
