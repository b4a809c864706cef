"""Compute indicators, beside SQL written by hand for the same files and the same result.

Ours and the raw statement run in turn on one snapshot; the median of seven rounds counts. Ours
includes finding the definition, its dated version and its parameters, and saying what it rests on.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from bench.measuring import Line, interleaved

REGION, AS_OF, ROUNDS = "990100", date(2025, 12, 31), 7

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

    from zhiqiang.engines.lake import Lake
    from zhiqiang.records.indicators import queries

    lake = Lake(settings.HOME / "lake")
    raw = duckdb.connect()
    for name, state in lake.manifest().tables.items():
        files = ", ".join(f"'{lake.root / file.path}'" for file in state.files)
        raw.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet([{files}])")  # noqa: S608
    lines = []
    for key, statement in BY_HAND.items():

        def ours(key: str = key) -> Decimal | None:
            return queries.figure(key, REGION, AS_OF).value

        def by_hand(statement: str = statement) -> Decimal:
            found = raw.execute(statement, {"day": AS_OF}).fetchone()
            return Decimal(str(found[0]))

        if ours() != by_hand():
            raise SystemExit(f"{key}: {ours()} is not {by_hand()}")
        seconds, floor = interleaved(ours, by_hand, ROUNDS)
        lines.append(Line(key, size, seconds, floor, "DuckDB SQL by hand"))
    return lines
