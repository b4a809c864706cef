"""What would close a gap: rights and firms that come near to being counted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from zhiqiang.engines.metrics.asking import counted_measure, criteria_of, values
from zhiqiang.engines.metrics.behind import Row, with_subject
from zhiqiang.engines.metrics.declaration import Indicator
from zhiqiang.engines.metrics.measure import Condition, RowMeasure
from zhiqiang.engines.metrics.querying import MeasureQueries
from zhiqiang.engines.metrics.question import Question, Reader, Rules

#: applications filed longer ago than this many years are not waited for
PENDING_YEARS = 5


@dataclass(frozen=True, slots=True)
class Reserve:
    """Rows that are not counted today and might be, or that will stop to be.

    ``kind``: ``pending`` applications without a grant; ``near`` firms below the number that
    counts, the nearest first; ``coming`` and ``leaving`` rights that by today's records will be
    counted, or no longer, on the due day.
    """

    kind: str
    rows: tuple[Row, ...]


def reserves(
    indicator: Indicator,
    reader: Reader,
    question: Question,
    rules: Rules,
    due: date,
    pending: tuple[str, ...],
) -> list[Reserve]:
    """Return what would change a figure of rights in force until ``due``; of others, nothing.

    ``pending`` are the status texts of an application that is still looked at.
    """
    measure = counted_measure(indicator.version_at(question.as_of))
    if measure is None or measure.at != "in_force":
        return []
    if measure.distinct is not None:
        return _near(indicator, measure, reader, question, rules)
    later = replace(question, as_of=due)
    now = {row["id"]: row for row in _rows(indicator, measure, reader, question, rules)}
    then = {row["id"]: row for row in _rows(indicator, measure, reader, later, rules)}
    found = {
        "coming": [row for key, row in then.items() if key not in now],
        "leaving": [row for key, row in now.items() if key not in then],
        "pending": _pending(indicator, measure, reader, question, rules, pending),
    }
    return [Reserve(kind, tuple(rows)) for kind, rows in found.items() if rows]


def _near(
    indicator: Indicator, measure: RowMeasure, reader: Reader, question: Question, rules: Rules
) -> list[Reserve]:
    """Return the firms that hold at least half of the number that counts, the nearest first."""
    least = measure.having_at_least
    if least is None:
        return []
    every = measure.model_copy(update={"having_at_least": None})
    rows = [
        row
        for row in _rows(indicator, every, reader, question, rules)
        if least / 2 <= row["amount"] < least
    ]
    rows.sort(key=lambda row: (-row["amount"], row["id"]))
    return [Reserve("near", tuple(rows))] if rows else []


def _pending(
    indicator: Indicator,
    measure: RowMeasure,
    reader: Reader,
    question: Question,
    rules: Rules,
    pending: tuple[str, ...],
) -> list[Row]:
    """Return applications of the last years that are still looked at.

    Whether a right that is granted will meet criteria, nobody knows; of those there are none.
    """
    if measure.meets is not None:
        return []
    where: dict[str, Any] = {
        **measure.where,
        "granted_on": Condition(is_known=False),
        "status_text": Condition(begins=pending),
    }
    filed = measure.model_copy(
        update={"at": None, "by": "filed_on", "over": "ever", "where": where}
    )
    begin = date(question.as_of.year - PENDING_YEARS, 1, 1)
    return [row for row in _rows(indicator, filed, reader, question, rules) if row["on"] >= begin]


def _rows(
    indicator: Indicator, measure: RowMeasure, reader: Reader, question: Question, rules: Rules
) -> list[Row]:
    definition = indicator.version_at(question.as_of)
    queries = MeasureQueries(measure, criteria_of(measure, question, rules), rules.concordances)
    bound = values(queries, definition, question)
    return [with_subject(measure, row) for row in reader.fetch(queries.rows, bound)]
