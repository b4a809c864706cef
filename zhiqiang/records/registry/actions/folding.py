"""Several rows of one file about one thing: fold them, and say which contradict or repeat others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any

from django.db import connection

from zhiqiang.kernel.finding import Finding
from zhiqiang.records.registry.actions.staging import TABLE, Stage, run

Row = dict[str, Any]
Contradiction = Callable[[Row, list[str]], Finding]
Repetition = Callable[[Row, Row], Finding | None]


def fold(
    stage: Stage,
    contradicts: Contradiction,
    repeats: Repetition,
    document: str = "",
    blank: Sequence[str] = (),
) -> Iterator[Finding]:
    """Fold the staged rows that share an identity; later cells win over earlier ones.

    ``document`` names a column that tells documents of one right apart: rows of different
    documents complete each other, rows of the same one contradict. Columns in ``blank`` are about
    the row itself and are not compared.
    """
    run(f"CREATE INDEX registry_stage_identity ON {TABLE} (identity)")
    names = [name for name in stage.fields if name not in blank]
    folded: list[tuple[Any, ...]] = []
    marks: list[tuple[int, int, int]] = []
    for rows in _groups(stage):
        merged = dict(rows[0])
        latest: dict[Any, Row] = {rows[0].get(document): rows[0]}
        marks.append((1, 0, rows[0]["seq"]))
        for row in rows[1:]:
            given = [name for name in names if row[name] is not None]
            adds = [name for name in given if row[name] != merged[name]]
            before = latest.get(row.get(document))
            if before is not None:
                against = [n for n in adds if before[n] is not None and before[n] != row[n]]
                if against:
                    yield contradicts(row, against)
                elif all(row[name] == before[name] for name in names):
                    said = repeats(row, before)
                    if said is not None:
                        yield said
            latest[row.get(document)] = row
            merged.update({name: row[name] for name in given})
            marks.append((0, int(bool(adds)), row["seq"]))
        folded.append(_folded(stage, merged))
        if len(marks) >= 5_000:
            _store(stage, folded, marks)
    _store(stage, folded, marks)


def _groups(stage: Stage) -> Iterator[list[Row]]:
    """Give the rows of every identity that stands more than once, in order of the file."""
    sql = (
        f"SELECT {', '.join(stage.names)} FROM {TABLE} WHERE identity IN "
        f"(SELECT identity FROM {TABLE} GROUP BY identity HAVING COUNT(*) > 1) "
        "ORDER BY identity, seq"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)
        found = [dict(zip(stage.names, row, strict=True)) for row in cursor.fetchall()]
    for _, rows in groupby(found, key=lambda row: row["identity"]):
        yield list(rows)


def _folded(stage: Stage, merged: Row) -> tuple[Any, ...]:
    row = merged | {"seq": stage.next_seq(), "is_row": 0, "is_lead": 1, "is_first": 0}
    return tuple(row[name] for name in stage.names)


def _store(stage: Stage, folded: list[tuple[Any, ...]], marks: list[tuple[int, int, int]]) -> None:
    stage.insert(folded)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {TABLE} SET is_lead = 0, is_first = %s, adds = %s WHERE seq = %s", marks
        )
    folded.clear()
    marks.clear()


def name_outcomes() -> None:
    """Of rows without an outcome, call new what has no target yet, and the others the same."""
    run(
        f"UPDATE {TABLE} SET outcome = CASE WHEN target_id IS NULL THEN 'new' ELSE 'same' END "
        "WHERE is_lead = 1 AND outcome IS NULL"
    )


def spread_outcomes() -> None:
    """Give the rows of a folded group their outcome: the first that of the group."""
    run(
        f"UPDATE {TABLE} SET target_id = lead.target_id, outcome = CASE "
        f"WHEN {TABLE}.is_first = 1 THEN lead.outcome "
        f"WHEN {TABLE}.adds = 1 AND lead.outcome <> 'same' THEN 'changed' ELSE 'same' END "
        f"FROM {TABLE} AS lead WHERE lead.identity = {TABLE}.identity AND lead.is_lead = 1 "
        f"AND lead.is_row = 0 AND {TABLE}.is_lead = 0 AND {TABLE}.outcome IS NULL"
    )
