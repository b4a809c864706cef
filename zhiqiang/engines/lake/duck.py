"""DuckDB inside this process: the engine that reads snapshots unless another is named."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import duckdb
import ibis
import pyarrow as pa

AT_ONCE = 10_000
Row = dict[str, Any]


class DuckEngine:
    """Every snapshot is an in-memory database of its own, with a view over the files of each table."""

    dialect = "duckdb"
    writes_long_texts = True

    @property
    def version(self) -> str:
        """Return what answers of this engine are kept under."""
        return str(duckdb.__version__)

    def mark(self, name: str, is_date: bool) -> str:
        """Return how a statement names a parameter."""
        return f"${name}"

    def quoted(self, column: str) -> str:
        """Return how a statement names a column."""
        return f'"{column}"'

    def open(self, tables: Mapping[str, Sequence[str]]) -> DuckTables:
        """Return the tables, each read from its files, ready for statements."""
        return DuckTables(tables)


class DuckTables:
    """The tables of one snapshot, shared by threads: every thread has its own cursor."""

    def __init__(self, tables: Mapping[str, Sequence[str]]) -> None:
        self._database = duckdb.connect(":memory:")
        # A database that is still open when the interpreter ends may abort the process.
        self.close = weakref.finalize(self, self._database.close)
        for name, paths in tables.items():
            self.add(name, paths)
        self._own = threading.local()

    def add(self, name: str, paths: Sequence[str], is_loaded: bool = False) -> None:
        """Read one more table from its files, each time anew or once into memory."""
        files = ", ".join("'" + path.replace("'", "''") + "'" for path in paths)
        kind = "TABLE" if is_loaded else "VIEW"
        self._database.execute(f'CREATE {kind} "{name}" AS SELECT * FROM read_parquet([{files}])')

    def fetch(self, statement: str, bound: Mapping[str, Any]) -> list[Row]:
        """Return all rows of a statement."""
        cursor = self._cursor().execute(statement, dict(bound) or None)
        columns = [column[0] for column in cursor.description]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]

    def arrow(self, statement: str, bound: Mapping[str, Any]) -> pa.Table:
        """Return all rows of a statement as columns."""
        return self._cursor().sql(statement, params=dict(bound) or None).to_arrow_table()

    def stream(self, statement: str, bound: Mapping[str, Any]) -> Iterator[Row]:
        """Yield the rows of a statement some at a time."""
        # A cursor of its own: between two rows the reader may ask something else.
        with self._database.cursor() as cursor:
            cursor.execute(statement, dict(bound) or None)
            columns = [column[0] for column in cursor.description]
            while found := cursor.fetchmany(AT_ONCE):
                for row in found:
                    yield dict(zip(columns, row, strict=True))

    def table(self, name: str) -> ibis.Table:
        """Return a table as an Ibis expression, bound to this thread's cursor."""
        if not hasattr(self._own, "backend"):
            self._own.backend = ibis.duckdb.from_connection(self._cursor())
            # The tables know their backend only, and must keep the database open while they live.
            self._own.backend.tables_of = self
        return self._own.backend.table(name)

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        cursor: duckdb.DuckDBPyConnection | None = getattr(self._own, "cursor", None)
        if cursor is None:
            cursor = self._own.cursor = self._database.cursor()
        return cursor
