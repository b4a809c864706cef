"""Take over a list of patents, beside a bare ``executemany`` of the rows that this leaves behind.

The baseline writes the same rows into the same tables with the same indexes and settings. It has
no text to parse, no numbers to judge, nothing to compare with what is already known and no
origin to find: it is the floor, not a rival.
"""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

from bench.measuring import Line, seconds_of
from bench.rows import write_patents
from zhiqiang.demo.world import EXAMPLE

_TABLES = (
    *("registry_party", "registry_right", "registry_event", "registry_holding"),
    "registry_provenance",
)


def measure(size: int) -> list[Line]:
    """Import ``size`` rows into an empty ledger, then the same file again."""
    from django.conf import settings

    from zhiqiang.records.registry.actions import import_file

    home = Path(settings.HOME)
    shutil.copyfile(EXAMPLE / "divisions.yml", home / "divisions.yml")
    path = write_patents(home / "patents.csv", size)

    def take_over() -> None:
        result = import_file("patents", path, "bench")
        if result.batch_id is None or result.refused:
            raise SystemExit(f"import refused rows: {[f.message for f in result.findings[:3]]}")

    first = seconds_of(take_over)
    again = seconds_of(take_over)
    raw, written = _raw_load(Path(settings.DATABASES["default"]["NAME"]), home / "raw.sqlite3")
    baseline = f"executemany of the {written:,} resulting rows"
    return [
        Line("import, all rows new", size, first, raw, baseline),
        Line("import, all rows known", size, again, raw, baseline),
    ]


def _raw_load(ledger: Path, target: Path) -> tuple[float, int]:
    """Return the seconds of writing the ledger's rows into an empty copy, and their number."""
    source, raw = sqlite3.connect(ledger), sqlite3.connect(target)
    raw.executescript("PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA cache_size=-32000")
    places = ",".join("?" * len(_TABLES))
    # What the database makes of other columns is made again; table_info leaves it out.
    columns = {
        table: ", ".join(row[1] for row in source.execute(f"PRAGMA table_info({table})"))
        for table in _TABLES
    }
    for (statement,) in source.execute(
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"
        f" AND tbl_name IN ({places}) ORDER BY type DESC",
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
