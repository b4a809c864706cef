"""What stands behind a figure: its rows, and a hash of them that any later answer can be held to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from zhiqiang.engines.metrics.asking import compared, measure_of, queries_of, values
from zhiqiang.engines.metrics.declaration import AnyDefinition, Growth, Indicator, Ratio
from zhiqiang.engines.metrics.measure import RowMeasure, StatedMeasure
from zhiqiang.engines.metrics.observe import compute
from zhiqiang.engines.metrics.querying import MeasureQueries
from zhiqiang.engines.metrics.question import Places, Question, Reader, Reported, Rules
from zhiqiang.engines.metrics.relation import NEXT_LINE, TAB
from zhiqiang.engines.metrics.shapes import SHAPES
from zhiqiang.engines.metrics.stated import wanted

Row = dict[str, Any]


def rows(
    indicator: Indicator,
    reader: Reader,
    question: Question,
    rules: Rules,
    places: Places,
    part: str = "numerator",
    limit: int | None = None,
    offset: int = 0,
    order: str = "",
) -> list[Row]:
    """Return the rows of a figure: ``subject, id, identifier, name, on, amount, met``.

    They come from the expression that the figure is computed from. ``part`` chooses numerator or
    denominator of a ratio; of a growth rate, this year or the year before. Behind a reported
    value stands the report. ``order`` names a column, with ``-`` for the largest first.
    """
    end = None if limit is None else offset + limit
    seen = compute(indicator, reader, question, rules, places)
    if seen.is_reported and seen.reported is not None:
        return [_report(indicator, seen.reported)][offset:end] if part == "numerator" else []
    indicator, question, place = _base(indicator, question, rules, part)
    definition = indicator.version_at(question.as_of)
    measure = measure_of(definition, place)
    if isinstance(measure, StatedMeasure):
        stated = _stated(measure, definition, question, reader, rules, places)
        return _in_order(stated, order)[offset:end]
    asked = queries_of(indicator, definition, place, question, rules)
    bound = values(asked, definition, question)
    found = reader.fetch(asked.rows, bound, limit, offset, order)
    return [with_subject(measure, row) for row in found]


def _in_order(found: list[Row], order: str) -> list[Row]:
    """Sort the few rows of stated values as the snapshot sorts its own."""
    name, is_down = order.removeprefix("-"), order.startswith("-")
    if not name:
        return found
    known = [row for row in found if row[name] is not None]
    rest = [row for row in found if row[name] is None]
    return sorted(known, key=lambda row: (row[name], row["id"]), reverse=is_down) + rest


def stream(
    indicator: Indicator,
    reader: Reader,
    question: Question,
    rules: Rules,
    places: Places,
    part: str = "numerator",
) -> Iterator[Row]:
    """Yield the same rows in order of id, some at a time."""
    asked = _counted(indicator, reader, question, rules, places, part)
    if asked is None:
        found = rows(indicator, reader, question, rules, places, part)
        yield from sorted(found, key=lambda row: int(row["id"]))
        return
    queries, bound = asked
    for row in reader.stream(queries.by_id, bound):
        yield with_subject(queries.measure, row)


def parts_of(indicator: Indicator, question: Question) -> tuple[str, ...]:
    """Return the parts that have rows of their own."""
    kind = indicator.version_at(question.as_of).kind
    return ("numerator", "denominator") if kind in ("ratio", "growth") else ("numerator",)


def digest(
    indicator: Indicator, reader: Reader, question: Question, rules: Rules, places: Places
) -> str:
    """Return a SHA-256 over every row behind a figure, written out in order of id."""
    whole = hashlib.sha256()
    for part in parts_of(indicator, question):
        asked = _counted(indicator, reader, question, rules, places, part)
        if asked is not None:
            own = _of_counted(reader, *asked)
        else:
            found = rows(indicator, reader, question, rules, places, part)
            own = _of_lines(sorted(found, key=lambda row: int(row["id"])))
        whole.update(f"{part} {own}\n".encode())
    return whole.hexdigest()


def _of_counted(reader: Reader, queries: MeasureQueries, bound: Mapping[str, Any]) -> str:
    """Return the digest of counted rows; an engine that cannot join them all hands them over."""
    if reader.writes_long_texts:
        return str(reader.fetch_one(queries.digest, bound)["digest"] or "")
    if not reader.knows(queries.digest, bound):
        own = _of_lines(reader.stream(queries.by_id, bound))
        reader.remember(queries.digest, bound, {"digest": own or None})
    return str(reader.fetch_one(queries.digest, bound)["digest"] or "")


def _of_lines(found: Iterable[Row]) -> str:
    """Return the SHA-256 of rows in their order, apart by ends of lines; of no rows, nothing."""
    whole, count = hashlib.sha256(), 0
    for count, row in enumerate(found, 1):
        whole.update(f"{NEXT_LINE if count > 1 else ''}{_line(row)}".encode())
    return whole.hexdigest() if count else ""


def _counted(
    indicator: Indicator,
    reader: Reader,
    question: Question,
    rules: Rules,
    places: Places,
    part: str,
) -> tuple[MeasureQueries, Mapping[str, Any]] | None:
    """Return the queries of a counted part; None where its few rows are not counted here."""
    if compute(indicator, reader, question, rules, places).is_reported:
        return None
    indicator, question, place = _base(indicator, question, rules, part)
    definition = indicator.version_at(question.as_of)
    if not isinstance(measure_of(definition, place), RowMeasure):
        return None
    asked = queries_of(indicator, definition, place, question, rules)
    return asked, values(asked, definition, question)


def _base(
    indicator: Indicator, question: Question, rules: Rules, part: str
) -> tuple[Indicator, Question, str]:
    """Return whose rows a part has, of which day, and where its measure stands."""
    definition = indicator.version_at(question.as_of)
    if isinstance(definition, Growth):
        now, before, _ = compared(definition, question, rules)
        asked = before if part == "denominator" else now
        return rules.indicators[definition.of], asked, "measure"
    return indicator, question, part if isinstance(definition, Ratio) else "measure"


def _stated(
    measure: StatedMeasure,
    definition: AnyDefinition,
    question: Question,
    reader: Reader,
    rules: Rules,
    places: Places,
) -> list[Row]:
    found = wanted(measure, definition.kind, question, reader, rules, places).values()
    if any(one.missing for one in found):
        return []
    return [{"subject": "statistic", **row} for one in found for row in one.rows]


def with_subject(measure: Any, row: Row) -> Row:
    """Return a row of a measure with the kind of fact that it is."""
    subject = "party" if measure.distinct == "held_party" else SHAPES[measure.table].subject
    return {"subject": subject, **row}


def _report(indicator: Indicator, report: Reported) -> Row:
    return {
        "subject": "reported",
        "id": report.id,
        "identifier": report.body,
        "name": indicator.name,
        "on": report.as_of,
        "amount": report.value,
        "met": "",
    }


def _line(row: Row) -> str:
    """Return a row as the engine writes it out, see ``relation.listed``."""
    written = (row["id"], row["identifier"], row["name"], row["on"], row["amount"], row["met"])
    return TAB.join("" if one is None else str(one) for one in written)
