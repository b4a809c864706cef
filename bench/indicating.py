"""Compute indicators, beside SQL written by hand for the same files and the same result.

Ours and the raw statement run in turn on one snapshot, each round for another day, so that nothing
is answered from memory; the median of the rounds counts. Ours is the engine: the dated definition
and its parameters, the statement that it compiled before, the checks of the number. Building and
compiling a statement, once an installation, stands apart. A page is asked for the first time on a
day, and again.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from statistics import median
from typing import TYPE_CHECKING

from bench.measuring import Line, collect_assets, interleaved, seconds_of

if TYPE_CHECKING:
    from zhiqiang.engines.metrics import Rules

REGION, AS_OF, ROUNDS = "990100", date(2025, 12, 31), 15
Later = dict[bool, Iterator[date]]

_IN_FORCE = """
  FROM rights r
  JOIN in_force f ON f.right_id = r.id AND f.from_on <= $day
   AND (f.until_on IS NULL OR f.until_on > $day)
  JOIN holdings h ON h.right_id = r.id AND (h.from_on IS NULL OR h.from_on <= $day)
   AND (h.until_on IS NULL OR h.until_on > $day)
 WHERE h.region_code LIKE '9901%'"""
_IN_YEAR = """
SELECT count(*) FROM rights r
  JOIN holdings h ON h.right_id = r.id AND (h.from_on IS NULL OR h.from_on <= $day)
   AND (h.until_on IS NULL OR h.until_on > $day)
 WHERE h.region_code LIKE '9901%' AND r.kind = '{kind}'
   AND r.{column} BETWEEN date_trunc('year', $day) AND $day"""

BY_HAND = {
    "valid_invention_patents": f"SELECT count(*) {_IN_FORCE} AND r.kind = 'invention'",
    "valid_patents": (
        f"SELECT count(*) {_IN_FORCE} AND r.kind IN ('invention', 'utility_model', 'design')"
    ),
    "high_value_inventions": (
        f"SELECT count(*) {_IN_FORCE} AND r.kind = 'invention' AND (r.strategic_industry <> ''"
        " OR r.has_overseas_grant OR r.filed_on + INTERVAL 10 YEAR < $day"
        " OR (r.is_marked_high_value AND r.id IN (SELECT right_id FROM events"
        " WHERE kind = 'pledge' AND happened_on <= $day))"
        " OR r.id IN (SELECT right_id FROM events WHERE kind = 'award' AND happened_on <= $day"
        " AND regexp_matches(note, '国家(自然科学|技术发明|科学技术进步|科技进步|最高科学技术|科学技术)奖|中国专利')))"
    ),
    "firms_with_10_inventions": (
        f"SELECT count(*) FROM (SELECT h.party_id {_IN_FORCE} AND r.kind = 'invention'"
        " AND h.party_kind = 'firm' GROUP BY h.party_id HAVING count(*) >= 10)"
    ),
    "firm_invention_share": (
        "SELECT round(100.0 * count(*) FILTER (h.party_kind = 'firm') / count(*), 2)"
        f" {_IN_FORCE} AND r.kind = 'invention'"
    ),
    "invention_applications": _IN_YEAR.format(kind="invention", column="filed_on"),
    "utility_model_grants": _IN_YEAR.format(kind="utility_model", column="granted_on"),
}


def measure(size: int) -> list[Line]:
    """Compare every indicator with its statement; a difference ends the measurement."""
    import duckdb
    from django.conf import settings

    from zhiqiang.engines import metrics
    from zhiqiang.engines.lake import Lake
    from zhiqiang.records.accounts.regions import divisions
    from zhiqiang.records.indicators import queries
    from zhiqiang.records.indicators.rules import rules

    lake = Lake(settings.HOME / "lake")
    raw = duckdb.connect()
    for name, state in lake.manifest().tables.items():
        files = ", ".join(f"'{lake.root / file.path}'" for file in state.files)
        raw.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet([{files}])")  # noqa: S608
    catalogue, snapshot, known = queries.catalogue(), lake.open(), rules()
    days = [AS_OF - timedelta(days=number) for number in range(ROUNDS + 1)]
    lines = []
    for key, statement in BY_HAND.items():
        later = {True: iter(days), False: iter(days)}

        def ours(key: str = key, later: Later = later) -> Decimal | None:
            question = metrics.Question(REGION, next(later[True]))
            metrics.prepare([(catalogue[key], question)], snapshot, known)
            return metrics.compute(catalogue[key], snapshot, question, known, divisions()).value

        def by_hand(statement: str = statement, later: Later = later) -> Decimal:
            found = raw.execute(statement, {"day": next(later[False])}).fetchone()
            return Decimal(str(found[0]))

        if (one := ours()) != (other := by_hand()):
            raise SystemExit(f"{key}: {one} is not {other}")
        seconds, floor = interleaved(ours, by_hand, ROUNDS)
        lines.append(Line(key, size, seconds, floor, "DuckDB SQL by hand"))
    queries.figures(REGION, AS_OF)
    before = AS_OF - timedelta(days=ROUNDS + 1)
    everything = seconds_of(lambda: queries.figures(REGION, before))
    lines.append(Line(f"all {len(catalogue)} figures of a day", size, everything))
    lines.append(Line("build and compile one statement", size, _compiling(known)))
    return [*lines, *_pages(size)]


def _compiling(known: Rules) -> float:
    """Return what it takes to build and compile the statement of one figure."""
    from zhiqiang.engines.lake.engines import engine
    from zhiqiang.engines.lake.statements import compile_statement
    from zhiqiang.engines.metrics import Question
    from zhiqiang.engines.metrics.asking import queries_of

    indicator = known.indicators["high_value_inventions"]
    query = queries_of(
        indicator, indicator.version_at(AS_OF), "measure", Question(REGION, AS_OF), known
    ).totals
    return median(
        seconds_of(lambda: compile_statement(query.build(), query.parameters, engine()))
        for _ in range(5)
    )


def _pages(size: int) -> list[Line]:
    """Ask for the page of an indicator as a visitor does, each round for another day."""
    from django.conf import settings
    from django.test import Client

    collect_assets()
    # Nobody sees a page before there is a first account; here none is needed.
    settings.FIRST_ACCOUNT = False
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    client, days = Client(), [date(2024, 12, 31) - timedelta(days=n) for n in range(6)]

    def page(day: date) -> None:
        answer = client.get(
            "/indicators/high_value_inventions/", {"region": REGION, "as_of": day}, secure=True
        )
        if answer.status_code != 200:
            raise SystemExit(f"the page of an indicator answers {answer.status_code}")

    page(days[0])
    first = median(seconds_of(lambda day=day: page(day)) for day in days[1:])
    again = median(seconds_of(lambda day=day: page(day)) for day in days[1:])
    return [
        Line("page of an indicator, another day", size, first),
        Line("the same again", size, again),
    ]
