"""From a list of 10,000 new rows to fresh figures: import, publication, and the board of the city.

The register holds the rows of the steps before, published and counted.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bench.measuring import Line, seconds_of
from bench.rows import write_patents

REGION, AS_OF, ROWS = "990100", date(2025, 12, 31), 10_000


def measure(size: int) -> list[Line]:
    """Import rows that the register does not know yet, publish, and count again."""
    from django.conf import settings

    from zhiqiang import pipeline
    from zhiqiang.records.indicators import queries
    from zhiqiang.records.registry.actions import import_file

    home = Path(settings.HOME)
    pipeline.publish("bench")
    queries.figures(REGION, AS_OF)
    path = write_patents(home / "more.csv", ROWS, size)
    imported = seconds_of(lambda: import_file("patents", path, "bench"))
    published = seconds_of(lambda: pipeline.publish("bench"))
    counted = seconds_of(lambda: queries.figures(REGION, AS_OF))
    whole = imported + published + counted
    return [
        Line(f"import of {ROWS:,} rows", size, imported),
        Line("publish", size, published),
        Line("all figures of the city", size, counted),
        Line(f"from {ROWS:,} rows to fresh figures", size, whole),
    ]
