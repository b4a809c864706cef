"""Answers kept beside the tables, so that nobody asks what another process or snapshot has asked.

They are named by the content of the tables that they were read from, and the key of a query changes
with the expression and with the code that builds it: what stands here is what the query would give
again, in every snapshot whose tables are the same. A file may go at any time.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import ibis

from zhiqiang.engines.lake.manifest import TableState

#: answers of the same tables in memory and in their file, and files that are kept
REMEMBERED, KEPT = 50_000, 100
Row = dict[str, Any]


class Answers:
    """What was asked of some tables: in memory, and as a line of a file for the next process."""

    def __init__(self, folder: Path, tables: Mapping[str, TableState], engine: str) -> None:
        self._path = folder / f"{_digest(tables, engine)}.jsonl"
        self._lock = threading.Lock()
        self._known: dict[str, Row] = {}
        self._read_to = 0

    def get(self, key: str, values: Mapping[str, Any]) -> Row | None:
        """Return the answer to a query with these values, or None where nobody asked it yet."""
        name = _name(key, values)
        found = self._known.get(name)
        if found is None:
            with self._lock:
                self._read_on()
            found = self._known.get(name)
        return found

    def put(self, key: str, values: Mapping[str, Any], row: Row) -> None:
        """Remember an answer; where the file cannot be written, in memory only."""
        name = _name(key, values)
        with self._lock:
            if len(self._known) >= REMEMBERED:
                return
            self._known[name] = row
            try:
                self._append(json.dumps([name, {k: _written(v) for k, v in row.items()}]))
            except (OSError, TypeError):
                return

    def _read_on(self) -> None:
        """Read what this and other processes have written since the last look."""
        try:
            if self._path.stat().st_size <= self._read_to:
                return
            if not self._read_to:
                # What is still read is not forgotten as old.
                os.utime(self._path)
            with self._path.open("rb") as file:
                file.seek(self._read_to)
                text = file.read()
        except OSError:
            return
        whole = text[: text.rfind(b"\n") + 1]
        self._read_to += len(whole)
        for line in whole.splitlines():
            try:
                name, row = json.loads(line)
                self._known[str(name)] = {k: _value(v) for k, v in row.items()}
            except (ValueError, TypeError, KeyError, AttributeError, ArithmeticError):
                # Half a line: a process ended while it wrote.
                continue

    def _append(self, line: str) -> None:
        is_new = not self._path.exists()
        self._path.parent.mkdir(parents=True, exist_ok=True)
        # One write for one line: what several processes append does not mix. The line end in
        # front closes half a line that a killed process may have left.
        file = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(file, f"\n{line}\n".encode())
        finally:
            os.close(file)
        if is_new:
            self._forget_old()

    def _forget_old(self) -> None:
        files = sorted(self._path.parent.glob("*.jsonl"), key=lambda one: one.stat().st_mtime_ns)
        for old in files[:-KEPT]:
            old.unlink(missing_ok=True)


def _digest(tables: Mapping[str, TableState], engine: str) -> str:
    said = [engine, ibis.__version__]
    said += [f"{name} {state.hash}" for name, state in sorted(tables.items())]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:24]


def _name(key: str, values: Mapping[str, Any]) -> str:
    return "|".join([key, *(f"{name}={values[name]}" for name in sorted(values))])


def _written(value: Any) -> Any:
    """Return a value as JSON that tells its type; ``TypeError`` for a type that is not kept."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if type(value) is date:
        return {"date": value.isoformat()}
    raise TypeError(f"answers of type {type(value).__name__} are not kept")


def _value(written: Any) -> Any:
    if not isinstance(written, dict):
        return written
    if "decimal" in written:
        return Decimal(written["decimal"])
    return date.fromisoformat(written["date"])
