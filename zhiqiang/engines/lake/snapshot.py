"""Read a snapshot through Ibis, on the engine of this installation."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import ibis
import pyarrow.parquet as pq

from zhiqiang.engines.lake.answers import Answers
from zhiqiang.engines.lake.engines import Engine
from zhiqiang.engines.lake.manifest import Manifest
from zhiqiang.engines.lake.statements import Query, Statements


class OpenSnapshot:
    """One snapshot, open for reading, shared by the threads of a process."""

    def __init__(self, root: Path, manifest: Manifest, engine: Engine) -> None:
        self.manifest = manifest
        self._root = root
        self._engine = engine
        self._tables = engine.open(
            {
                name: [str(root / file.path) for file in state.files]
                for name, state in manifest.tables.items()
            }
        )
        self.close = self._tables.close
        self._statements = Statements(root / "statements", engine)
        self._kept = root / "answers"
        self._answers: dict[frozenset[str], Answers] = {}

    @property
    def number(self) -> int:
        """Return the snapshot's number."""
        return self.manifest.number

    def again(self) -> OpenSnapshot:
        """Return the same snapshot opened once more, for one who adds tables of his own."""
        return OpenSnapshot(self._root, self.manifest, self._engine)

    def add(self, name: str, file: Path) -> None:
        """Put a table next to those of the snapshot: a Parquet file, read into memory.

        Only after ``again``, and for what is asked often.

        For ``fetch``, ``stream`` and ``write``: answers are kept by the tables of the snapshot
        alone, so ``fetch_one`` is not for queries that read others.
        """
        self._tables.add(name, [str(file)], is_loaded=True)

    def write(self, query: Query, values: Mapping[str, Any], out: Path) -> None:
        """Write the rows of a query as a Parquet file, whole or not at all."""
        draft = out.with_suffix(f".{uuid.uuid4().hex}.draft")
        pq.write_table(self._tables.arrow(*self._bound(query, values)), draft)
        draft.rename(out)

    @property
    def writes_long_texts(self) -> bool:
        """Say whether all rows of a query may be joined into one text."""
        return self._engine.writes_long_texts

    def table(self, name: str) -> ibis.Table:
        """Return a table of the snapshot as an Ibis expression that can be executed."""
        return self._tables.table(name)

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
            quoted = self._engine.quoted
            statement = (
                f"SELECT * FROM ({statement}) AS asked "
                f"ORDER BY {quoted(name)} {way} NULLS LAST, {quoted('id')}"
            )
        if limit is not None:
            statement += f" LIMIT {limit:d}"
        if offset:
            statement += f" OFFSET {offset:d}"
        return self._tables.fetch(statement, bound)

    def stream(self, query: Query, values: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """Yield the rows of a query some at a time, however many there are."""
        return self._tables.stream(*self._bound(query, values))

    def rows(self, table: str, columns: Sequence[str]) -> Iterator[dict[str, Any]]:
        """Yield some columns of all rows of a table, in order of ``id``."""
        return self._tables.stream(f"SELECT {', '.join(columns)} FROM {table} ORDER BY id", {})

    def has(self, table: str) -> bool:
        """Say whether the snapshot has a table; one of an older program may lack it."""
        return table in self.manifest.tables

    def _bound(self, query: Query, values: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
        statement, names = self._statements.of(query)
        return statement, {name: values[name] for name in names}

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
            fresh = Answers(self._kept, read, self._engine.version)
            found = self._answers.setdefault(query.tables, fresh)
        return found
