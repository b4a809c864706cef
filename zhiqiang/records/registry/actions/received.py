"""Keep the cells of an import as they were received, so that one row is read in milliseconds."""

from __future__ import annotations

import uuid
from pathlib import Path
from types import TracebackType

import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings

from zhiqiang.engines.ingest import Chunk, SheetPlan
from zhiqiang.records.registry.cells import ROW, SHEET, column_names


def folder() -> Path:
    """Return where the cells of imports are kept."""
    return Path(settings.HOME) / "imports"


class ReceivedCells:
    """Writes one Parquet file: sheet, row, and a text column for every heading of all sheets.

    The file is complete before the import is committed; one that belongs to no batch is harmless.
    """

    def __init__(self, sheets: list[SheetPlan]) -> None:
        folder().mkdir(parents=True, exist_ok=True)
        self.name = f"{uuid.uuid4().hex}.parquet"
        names = dict.fromkeys(name for sheet in sheets for name in column_names(sheet.headings))
        fields = [(SHEET, pa.string()), (ROW, pa.int32()), *((name, pa.string()) for name in names)]
        self._schema = pa.schema(fields)
        self._writer = pq.ParquetWriter(folder() / self.name, self._schema, compression="zstd")

    def add(self, chunk: Chunk) -> None:
        """Write the data rows of a chunk, refused ones too."""
        count = len(chunk.numbers)
        given = dict(zip(column_names(chunk.sheet.headings), chunk.columns, strict=True))
        arrays = [
            pa.array([chunk.sheet.name] * count, pa.string()),
            pa.array(chunk.numbers, pa.int32()),
            *(
                pa.array(given[name], pa.string())
                if name in given
                else pa.nulls(count, pa.string())
                for name in self._schema.names[2:]
            ),
        ]
        self._writer.write_table(pa.Table.from_arrays(arrays, schema=self._schema))

    def __enter__(self) -> ReceivedCells:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        _error: BaseException | None,
        _at: TracebackType | None,
    ) -> None:
        self._writer.close()
        if kind is not None:
            self.discard()

    def discard(self) -> None:
        """Remove the file of an import that came to nothing."""
        (folder() / self.name).unlink(missing_ok=True)
