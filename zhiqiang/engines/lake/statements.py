"""Compile Ibis expressions to statements once, and keep them beside the tables.

Building and compiling an expression takes several times as long as running it, and the same few
hundred are asked of every snapshot; a statement names its parameters, so it serves every value.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Protocol

import ibis
from ibis.expr.operations import UnboundTable

from zhiqiang.engines.lake.engines import Engine


class Query(Protocol):
    """An expression over unbound tables that is built only when it was not compiled before.

    ``key`` changes with the expression, and so does it with whatever builds it; ``parameters``
    are the scalar parameters (``ibis.param``) that the expression may use, by name; ``tables`` all
    that it reads, so that its answers hold as long as those stay the same.
    """

    @property
    def key(self) -> str: ...

    @property
    def parameters(self) -> Mapping[str, Any]: ...

    @property
    def tables(self) -> frozenset[str]: ...

    def build(self) -> ibis.Table: ...


class Statements:
    """Compiled statements: in memory, and as files for the next process."""

    def __init__(self, folder: Path, engine: Engine) -> None:
        self._folder = folder
        self._engine = engine
        self._known: dict[str, tuple[str, tuple[str, ...]]] = {}
        self._lock = threading.Lock()

    def of(self, query: Query) -> tuple[str, tuple[str, ...]]:
        """Return the statement, with a mark for each parameter, and the names that occur."""
        found = self._known.get(query.key)
        if found is None:
            with self._lock:
                found = self._known.get(query.key) or self._read(query.key)
                if found is None:
                    found = compile_statement(_checked(query), query.parameters, self._engine)
                    self._write(query.key, *found)
                self._known[query.key] = found
        return found

    def _path(self, key: str) -> Path:
        return self._folder / f"{ibis.__version__}-{self._engine.dialect}-{key}.json"

    def _read(self, key: str) -> tuple[str, tuple[str, ...]] | None:
        try:
            values = json.loads(self._path(key).read_text(encoding="utf-8"))
            return str(values["statement"]), tuple(values["names"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _write(self, key: str, statement: str, names: tuple[str, ...]) -> None:
        """Keep a statement for later; where the folder cannot be written, do without."""
        path = self._path(key)
        draft = path.with_suffix(f".{os.getpid()}.draft")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            draft.write_text(json.dumps({"statement": statement, "names": names}), encoding="utf-8")
            draft.rename(path)
        except OSError:
            return


def _checked(query: Query) -> ibis.Table:
    """Return the expression; ``ValueError`` where it reads a table that the query does not name."""
    expression = query.build()
    read = {table.name for table in expression.op().find(UnboundTable)}
    if not read <= query.tables:
        raise ValueError(f"{query.key} reads {sorted(read)} and names {sorted(query.tables)}")
    return expression


def compile_statement(
    expression: ibis.Table, parameters: Mapping[str, Any], engine: Engine
) -> tuple[str, tuple[str, ...]]:
    """Return the statement of an expression for an engine, and the names of the parameters it uses.

    Ibis writes the values of parameters into the text, so each gets a value that stands nowhere
    else, and its text is then exchanged for the mark.
    """
    stand_ins = {
        parameter: _stand_in(parameter, position)
        for position, parameter in enumerate(parameters.values())
    }
    statement = str(ibis.to_sql(expression, dialect=engine.dialect, pretty=False, params=stand_ins))
    names = []
    for name, parameter in parameters.items():
        text = _text_of(stand_ins[parameter], engine.dialect)
        if text in statement:
            statement = statement.replace(text, engine.mark(name, parameter.type().is_date()))
            names.append(name)
    return statement, tuple(names)


def _stand_in(parameter: Any, position: int) -> Any:
    kind = parameter.type()
    if kind.is_date():
        return date(1234, 5, 6) + timedelta(days=position)
    if kind.is_string():
        return f"\u2063parameter {position}\u2063"
    if kind.is_integer():
        return 7_919_000_000_019 + position
    raise TypeError(f"parameters of type {kind} are not supported")


def _text_of(value: Any, dialect: str) -> str:
    """Return how the dialect writes a literal."""
    table = ibis.literal(value).name("x").as_table()
    query = str(ibis.to_sql(table, dialect=dialect, pretty=False))
    return query.removeprefix("SELECT ").rsplit(" AS ", 1)[0]
