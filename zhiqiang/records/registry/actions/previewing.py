"""What an import would come to, told before anything is kept."""

from __future__ import annotations

import time
import uuid
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from zhiqiang.engines.documents import save_workbook
from zhiqiang.kernel.errors import NotFound
from zhiqiang.records.registry.actions.importing import Watch, import_file
from zhiqiang.records.registry.actions.result import ImportResult
from zhiqiang.records.registry.actions.staging import TABLE, rows_of
from zhiqiang.records.registry.models import Batch
from zhiqiang.records.registry.papers import refused_sheets
from zhiqiang.records.registry.queries.remarked import (
    RefusedRow,
    columns_of,
    received_cells,
    refused_rows,
    with_cells,
)

#: findings and rows of each outcome that a preview shows
FINDINGS, ROWS = 300, 10
#: where workbooks of refused rows wait for their reader, and how long
PREVIEWS, KEPT = "previews", timedelta(days=7)


class _Seen(Exception):
    """Ends an import that was only looked at; whatever it wrote is undone."""


@dataclass
class Preview:
    """What taking a file over would come to.

    ``columns`` are sheet, heading and field of every column. ``findings`` are the first, each
    with the text of its cell; ``rows`` the first of those that would be new, changed or the same,
    with the fact that they would change. ``refused`` are the refused rows, for their sender.
    """

    result: ImportResult
    columns: list[tuple[str, str, str | None]] = field(default_factory=list)
    findings: list[dict[str, Any]] = field(default_factory=list)
    findings_in_all: int = 0
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    refused: list[RefusedRow] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return the preview as JSON-ready values, without the refused rows."""
        told = self.result.as_json()
        del told["batch_id"]
        return told | {
            "is_refused": self.result.is_refused,
            "columns": self.columns,
            "findings": self.findings or told["findings"][:FINDINGS],
            "findings_in_all": self.findings_in_all or len(told["findings"]),
            "rows_by_outcome": self.rows,
        }


def preview_file(
    source: str, path: Path, actor: str, name: str | None = None, watch: Watch | None = None
) -> Preview:
    """Do everything that ``import_file`` does, look at it, and take it back.

    Officials do this. Nothing of it stays: no fact, no batch, no cells, no journal line. Counts
    and findings are those of the import itself, for they come from it. Raises as it does.
    """
    seen: list[Preview] = []

    def look(result: ImportResult) -> None:
        seen.append(_looked_at(result))
        raise _Seen

    watch = Watch(rows=watch.rows, end=look) if watch else Watch(end=look)
    try:
        return Preview(import_file(source, path, actor, name, watch))
    except _Seen:
        return seen[0]


def _looked_at(result: ImportResult) -> Preview:
    batch = Batch.objects.for_program("previews an import").get(pk=result.batch_id)
    found = with_cells(batch, batch.findings.order_by("id")[:FINDINGS])
    return Preview(
        result,
        columns_of(batch),
        [asdict(one) for one in found],
        batch.findings.count(),
        {outcome: _rows(batch, outcome) for outcome in ("new", "changed", "same")},
        refused_rows(batch),
    )


def _rows(batch: Batch, outcome: str) -> list[dict[str, Any]]:
    """Return the first rows of an outcome; those of facts that are there name them."""
    found = rows_of(
        f"SELECT sheet, row_number, MIN(target_id) FROM {TABLE} WHERE is_row = 1 AND outcome = %s "
        f"GROUP BY sheet, row_number ORDER BY MIN(seq) LIMIT {ROWS}",
        outcome,
    )
    cells = received_cells(batch, {(sheet, int(row)) for sheet, row, _ in found})
    return [
        {
            "sheet": sheet,
            "row": int(row),
            "target": None if outcome == "new" else target,
            "cells": [list(pair) for pair in cells.get((sheet, int(row)), ())],
        }
        for sheet, row, target in found
    ]


def save_refused(preview: Preview, file: str) -> str:
    """Write the refused rows as a workbook beside the register; return its name, or "" for none.

    Workbooks of previews that are older than ``KEPT`` go.
    """
    folder = Path(settings.HOME) / PREVIEWS
    folder.mkdir(parents=True, exist_ok=True)
    oldest = time.time() - KEPT.total_seconds()
    for one in folder.glob("*.xlsx"):
        if one.stat().st_mtime < oldest:
            one.unlink(missing_ok=True)
    if not preview.refused:
        return ""
    name = f"{uuid.uuid4().hex}.xlsx"
    with (folder / name).open("wb") as out:
        save_workbook(refused_sheets(file, preview.refused), out)
    return name


def saved_refused(name: str) -> Path:
    """Return where a saved workbook of refused rows is, or raise ``NotFound`` where it went."""
    path = Path(settings.HOME) / PREVIEWS / Path(name).name
    if not name or not path.is_file():
        raise NotFound("这次预览的未接收行已经清理。请重新预览。")
    return path
