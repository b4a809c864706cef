"""A landscape page of 12 charts over the hits of a search, beside SQL written by hand for the same.

A fifth of the rights are hits, in the field and five branches. Both sides begin with the file of
hits and the files of the snapshot: build what is counted, then ask twelve questions of it; they run
in turn and must give the same numbers. What a reader waits for is the kept run; that stands apart.
"""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

from bench.measuring import Line, interleaved, seconds_of
from bench.register import publish

ROUNDS, BRANCHES, REGION, AS_OF = 5, 5, "990101", date(2025, 12, 31)
CHARTS = (
    "trend", "life_cycle", "regions", "applicants", "branches", "branch_years", "crossed", "states",
    "uses", "strengths", "concentration", "newcomers",
)  # fmt: skip
_CORPUS = """
CREATE OR REPLACE TEMP TABLE c AS
SELECT r.id, r.kind, year(r.filed_on) AS year, r.holder_id AS party, r.region_code AS place,
       starts_with(r.region_code, '990101') AS is_local, CASE WHEN s.holds THEN 3 WHEN s.doubtful THEN 1
       WHEN s.begun OR r.granted_on <= $day THEN 0 ELSE 2 END AS state
FROM rights r LEFT JOIN (
    SELECT right_id, bool_or(NOT e AND from_on <= $day AND (until_on IS NULL OR until_on > $day)) AS holds,
           bool_or(e) AS doubtful, bool_or(NOT e AND from_on <= $day) AS begun
    FROM (SELECT *, coalesce(from_on = until_on, false) AS e FROM in_force) GROUP BY right_id
) s ON s.right_id = r.id
WHERE r.id IN (SELECT right_id FROM hits WHERE branch = 0) AND r.filed_on IS NOT NULL
  AND r.kind IN ('invention', 'utility_model') AND r.filed_on BETWEEN DATE '1985-01-01' AND $day"""
_MEMBERS = """
CREATE OR REPLACE TEMP TABLE m AS
SELECT DISTINCT h.branch, h.right_id AS id FROM hits h WHERE h.right_id IN (SELECT id FROM c)"""
_COLUMNS = "count(*) AS total, count(*) FILTER (kind = 'invention') AS invention"
_LIVE = "count(*) FILTER (state = 3) AS in_force, count(*) FILTER (year > year($day) - 5) AS recent"
_PARTIES = "count(DISTINCT party) AS parties"
BY_HAND = {
    "trend": f"SELECT year, {_COLUMNS} FROM c GROUP BY year ORDER BY year",
    "life_cycle": f"SELECT year, {_COLUMNS}, {_PARTIES} FROM c GROUP BY year ORDER BY year",
    "regions": f"SELECT place, {_COLUMNS}, {_LIVE}, {_PARTIES} FROM c GROUP BY place ORDER BY 2 DESC, 1",
    "applicants": f"""SELECT * FROM (SELECT *, rank() OVER (ORDER BY total DESC) AS rank, count(*) OVER () AS n
        FROM (SELECT party, {_COLUMNS}, {_LIVE}, min(year), max(year) FROM c GROUP BY party))
        ORDER BY total DESC, party LIMIT 50""",
    "branches": f"""SELECT branch, {_COLUMNS}, {_LIVE}, {_PARTIES} FROM m JOIN c USING (id)
        GROUP BY branch ORDER BY branch""",
    "branch_years": """SELECT branch, year, count(*) AS total FROM m JOIN c USING (id) WHERE branch <> 0
        GROUP BY branch, year ORDER BY 1, 2""",
    "crossed": """SELECT a.branch, b.branch, count(*) AS total FROM m a JOIN m b ON a.id = b.id
        AND a.branch < b.branch WHERE a.branch <> 0 GROUP BY 1, 2 ORDER BY 1, 2""",
    "states": "SELECT kind, state, count(*) AS total FROM c GROUP BY 1, 2 ORDER BY 1, 2",
    "uses": """SELECT year(happened_on) AS year, count(*) FILTER (kind = 'transfer') AS transfer,
        count(*) FILTER (kind = 'licence'), count(*) FILTER (kind = 'pledge') FROM events
        WHERE kind IN ('transfer', 'licence', 'pledge') AND happened_on <= $day
        AND right_id IN (SELECT id FROM c) GROUP BY 1 ORDER BY 1""",
    "strengths": """SELECT branch, count(*) AS total, count(*) FILTER (is_local) AS local,
        (SELECT count(*) FROM c), (SELECT count(*) FROM c WHERE is_local)
        FROM m JOIN c USING (id) WHERE branch <> 0 GROUP BY branch ORDER BY branch""",
    "concentration": """SELECT branch, sum(n) AS total, count(*), sum(n) FILTER (p <= 4), sum(n * n) FROM (
        SELECT branch, n, row_number() OVER (PARTITION BY branch ORDER BY n DESC, party) AS p FROM (
        SELECT branch, party, count(*) AS n FROM m JOIN c USING (id) GROUP BY 1, 2)) GROUP BY 1 ORDER BY 1""",
    "newcomers": """SELECT year, count(*) AS active, count(*) FILTER (year = first) FROM (
        SELECT DISTINCT party, year FROM c) JOIN (SELECT party, min(year) AS first FROM c GROUP BY 1)
        USING (party) GROUP BY year ORDER BY year""",
}
#: the column in which both sides have to agree
_SAME = {"uses": "transfer", "newcomers": "active"}


