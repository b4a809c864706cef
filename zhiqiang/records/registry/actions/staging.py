"""The staging table: typed rows beside the ledger, merged into it by SQL afterwards.

It is a temporary table of this connection. Filling it takes no lock on the ledger; the merge that
follows is one short transaction. The SQL is that which SQLite and PostgreSQL share.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import connection

TABLE = "registry_stage"
# Every staged row: its number, its place, the identity it is matched by, and what became of it.
# ``is_row``: a row of the file; ``is_lead``: the row (or the folded row) that is merged.
# SQLite takes an integer that is the primary key for the row's own number.
_ALWAYS = (
    ("seq", "integer"),
    ("sheet", "text"),
    ("row_number", "bigint"),
    ("is_row", "integer DEFAULT 1"),
    ("is_lead", "integer DEFAULT 1"),
    ("is_first", "integer DEFAULT 1"),
    ("adds", "integer DEFAULT 0"),
    ("outcome", "text"),
    ("target_id", "bigint"),
    ("identity", "text"),
)


class Stage:
    """A temporary table with the columns that one kind of list needs."""

    def __init__(self, columns: Sequence[tuple[str, str]]) -> None:
        self.columns = (*_ALWAYS, *columns)
        self.names = tuple(name for name, _ in self.columns)
        self.fields = tuple(name for name, _ in columns)
        self.last_seq = 0

    def create(self) -> None:
        """Make the empty table; one that a failed import left behind is dropped."""
        drop()
        declared = ", ".join(f"{name} {kind}" for name, kind in self.columns)
        run(f"CREATE TEMPORARY TABLE {TABLE} ({declared}, PRIMARY KEY (seq))")

    def add(self, rows: Iterable[Sequence[Any]]) -> None:
        """Insert rows: sheet, row number, identity, then the columns' values in order."""
        numbered = [(seq, *row) for seq, row in enumerate(rows, self.last_seq + 1)]
        self.last_seq += len(numbered)
        if numbered:
            insert_rows(TABLE, ("seq", "sheet", "row_number", "identity", *self.fields), numbered)

    def insert(self, rows: Sequence[Sequence[Any]]) -> None:
        """Insert complete rows, every column given."""
        if rows:
            insert_rows(TABLE, self.names, rows)

    def next_seq(self) -> int:
        """Return a number for a row that stands for several."""
        self.last_seq += 1
        return self.last_seq


def insert_rows(table: str, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert many rows into a temporary table, in the quickest way of the driver.

    A column without any value is left out: what has a default gets it.
    """
    if not rows:
        return
    listed = dict(zip(names, zip(*rows, strict=True), strict=True))
    kinds = {name: set(map(type, column)) for name, column in listed.items()}
    given = {
        name: _plain(column, kinds[name])
        for name, column in listed.items()
        if kinds[name] != {_NONE}
    }
    columns = f"{table} ({', '.join(given)})"
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor, cursor.copy(f"COPY {columns} FROM STDIN") as target:
            for row in zip(*given.values(), strict=True):
                target.write_row(row)
        return
    # The driver of SQLite asks every None, day and truth how to write it, which takes longer than
    # to write the rest. Here each is what SQLite keeps; an empty blob, which no row has, is NULL.
    for name in given:
        if _NONE in kinds[name]:
            given[name] = [_NOTHING if one is None else one for one in given[name]]
    marks = ", ".join("NULLIF(%s, x'')" if _NONE in kinds[name] else "%s" for name in given)
    with _one_transaction(), connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {columns} VALUES ({marks})", list(zip(*given.values(), strict=True))
        )


_NONE = type(None)
_NOTHING = bytearray()
_WRITTEN = {str, int, float, _NONE}


def _plain(column: Sequence[Any], kinds: set[type]) -> Sequence[Any]:
    """Return a column with days as texts and truths as numbers; most have neither."""
    if kinds <= _WRITTEN:
        return column
    return [
        one.isoformat() if type(one) is date else int(one) if one is True or one is False else one
        for one in column
    ]


@contextmanager
def _one_transaction() -> Iterator[None]:
    """Keep SQLite from ending a transaction after each row of a temporary table.

    ``BEGIN`` without ``IMMEDIATE`` locks nothing of the ledger as long as only temporary tables
    are written; Django's own ``atomic`` would take the ledger's write lock.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    run("BEGIN DEFERRED")
    try:
        yield
    except BaseException:
        run("ROLLBACK")
        raise
    run("COMMIT")


def run(sql: str, *values: object) -> int:
    """Run one statement; return the number of rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        return int(cursor.rowcount)


def analyse(*tables: str) -> None:
    """Let PostgreSQL know what was just written, or it joins a full table as if it were empty.

    How many rows there are is all that the joins of a take-over need: a small sample says it.
    """
    if connection.vendor == "postgresql":
        run("SET LOCAL default_statistics_target = 10")
        for table in tables:
            run(f"ANALYZE {table}")
        run("RESET default_statistics_target")


def roomy() -> None:
    """Let PostgreSQL join and sort the rows of a list in memory, for this transaction."""
    if connection.vendor == "postgresql":
        run("SET LOCAL work_mem = '64MB'")


def rows_of(sql: str, *values: object) -> list[tuple[Any, ...]]:
    """Run one query; return its rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        return list(cursor.fetchall())


def value_of(sql: str, *values: object) -> Any:
    """Run one query; return the first value of its first row."""
    return rows_of(sql, *values)[0][0]


def drop() -> None:
    """Drop the temporary tables of this connection."""
    for table in (
        TABLE,
        "registry_stage_party",
        "registry_stage_fuse",
        "registry_stage_moved",
        "registry_stage_finding",
    ):
        run(f"DROP TABLE IF EXISTS {table}")
