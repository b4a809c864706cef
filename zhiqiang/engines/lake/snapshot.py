"""Read a snapshot through Ibis on an embedded DuckDB."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb
import ibis

from zhiqiang.engines.lake.answers import Answers
from zhiqiang.engines.lake.manifest import Manifest
from zhiqiang.engines.lake.statements import Query, Statements

AT_ONCE = 10_000


class OpenSnapshot:
    """One snapshot, open for reading, shared by the threads of a process.

    Every thread has its own cursor on one in-memory database that holds a view a table.
    """

    def __init__(self, root: Path, manifest: Manifest) -> None:
        self.manifest = manifest
        self._database = duckdb.connect(":memory:")
        # A database that is still open when the interpreter ends may abort the process.
        self.close = weakref.finalize(self, self._database.close)
        for name, state in manifest.tables.items():
            files = ", ".join(_quoted(str(root / file.path)) for file in state.files)
            self._database.execute(f'CREATE VIEW "{name}" AS SELECT * FROM read_parquet([{files}])')
        self._statements = Statements(root / "statements")
        self._own = threading.local()
        self._kept = root / "answers"
        self._answers: dict[frozenset[str], Answers] = {}

    @property
    def number(self) -> int:
        """Return the snapshot's number."""
        return self.manifest.number

    def table(self, name: str) -> ibis.Table:
        """Return a table of the snapshot as an Ibis expression, bound to this thread's cursor."""
        if not hasattr(self._own, "backend"):
            self._own.backend = ibis.duckdb.from_connection(self._cursor())
            # The tables know their backend only, and must keep the database open while they live.
            self._own.backend.snapshot = self
        return self._own.backend.table(name)

    def fetch(
        self,
        query: Query,
        values: Mapping[str, Any],
        limit: int | None = None,
        offset: int = 0,
        order: str = "",
    ) -> list[dict[str, Any]]:
        """Return the rows of a query with its parameters set to ``values``.

        ``order`` names a column to sort by, with ``-`` in front for the largest first; rows without
        a value come last, equals in order of ``id``. Without it the query's own order holds.
        """
        statement, bound = self._bound(query, values)
        if order:
            name, way = order.removeprefix("-"), "DESC" if order.startswith("-") else "ASC"
            if not name.isidentifier():
                raise ValueError(f"no column: {name}")
            statement = (
                f'SELECT * FROM ({statement}) AS asked ORDER BY "{name}" {way} NULLS LAST, "id"'
            )
        if limit is not None:
            statement += f" LIMIT {limit:d}"
        if offset:
            statement += f" OFFSET {offset:d}"
        cursor = self._cursor().execute(statement, bound)
        columns = [column[0] for column in cursor.description]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]

    def stream(self, query: Query, values: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """Yield the rows of a query some at a time, however many there are."""
        statement, bound = self._bound(query, values)
        # A cursor of its own: between two rows the reader may ask something else.
        with self._database.cursor() as cursor:
            cursor.execute(statement, bound)
            columns = [column[0] for column in cursor.description]
            while found := cursor.fetchmany(AT_ONCE):
                for row in found:
                    yield dict(zip(columns, row, strict=True))

    def has(self, table: str) -> bool:
        """Say whether the snapshot has a table; one of an older program may lack it."""
        return table in self.manifest.tables

    def _bound(self, query: Query, values: Mapping[str, Any]) -> tuple[str, dict[str, Any] | None]:
        statement, names = self._statements.of(query)
        return statement, {name: values[name] for name in names} or None

    def knows(self, query: Query, values: Mapping[str, Any]) -> bool:
        """Say whether ``fetch_one`` would answer without running the query."""
        return self._answers_to(query).get(query.key, values) is not None

    def remember(self, query: Query, values: Mapping[str, Any], row: dict[str, Any]) -> None:
        """Keep the one row that a query is known to give, as if it had been asked."""
        self._answers_to(query).put(query.key, values, row)

    def fetch_one(self, query: Query, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the one row of a query; the same question of the same tables is run once."""
        answers = self._answers_to(query)
        found = answers.get(query.key, values)
        if found is None:
            found = self.fetch(query, values)[0]
            answers.put(query.key, values, found)
        return found

    def _answers_to(self, query: Query) -> Answers:
        """Return the answers that hold for the tables that a query reads, as they are here."""
        found = self._answers.get(query.tables)
        if found is None:
            known = self.manifest.tables
            read = {name: known[name] for name in query.tables if name in known}
            found = self._answers.setdefault(query.tables, Answers(self._kept, read))
        return found

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        cursor: duckdb.DuckDBPyConnection | None = getattr(self._own, "cursor", None)
        if cursor is None:
            cursor = self._own.cursor = self._database.cursor()
        return cursor


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
