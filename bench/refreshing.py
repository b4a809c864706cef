"""From a list of 10,000 new rows to fresh figures: import, publication, and the board of the city.

The register holds the rows of the steps before, published and counted. Then one training is added:
what does not count trainings is not computed again.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

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
    ran = _statements_run()
    imported = seconds_of(lambda: import_file("patents", path, "bench"))
    published = seconds_of(lambda: pipeline.publish("bench"))
    counted = seconds_of(lambda: queries.figures(REGION, AS_OF))
    asked = len(ran)
    ran.clear()
    _add_training()
    pipeline.publish("bench")
    untouched = seconds_of(lambda: queries.figures(REGION, AS_OF))
    whole = imported + published + counted
    return [
        Line(f"import of {ROWS:,} rows", size, imported),
        Line("publish", size, published),
        Line(f"all figures of the city, {asked} statements run", size, counted),
        Line(f"from {ROWS:,} rows to fresh figures", size, whole),
        Line(f"all figures after one new training, {len(ran)} statements run", size, untouched),
    ]


def _statements_run() -> list[Any]:
    """Return a list that grows with every statement that a snapshot runs from here on."""
    from zhiqiang.engines.lake import OpenSnapshot

    ran: list[Any] = []
    fetch = OpenSnapshot.fetch

    def told(self: Any, query: Any, *given: Any, **named: Any) -> Any:
        ran.append(query.tables)
        return fetch(self, query, *given, **named)

    OpenSnapshot.fetch = told  # type: ignore[method-assign]
    return ran


def _add_training() -> None:
    from zhiqiang.records.registry.models import Activity

    Activity.objects.create(
        identity="bench", kind="training", title="测速培训", held_on=AS_OF, region_code=REGION
    )
