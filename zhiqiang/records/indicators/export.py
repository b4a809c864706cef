"""Carry the ledger to the lake: one query a table, read in pieces, so that memory is bounded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import ibis
import pyarrow as pa

from zhiqiang.engines.lake import Rows
from zhiqiang.engines.metrics import SHAPES
from zhiqiang.records.indicators.intervals import in_force
from zhiqiang.records.indicators.reading import AT_ONCE, chunks
from zhiqiang.records.indicators.settling import in_their_divisions
from zhiqiang.records.indicators.statements import STATEMENTS

_Pieces = Iterable[Sequence[Sequence[Any]]]
#: the key of each table by which it is read in part; of the others, ``id``
KEYS = {"holdings": "right_id", "in_force": "right_id"}


def tables(changed: Mapping[str, Sequence[int]] | None = None) -> dict[str, Rows]:
    """Return every table of a snapshot as a stream of record batches, in order of key.

    With ``changed``, by table the keys (ascending) whose rows are not as they were: those rows alone.
    """

    def rows(name: str, read: Callable[[Sequence[int] | None], _Pieces]) -> Rows:
        key = KEYS.get(name, "id")
        if changed is None or name not in changed:
            return Rows(batches(name, read(None)), key)
        ids = changed[name]
        return Rows(batches(name, read(ids)), key, pa.array(ids, pa.int64()))

    def lying(name: str) -> Callable[[Sequence[int] | None], _Pieces]:
        return lambda ids: in_their_divisions(name, chunks(STATEMENTS[name], ids))

    streams = {name: rows(name, lying(name)) for name in STATEMENTS}
    return {**streams, "in_force": rows("in_force", lambda ids: _cut(in_force(ids)))}


def _cut(rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Sequence[Any]]]:
    some: list[Sequence[Any]] = []
    for row in rows:
        some.append(row)
        if len(some) == AT_ONCE:
            yield some
            some = []
    yield some


def batches(name: str, pieces: _Pieces) -> Iterator[pa.RecordBatch]:
    """Turn pieces of rows into record batches of the table's shape; at least one, maybe empty."""
    schema = ibis.schema(dict(SHAPES[name].columns)).to_pyarrow()
    given = False
    for piece in pieces:
        columns = zip(*piece, strict=True) if piece else [()] * len(schema)
        arrays = [_array(column, field.type) for column, field in zip(columns, schema, strict=True)]
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)
        given = True
    if not given:
        yield pa.RecordBatch.from_pylist([], schema)


def _array(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    """Return a column; SQLite gives days as text, truth as 0 and 1, and decimals as floats."""
    convert = _CONVERT.get(kind.id)
    if convert is not None:
        values = [None if value is None else convert(value, kind) for value in values]
    first = next((value for value in values if value is not None), None)
    if pa.types.is_date(kind) and isinstance(first, str):
        return pa.array(values, pa.string()).cast(kind)
    return pa.array(values, kind)


def _decimal(value: Any, kind: pa.DataType) -> Decimal:
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-kind.scale))


_CONVERT: dict[int, Callable[[Any, pa.DataType], Any]] = {
    pa.types.lib.Type_DECIMAL128: _decimal,
    pa.types.lib.Type_BOOL: lambda value, kind: bool(value),
}
