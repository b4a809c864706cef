"""Cut a table into parts by its key, so that a change rewrites only the parts that it touches.

Which rows stand in which part follows from their keys alone, and so does their order: a part is the
same bytes however its rows came to be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

PART_KEYS = 131_072
GROUP_ROWS = 65_536


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a table, ascending by ``key``, a column of numbers; without a key, one part.

    With ``changed`` (ascending) these are the rows of those keys alone, all there are of them, and
    any other row is as in the snapshot that is built upon.
    """

    batches: Iterable[pa.RecordBatch]
    key: str = ""
    changed: pa.Array | None = None


def cut(rows: Rows) -> Iterator[tuple[int, Iterator[pa.Table]]]:
    """Yield the number of each part with its tables of ``GROUP_ROWS`` rows; of no rows, part 0.

    A part has to be read before the next. Rows out of order, or not even one batch, are refused
    with ``ValueError``.
    """
    nothing: pa.Schema | None = None
    given = False
    for number, slices in groupby(_slices(rows), key=itemgetter(0)):
        if number is None:
            nothing = next(slices)[1].schema
            continue
        given = True
        yield number, _regrouped(batch for _, batch in slices)
    if not given:
        if nothing is None:
            raise ValueError("not even one batch, so no columns are known")
        yield 0, iter([nothing.empty_table()])


def _slices(rows: Rows) -> Iterator[tuple[int | None, pa.RecordBatch]]:
    """Cut batches where a part ends; an empty one, which only tells the columns, has no number."""
    last = -1
    for batch in rows.batches:
        if not batch.num_rows:
            if last < 0:
                yield None, batch
            continue
        for number, piece in in_parts(batch, rows.key) if rows.key else ((0, batch),):
            if number < last:
                raise ValueError(f"rows are not ascending by {rows.key}")
            yield number, piece
            last = number


def in_parts(given: Any, key: str) -> Iterator[tuple[int, Any]]:
    """Cut a batch or table with ascending keys where a part ends."""
    start = 0
    for number, end in parts_of(given.column(key)):
        yield number, given.slice(start, end - start)
        start = end


def parts_of(keys: pa.Array | pa.ChunkedArray) -> list[tuple[int, int]]:
    """Return the parts in which these keys lie, in their order, and where each ends."""
    if isinstance(keys, pa.ChunkedArray):
        keys = keys.combine_chunks()
    runs = pc.run_end_encode(pc.divide(keys, pa.scalar(PART_KEYS, keys.type)))
    return list(zip(runs.values.to_pylist(), runs.run_ends.to_pylist(), strict=True))


def _regrouped(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    """Cut a stream of batches of any size into tables of ``GROUP_ROWS`` rows."""
    held: list[pa.RecordBatch] = []
    count = 0
    for batch in batches:
        while batch.num_rows:
            piece = batch.slice(0, GROUP_ROWS - count)
            held.append(piece)
            count += piece.num_rows
            batch = batch.slice(piece.num_rows)
            if count == GROUP_ROWS:
                yield pa.Table.from_batches(held).combine_chunks()
                held, count = [], 0
    if held:
        yield pa.Table.from_batches(held).combine_chunks()


def merged(old: pa.Table, fresh: pa.Table, key: str, changed: pa.Array) -> Iterator[pa.Table]:
    """Return the rows of a part: the old ones without those of changed keys, and the fresh ones."""
    kept = old.filter(pc.invert(pc.is_in(old[key], value_set=changed)))
    whole = pa.concat_tables([kept, fresh])
    # The sort is stable: rows of one key stay in the order in which they were given.
    ordered = whole.take(pc.sort_indices(whole, sort_keys=[(key, "ascending")]))
    return _regrouped(ordered.to_batches())
