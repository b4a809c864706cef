"""Write one table: Parquet files of fixed shape, so that equal rows make equal bytes."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from zhiqiang.engines.lake.committing import commit
from zhiqiang.engines.lake.manifest import File, TableState
from zhiqiang.engines.lake.parts import GROUP_ROWS, Rows, cut, in_parts, merged, parts_of
from zhiqiang.kernel.durable import sync_folder


class BaseLost(Exception):
    """What the snapshot that changes were to be written upon is made of is not there any more."""


def write_table(
    root: Path, name: str, rows: Rows, before: TableState | None, base: TableState | None = None
) -> TableState:
    """Write the next version of table ``name`` and return its state.

    Where the bytes are those of ``before``, nothing new is kept and ``before`` is returned. Files
    that are as they were are not written again. Memory holds one row group, or the parts of ``base``
    that changes touch, one at a time, and the changes. Raises ``BaseLost`` where a file of
    ``base`` is missing or not what it was.
    """
    folder = root / "tables" / name
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob("*.draft"):
        left.unlink()
    if rows.changed is None:
        files = [_written(root, folder, number, tables) for number, tables in cut(rows)]
    elif base is None:
        raise BaseLost(f"{name}: changes of a table that was not there")
    else:
        files = list(_changed(root, folder, rows, base))
    digest = hashlib.sha256("".join(file.hash for file in files).encode()).hexdigest()
    if before is not None and before.hash == digest and all(_is_there(root, f) for f in files):
        return before
    sync_folder(folder)
    version = commit(folder, pq.read_schema(root / files[0].path), files)
    return TableState(version, sum(file.rows for file in files), digest, tuple(files))


def _changed(root: Path, folder: Path, rows: Rows, base: TableState) -> Iterator[File]:
    """Yield the files of a table: those without a changed key as they are, the others anew."""
    assert rows.changed is not None
    old = {part_of(file): file for file in base.files if file.rows}
    if not len(rows.changed):
        yield from (_there(root, file) for file in base.files)
        return
    fresh = pa.Table.from_batches(list(rows.batches))
    touched = {number for number, _ in parts_of(rows.changed)}
    given = dict(in_parts(fresh, rows.key))
    if not touched >= given.keys():
        raise ValueError(f"{folder.name}: rows of keys that are not said to have changed")
    some = False
    for number in sorted(old.keys() | touched):
        if number not in touched:
            yield _there(root, old[number])
            some = True
            continue
        lying = _read(root, old[number], fresh.schema) if number in old else fresh.slice(0, 0)
        tables = merged(lying, given.get(number, fresh.slice(0, 0)), rows.key, rows.changed)
        first = next(tables, None)
        if first is not None:
            yield _written(root, folder, number, _again(first, tables))
            some = True
    if not some:
        yield _written(root, folder, 0, iter([fresh.schema.empty_table()]))


def part_of(file: File) -> int:
    """Return the number of the part that a file holds."""
    return int(Path(file.path).name.split("-")[1])


def _again(first: pa.Table, rest: Iterator[pa.Table]) -> Iterator[pa.Table]:
    yield first
    yield from rest


def _is_there(root: Path, file: File) -> bool:
    path = root / file.path
    return path.exists() and path.stat().st_size == file.size


def _there(root: Path, file: File) -> File:
    if not _is_there(root, file):
        raise BaseLost(file.path)
    return file


def _read(root: Path, file: File, schema: pa.Schema) -> pa.Table:
    """Return the rows of a file; what was damaged must not live on in a new one."""
    try:
        content = (root / file.path).read_bytes()
    except OSError as error:
        raise BaseLost(file.path) from error
    if hashlib.sha256(content).hexdigest() != file.hash:
        raise BaseLost(file.path)
    table = pq.ParquetFile(pa.BufferReader(content)).read()
    if table.schema != schema:
        raise BaseLost(file.path)
    return table


def _written(root: Path, folder: Path, number: int, tables: Iterator[pa.Table]) -> File:
    """Write a part under a name that carries its hash; where it is there already, keep that."""
    draft = folder / f"part-{number:05}.draft"
    count = 0
    first = next(tables)
    with pq.ParquetWriter(draft, first.schema, compression="zstd") as writer:
        for table in _again(first, tables):
            writer.write_table(table, row_group_size=GROUP_ROWS)
            count += table.num_rows
    digest, size = _seal(draft)
    final = folder / f"part-{number:05}-{digest[:20]}.parquet"
    file = File(str(final.relative_to(root)), size, digest, count)
    if _is_there(root, file):
        draft.unlink()
    else:
        draft.rename(final)
    return file


def _seal(path: Path) -> tuple[str, int]:
    """Flush a file to disk; return its SHA-256 and size."""
    with path.open("rb") as source:
        os.fsync(source.fileno())
        return hashlib.file_digest(source, "sha256").hexdigest(), path.stat().st_size
