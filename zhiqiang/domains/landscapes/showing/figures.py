"""Each analysis as a figure: what it says, a picture, the table, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass

from zhiqiang.domains.landscapes.kinds import methods
from zhiqiang.domains.landscapes.models import LandscapeRun
from zhiqiang.domains.landscapes.showing.labels import Words
from zhiqiang.domains.landscapes.showing.readings import READINGS, Row, nothing
from zhiqiang.engines.documents import Bars
from zhiqiang.ui.charts import Chart
from zhiqiang.ui.tables import Table, table


@dataclass(frozen=True, slots=True)
class Figure:
    """One analysis of one run, to be shown; ``chart`` and ``bars`` are None where there is nothing."""

    key: str
    name: str
    said: str
    how: str
    source: str
    table: Table
    chart: Chart | None
    bars: Bars | None


def figures(run: LandscapeRun) -> dict[str, Figure]:
    """Return the figures of all analyses of the project's kind, in the order of its chapters."""
    return {key: figure(run, key) for key in run.project.declared.analyses}


def figure(run: LandscapeRun, key: str) -> Figure:
    """Return one figure of a run."""
    method, words = methods()[key], Words.of(run)
    rows: list[Row] = run.results[method.of or key]
    drawn = READINGS[key](rows, words) if rows else nothing(method.zh)
    source = (
        f"来源：台账，快照 {run.snapshot}；检索式 {run.query}；{run.rules.in_words}；"
        f"命中 {run.found:,} 件，计数 {run.counted:,} 件。"
    )
    found = table(method.zh, drawn.columns, drawn.lines)
    chart = None
    if drawn.option is not None:
        chart = Chart(f"a-{key.replace('_', '-')}", drawn.said, drawn.option, found, source)
    return Figure(key, method.zh, drawn.said, method.how, source, found, chart, drawn.bars)
