"""Publish a snapshot of the ledger, beside DuckDB's bare COPY of the same tables to Parquet.

``COPY from memory`` starts from tables that already lie in columns; ``COPY from the ledger``
fetches the same rows out of SQLite first, which every publication has to do.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from bench.measuring import Line, seconds_of


def measure(size: int) -> list[Line]:
    """Publish what the import left behind, then once more without any change."""
    import duckdb
    from django.conf import settings

    from zhiqiang import pipeline
    from zhiqiang.engines.lake import Lake

    home = Path(settings.HOME)
    first = seconds_of(lambda: pipeline.publish("bench"))
    again = seconds_of(lambda: pipeline.publish("bench"))
    snapshot = Lake(home / "lake").open(None)
    tables = {name: snapshot.table(name).to_pyarrow() for name in snapshot.manifest.tables}
    rows = sum(table.num_rows for table in tables.values())
    memory = duckdb.connect()
    for name, table in tables.items():
        memory.register("arriving", table)
        memory.execute(f"CREATE TABLE {name} AS SELECT * FROM arriving")  # noqa: S608
    folder = home / "raw"
    folder.mkdir(exist_ok=True)

    def copy() -> None:
        for name in tables:
            memory.execute(f"COPY {name} TO '{folder / name}.parquet' (COMPRESSION zstd)")

    raw = seconds_of(copy)
    fetched = seconds_of(lambda: _fetch(Path(settings.DATABASES["default"]["NAME"])))
    return [
        Line("publish", rows, first, raw + fetched, "COPY from the ledger"),
        Line("publish", rows, first, raw, "COPY from memory"),
        Line("publish, nothing changed", rows, again, raw + fetched, "COPY from the ledger"),
    ]


def _fetch(ledger: Path) -> None:
    """Read every row that a publication reads, and let it go."""
    source = sqlite3.connect(ledger)
    for table in ("right", "party", "holding", "event", "designation", "activity", "statistic"):
        rows = source.execute(f"SELECT * FROM registry_{table}")  # noqa: S608
        while rows.fetchmany(20_000):
            pass
