"""Write an index: whole, or as the one before with the rows that changed."""

from __future__ import annotations

import hashlib
import os
from array import array
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.feather as feather
import tantivy

from zhiqiang.engines.fulltext.declaration import SearchFields
from zhiqiang.engines.fulltext.documents import maker, register, schema
from zhiqiang.kernel.durable import sync_folder

HEAP = 256_000_000
ROWS = "rows.feather"
_LOCKS = (".tantivy-writer.lock", ".tantivy-meta.lock")


class Written:
    """What a writing came to: rows in all, and how many of them were put in or taken out anew."""

    def __init__(self) -> None:
        self.rows = self.changed = self.gone = 0


def write_index(
    folder: Path,
    fields: SearchFields,
    batches: Iterable[pa.RecordBatch],
    before: Path | None = None,
) -> Written:
    """Write the index of all rows into a new folder; ``before`` is one with the same fields.

    Batches have a column ``id`` and one a field. Of rows that ``before`` holds as they are nothing
    is written: its files, which never change, are in both folders.
    """
    folder.mkdir(parents=True)
    known: dict[int, int] = {}
    if before is not None:
        known = _fingerprints(before)
        _share(before, folder)
        index = register(tantivy.Index.open(str(folder)))
    else:
        index = register(tantivy.Index(schema(fields), path=str(folder)))
    writer = index.writer(HEAP, 2)
    told = Written()
    ids, prints = array("q"), array("q")
    make = maker(fields)
    for row_id, print_, row in _rows(batches, list(fields.fields)):
        ids.append(row_id)
        prints.append(print_)
        old = known.pop(row_id, None)
        if old != print_:
            told.changed += 1
            if old is not None:
                writer.delete_documents_by_term("id", row_id)
            writer.add_document(make(row_id, row))
    for row_id in known:
        writer.delete_documents_by_term("id", row_id)
    told.rows, told.gone = len(ids), len(known)
    writer.commit()
    writer.wait_merging_threads()
    table = pa.table({"id": pa.array(ids, pa.int64()), "print": pa.array(prints, pa.int64())})
    feather.write_feather(table, str(folder / ROWS), compression="uncompressed")
    sync_folder(folder)
    return told


def _rows(
    batches: Iterable[pa.RecordBatch], keys: list[str]
) -> Iterator[tuple[int, int, dict[str, Any]]]:
    for batch in batches:
        columns = [batch.column(key).to_pylist() for key in keys]
        ids = batch.column("id").to_pylist()
        for row_id, *values in zip(ids, *columns, strict=True):
            digest = hashlib.blake2b(repr(values).encode(), digest_size=8).digest()
            yield (
                row_id,
                int.from_bytes(digest, "big", signed=True),
                dict(zip(keys, values, strict=True)),
            )


def _fingerprints(folder: Path) -> dict[int, int]:
    table = feather.read_table(str(folder / ROWS))
    return dict(zip(table["id"].to_pylist(), table["print"].to_pylist(), strict=True))


def _share(before: Path, folder: Path) -> None:
    """Give a new folder the files of another. Writers replace files, they never write into one."""
    for path in before.iterdir():
        if path.name not in _LOCKS and path.name != ROWS:
            os.link(path, folder / path.name)
