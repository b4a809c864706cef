"""Compute indicators, beside SQL written by hand for the same files and the same result.

Ours and the raw statement run in turn on one snapshot, each round for another day, so that nothing
is answered from memory; the median of seven rounds counts. Ours is the engine: the dated
definition and its parameters, the statement that it compiled before, the checks of the number.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from bench.measuring import Line, interleaved, seconds_of

REGION, AS_OF, ROUNDS = "990100", date(2025, 12, 31), 7
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
        " OR r.has_overseas_grant OR r.filed_on + INTERVAL 10 YEAR < $day)"
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
            return metrics.compute(catalogue[key], snapshot, question, known, divisions()).value

        def by_hand(statement: str = statement, later: Later = later) -> Decimal:
            found = raw.execute(statement, {"day": next(later[False])}).fetchone()
            return Decimal(str(found[0]))

        if (one := ours()) != (other := by_hand()):
            raise SystemExit(f"{key}: {one} is not {other}")
        seconds, floor = interleaved(ours, by_hand, ROUNDS)
        lines.append(Line(key, size, seconds, floor, "DuckDB SQL by hand"))
    everything = seconds_of(lambda: queries.figures(REGION, AS_OF))
    lines.append(Line(f"all {len(catalogue)} figures, first time", size, everything))
    return lines
