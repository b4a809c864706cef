"""From a list of 10,000 new rows to fresh figures: import, publication, and the board of the city.

The register holds the rows of the steps before, published and counted. Then one training is added:
what does not count trainings is not computed again.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from bench.measuring import Line, worked
from bench.rows import write_patents

REGION, AS_OF, ROWS = "990100", date(2025, 12, 31), 10_000


def measure(size: int) -> list[Line]:
    """Import rows that the register does not know yet, publish, and count again."""
    from django.conf import settings

    from zhiqiang import pipeline
    from zhiqiang.records.indicators import queries
    from zhiqiang.records.indicators.actions import publish_snapshot
    from zhiqiang.records.registry.actions import import_file

    home = Path(settings.HOME)
    first = worked(lambda: publish_snapshot("bench"))
    worked(pipeline.index_for_search)
    queries.figures(REGION, AS_OF)
    path = write_patents(home / "more.csv", ROWS, size)
    ran = _statements_run()
    steps = [
        ("publish everything for the first time", first),
        (f"import of {ROWS:,} rows", worked(lambda: import_file("patents", path, "bench"))),
        ("publish what changed", worked(lambda: publish_snapshot("bench"))),
        ("all figures of the city", worked(lambda: queries.figures(REGION, AS_OF))),
    ]
    asked = len(ran)
    whole = tuple(sum(taken[which] for _, taken in steps[1:]) for which in (0, 1))
    steps.append((f"from {ROWS:,} rows to fresh figures, {asked} statements run", whole))
    steps.append(("publish, nothing changed", worked(lambda: publish_snapshot("bench"))))
    ran.clear()
    _add_training()
    steps.append(("publish one new training", worked(lambda: publish_snapshot("bench"))))
    counted = worked(lambda: queries.figures(REGION, AS_OF))
    steps.append((f"all figures after it, {len(ran)} statements run", counted))
    steps.append(("publish 10,000 scattered rights that changed", _scattered(size)))
    steps.append(("search index, after figures are fresh", worked(pipeline.index_for_search)))
    return [
        Line(f"{what}; {busy:.1f} s of processors", size, seconds)
        for what, (seconds, busy) in steps
    ]


def _scattered(size: int) -> tuple[float, float]:
    from django.db.models import F
    from django.db.models.functions import Mod

    from zhiqiang.records.indicators.actions import publish_snapshot
    from zhiqiang.records.registry.models import Right

    rows = Right.objects.for_program("bench").annotate(rest=Mod(F("pk"), max(10, size // 10_000)))
    rows.filter(rest=3).update(agency="测速代理")
    return worked(lambda: publish_snapshot("bench"))


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
