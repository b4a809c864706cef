"""The findings of one import: all of them for the batch, the first for the caller."""

from __future__ import annotations

from collections.abc import Iterable

from zhiqiang.kernel.finding import Finding
from zhiqiang.records.registry.actions.result import MOST_RETURNED
from zhiqiang.records.registry.actions.staging import insert_rows, run

TABLE = "registry_stage_finding"
_NAMES = ("severity", "code", "message", "sheet", "row_number", "heading")


class Remarks:
    """Collects findings beside the staging table, so that a wrong list fills no memory."""

    def __init__(self) -> None:
        self.first: list[Finding] = []
        self._pending: list[tuple[object, ...]] = []
        run(f"DROP TABLE IF EXISTS {TABLE}")
        run(
            f"CREATE TEMPORARY TABLE {TABLE} (severity text, code text, message text, "
            "sheet text, row_number bigint, heading text)"
        )

    def add(self, findings: Iterable[Finding]) -> None:
        """Add findings."""
        for one in findings:
            if len(self.first) < MOST_RETURNED:
                self.first.append(one)
            cell = one.cell
            place = (cell.sheet[:120], cell.row, cell.column[:120]) if cell else ("", 0, "")
            self._pending.append((str(one.severity), one.code, one.message, *place))
        if len(self._pending) >= 5_000:
            self._write()

    def store(self, batch_id: int) -> None:
        """Write all findings to the batch, in order of the rows."""
        self._write()
        names = 'severity, code, message, sheet, "row", "column"'
        run(
            f"INSERT INTO registry_batch_finding (batch_id, {names}) "
            f"SELECT {int(batch_id)}, {', '.join(_NAMES)} FROM {TABLE} ORDER BY sheet, row_number"
        )
        run(f"DROP TABLE {TABLE}")

    def _write(self) -> None:
        insert_rows(TABLE, _NAMES, self._pending)
        self._pending.clear()
