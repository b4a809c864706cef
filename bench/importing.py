"""Take over a list of patents, beside a bare bulk load of the rows that this leaves behind.

The baseline writes the same rows into the same tables with the same indexes and settings:
``executemany`` on SQLite, ``COPY`` on PostgreSQL, where the foreign keys are checked as well. It has no text to parse, no numbers to judge,
nothing to compare with what is already known and no origin to find: it is the floor, not a rival.
The two are taken in turn, each import undone before the next; the median counts.
"""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from statistics import median
from typing import Any

from bench.measuring import Line, seconds_of
from bench.rows import write_patents
from zhiqiang.demo.world import EXAMPLE

ROUNDS = 3
_TABLES = (
    *("registry_party", "registry_right", "registry_event", "registry_holding"),
    "registry_provenance",
)

_FOREIGN_KEYS = """SELECT pg_get_constraintdef(oid) FROM pg_constraint
    WHERE contype = 'f' AND conrelid = CAST(%s AS regclass)"""
_WRITTEN_COLUMNS = """SELECT column_name FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER'
    ORDER BY ordinal_position"""


def measure(size: int) -> list[Line]:
    """Import ``size`` rows into an empty ledger, undo that, and import the same file again."""
    from django.conf import settings
    from django.db import connection

    from zhiqiang.records.registry.actions import import_file, undo_import

    home = Path(settings.HOME)
    shutil.copyfile(EXAMPLE / "divisions.yml", home / "divisions.yml")
    path = write_patents(home / "patents.csv", size)
    bulk, load = (
        ("COPY", _raw_copy)
        if connection.vendor == "postgresql"
        else ("executemany", lambda: _raw_load(Path(connection.settings_dict["NAME"]), home))
    )
    batches: list[int | None] = []

    def take_over() -> None:
        result = import_file("patents", path, "bench")
        batches.append(result.batch_id)
        if result.batch_id is None or result.refused:
            raise SystemExit(f"import refused rows: {[f.message for f in result.findings[:3]]}")

    def undo() -> None:
        undo_import(batches[-1] or 0, "bench")

    first: list[float] = []
    raw: list[float] = []
    undone: list[float] = []
    for turn in range(ROUNDS if size <= 100_000 else 1):
        if turn:
            undone.append(seconds_of(undo))
        first.append(seconds_of(take_over))
        took, written = load()
        raw.append(took)
    again = seconds_of(take_over)
    floor = median(raw)
    baseline = f"{bulk} of the {written:,} resulting rows"
    lines = [
        Line("import, all rows new", size, median(first), floor, baseline),
        Line("import, all rows known", size, again, floor, baseline),
    ]
    if undone:
        lines.append(Line("undo of the import", size, median(undone), floor, baseline))
    return lines


def _raw_load(ledger: Path, home: Path) -> tuple[float, int]:
    """Return the seconds of writing the ledger's rows into an empty copy, and their number."""
    target = home / "raw.sqlite3"
    source, raw = sqlite3.connect(ledger), sqlite3.connect(target)
    raw.executescript("PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA cache_size=-32000")
    places = ",".join("?" * len(_TABLES))
    columns = {
        table: ", ".join(row[1] for row in source.execute(f"PRAGMA table_info({table})"))
        for table in _TABLES
    }
    for (statement,) in source.execute(
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"
        f" AND type <> 'trigger' AND tbl_name IN ({places}) ORDER BY type DESC",
        _TABLES,
    ):
        raw.execute(statement)
    written = 0

    def load() -> None:
        nonlocal written
        raw.execute("BEGIN IMMEDIATE")
        for table in _TABLES:
            rows = source.execute(f"SELECT {columns[table]} FROM {table}")  # noqa: S608
            marks = ",".join("?" * len(rows.description))
            written += raw.executemany(
                f"INSERT INTO {table} ({columns[table]}) VALUES ({marks})",
                rows,  # noqa: S608
            ).rowcount
        raw.commit()

    seconds = seconds_of(load)
    target.unlink()
    return seconds, written


def _raw_copy() -> tuple[float, int]:
    """Return the seconds of copying the ledger's rows into empty tables alike, and their number.

    The rows lie in memory as the server wrote them; only the way in is timed.
    """
    from django.db import connection, transaction

    connection.ensure_connection()
    ledger, copies = connection.connection, {}
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA raw")
        for table in _TABLES:
            cursor.execute(f"CREATE TABLE raw.{table} (LIKE public.{table} INCLUDING ALL)")
            cursor.execute(_WRITTEN_COLUMNS, [table])
            names = ", ".join(row[0] for row in cursor.fetchall())
            with ledger.cursor().copy(f"COPY public.{table} ({names}) TO STDOUT") as rows:
                copies[f"raw.{table} ({names})"] = [bytes(part) for part in rows]
        _copy_foreign_keys(cursor)

    def load() -> None:
        with transaction.atomic():
            for table, parts in copies.items():
                with ledger.cursor().copy(f"COPY {table} FROM STDIN") as target:
                    for part in parts:
                        target.write(part)

    seconds = seconds_of(load)
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA raw CASCADE")
    return seconds, sum(map(len, copies.values()))


def _copy_foreign_keys(cursor: Any) -> None:
    """Let the copies refer to each other, and to what is not copied, as the tables do."""
    found: dict[str, list[str]] = {}
    for table in _TABLES:
        cursor.execute(_FOREIGN_KEYS, [f"public.{table}"])
        found[table] = [row[0] for row in cursor.fetchall()]
    cursor.execute("SET search_path TO raw, public")
    for table, keys in found.items():
        for key in keys:
            cursor.execute(f"ALTER TABLE raw.{table} ADD {key}")
    cursor.execute("RESET search_path")