def measure(size: int) -> list[Line]:
    """Make a lake and hits, then ask both sides in turn."""
    from django.conf import settings

    from zhiqiang.domains.landscapes.counting import Hits, analysed, counted, write_hits
    from zhiqiang.records.files.actions import hash_of
    from zhiqiang.records.indicators import queries

    home = Path(settings.HOME)
    publish(home / "lake", size)
    snapshot = queries.open_snapshot()
    path, shelf = home / "hits.parquet", home / "landscapes"
    field = range(5, size + 1, 5)
    write_hits({0: field, **{nth: field[:: nth + 1] for nth in range(1, BRANCHES + 1)}}, path)
    hits, rules = Hits(path, hash_of(path)), _rules()
    told: dict[str, Any] = {}

    def ours() -> None:
        shutil.rmtree(shelf, ignore_errors=True)
        opened = counted(snapshot, hits, rules, shelf)
        told["ours"] = analysed(opened, rules, CHARTS)
        opened.close()

    raw = _by_hand(home / "lake", path, told)
    ours(), raw()
    _compare(told)
    mine, theirs = interleaved(ours, raw, ROUNDS)
    opened = counted(snapshot, hits, rules, shelf)
    again = min(seconds_of(lambda: analysed(opened, rules, CHARTS)) for _ in range(ROUNDS))
    what = f"12 charts over {len(field):,} hits"
    return [
        Line(f"{what}, corpus and all", size, mine, theirs, "DuckDB SQL by hand"),
        Line(f"{what}, corpus built before", size, again),
    ]


def _rules() -> Any:
    from zhiqiang.domains.landscapes.counting import Rules

    kinds = ("invention", "utility_model")
    return Rules("application", kinds, "filed_on", date(1985, 1, 1), AS_OF, AS_OF, REGION)


def _by_hand(lake: Path, hits: Path, told: dict[str, Any]) -> Any:
    import duckdb

    from zhiqiang.engines.lake import manifest

    tables = {
        name: [str(lake / file.path) for file in state.files]
        for name, state in manifest.read(lake).tables.items()
    } | {"hits": [str(hits)]}

    def ask() -> None:
        with duckdb.connect(":memory:") as database:
            for name in ("rights", "in_force", "events", "hits"):
                files = ", ".join(f"'{path}'" for path in tables[name])
                database.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet([{files}])")
            database.execute(_CORPUS, {"day": AS_OF})
            database.execute(_MEMBERS)
            told["raw"] = {key: _rows(database, statement) for key, statement in BY_HAND.items()}

    return ask


def _rows(database: Any, statement: str) -> list[dict[str, Any]]:
    asked = database.execute(statement, {"day": AS_OF} if "$day" in statement else None)
    names = [column[0] for column in asked.description]
    return [dict(zip(names, row, strict=True)) for row in asked.fetchall()]


def _compare(told: dict[str, Any]) -> None:
    for key in CHARTS:
        column = _SAME.get(key, "total")
        mine, raw = ([row[column] for row in told[side][key]] for side in ("ours", "raw"))
        assert mine == raw and mine, f"{key}: {mine[:5]} {raw[:5]}"
