"""Write one table: Parquet files of fixed shape, so that equal rows make equal bytes."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import DeltaTable
from deltalake.transaction import AddAction

from zhiqiang.engines.lake.manifest import File, TableState
from zhiqiang.kernel.durable import sync_folder

GROUP_ROWS = 65_536
FILE_ROWS = 16 * GROUP_ROWS


def write_table(
    root: Path, name: str, batches: Iterable[pa.RecordBatch], before: TableState | None
) -> TableState:
    """Write ``batches`` as the next version of table ``name`` and return its state.

    Where the bytes are those of ``before``, nothing new is kept and ``before`` is returned.
    Memory holds one row group; a table with no batch at all is refused, for it has no columns.
    """
    folder = root / "tables" / name
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob("*.draft"):
        left.unlink()
    groups = _regrouped(batches)
    first = next(groups, None)
    if first is None:
        raise ValueError(f"table {name}: not even one batch, so no columns are known")
    files = list(_write_files(root, folder, _again(first, groups)))
    digest = hashlib.sha256("".join(file.hash for file in files).encode()).hexdigest()
    if before is not None and before.hash == digest and _all_there(root, before):
        for file in files:
            (root / f"{file.path}.draft").unlink()
        return before
    for file in files:
        (root / f"{file.path}.draft").rename(root / file.path)
    sync_folder(folder)
    version = _commit(folder, first.schema, files)
    return TableState(version, sum(file.rows for file in files), digest, tuple(files))


def _all_there(root: Path, state: TableState) -> bool:
    return all((root / file.path).exists() for file in state.files)


def _again(first: pa.Table, rest: Iterator[pa.Table]) -> Iterator[pa.Table]:
    yield first
    yield from rest


def _regrouped(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    """Cut a stream of batches of any size into tables of ``GROUP_ROWS`` rows."""
    held: list[pa.RecordBatch] = []
    count, schema, given = 0, None, False
    for batch in batches:
        schema = batch.schema
        while batch.num_rows:
            part = batch.slice(0, GROUP_ROWS - count)
            held.append(part)
            count += part.num_rows
            batch = batch.slice(part.num_rows)
            if count == GROUP_ROWS:
                yield pa.Table.from_batches(held, schema).combine_chunks()
                held, count, given = [], 0, True
    if held or (schema is not None and not given):
        yield pa.Table.from_batches(held, schema).combine_chunks()


def _write_files(root: Path, folder: Path, groups: Iterator[pa.Table]) -> Iterator[File]:
    """Write groups into drafts of at most ``FILE_ROWS`` rows; the final name carries the hash."""
    waiting: pa.Table | None = next(groups, None)
    position = 0
    while waiting is not None:
        draft = folder / f"part-{position:05}.draft"
        rows = 0
        with pq.ParquetWriter(draft, waiting.schema, compression="zstd") as writer:
            while waiting is not None and rows < FILE_ROWS:
                writer.write_table(waiting, row_group_size=GROUP_ROWS)
                rows += waiting.num_rows
                waiting = next(groups, None)
        digest, size = _seal(draft)
        final = folder / f"part-{position:05}-{digest[:20]}.parquet"
        draft.rename(folder / f"{final.name}.draft")
        yield File(str(final.relative_to(root)), size, digest, rows)
        position += 1


def _seal(path: Path) -> tuple[str, int]:
    """Flush a file to disk; return its SHA-256 and size."""
    with path.open("rb") as source:
        os.fsync(source.fileno())
        return hashlib.file_digest(source, "sha256").hexdigest(), path.stat().st_size


def _commit(folder: Path, schema: pa.Schema, files: list[File]) -> int:
    """Record the files as the next Delta version, in place of all earlier ones.

    No deletion vectors: a version is exactly its file list.
    """
    if not DeltaTable.is_deltatable(str(folder)):
        DeltaTable.create(str(folder), schema)
    table = DeltaTable(str(folder))
    if {Path(uri).name for uri in table.file_uris()} == {Path(file.path).name for file in files}:
        # A publisher was killed between this commit and its manifest.
        return int(table.version())
    moment = int(time.time() * 1000)
    actions = [
        AddAction(Path(file.path).name, file.size, {}, moment, True, _statistics(file))
        for file in files
    ]
    table.create_write_transaction(actions, mode="overwrite", schema=schema)
    table.update_incremental()
    return int(table.version())


def _statistics(file: File) -> str:
    return json.dumps({"numRecords": file.rows})
