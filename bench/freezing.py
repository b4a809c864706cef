"""Freeze the figures of a city, correct 10,000 rows, and compute the frozen ones again.

Every frozen figure must come out as it was, whatever the records say by now; the annex then lists
what would differ today. The register holds the rows of the steps before.
"""

from __future__ import annotations

import csv
from datetime import date
from itertools import islice
from pathlib import Path

from bench.measuring import Line, seconds_of
from bench.rows import HEADINGS, patent_rows

REGION, AS_OF, ROWS = "990100", date(2025, 12, 31), 10_000
_TITLE, _STATUS, _ENDED = (HEADINGS.index(one) for one in ("专利名称", "法律状态", "失效日期"))


def measure(size: int) -> list[Line]:
    """Freeze, correct, recompute, and list the differences."""
    from django.conf import settings

    from zhiqiang import pipeline
    from zhiqiang.records.indicators import recomputing
    from zhiqiang.records.indicators.actions import publish_figures
    from zhiqiang.records.indicators.models import Figure
    from zhiqiang.records.registry.actions import import_file

    pipeline.publish("bench")
    frozen: list[Figure] = []
    froze = seconds_of(lambda: frozen.extend(publish_figures("bench", REGION, AS_OF)))
    import_file("patents", _corrected(Path(settings.HOME) / "corrected.csv", size), "bench")
    pipeline.publish("bench")
    again: list[recomputing.Recomputed] = []
    recomputed = seconds_of(lambda: again.extend(map(recomputing.recompute, frozen)))
    same = sum(one.is_same for one in again)
    if same != len(frozen):
        raise SystemExit(f"{len(frozen) - same} frozen figures came out otherwise")
    told: list[recomputing.Annex] = []
    listed = seconds_of(lambda: told.extend(map(recomputing.annex, frozen)))
    differing = [one for one in told if one.differs]
    rows = sum(sum(one.counts.values()) for one in differing)
    return [
        Line(f"freeze {len(frozen)} figures", size, froze),
        Line(f"recompute them after {ROWS:,} corrected rows: {same} identical", size, recomputed),
        Line(f"annex: {len(differing)} figures differ by {rows:,} rows", size, listed),
    ]


def _corrected(path: Path, size: int) -> Path:
    """Write rows that the register knows, each with another title, half of them ended since."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEADINGS)
        for number, row in enumerate(islice(patent_rows(size), ROWS)):
            row[_TITLE] += "（更正）"
            if number % 2 and row[_STATUS] == "授权":
                row[_STATUS], row[_ENDED] = "未缴年费专利权终止", "20251101"
            writer.writerow(row)
    return path
