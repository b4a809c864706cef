"""Join records with the lines of received sheets that they came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection

from zhiqiang.records.indicators.figures import RowView

AT_ONCE = 5_000

_PLACES = """
SELECT p.subject_id, b.file_name, p.sheet, p.row, p.batch_id
FROM registry_provenance p JOIN registry_batch b ON b.id = p.batch_id
WHERE p.subject = %s AND p.subject_id IN ({marks})
ORDER BY p.id
"""
_CODES = "SELECT id, credit_code FROM registry_party WHERE id IN ({marks})"


def with_places(rows: Sequence[Mapping[str, Any]], labels: Mapping[str, str]) -> list[RowView]:
    """Return rows of the engine with file, sheet and line; the latest line that spoke of each.

    A party is named by its credit code; what has no number of its own by its number in the register.
    """
    codes = _credit_codes([row["id"] for row in rows if row["subject"] == "party"])
    places: dict[tuple[str, int], tuple[Any, ...]] = {}
    for subject in {row["subject"] for row in rows}:
        ids = [row["id"] for row in rows if row["subject"] == subject]
        places |= {(subject, one[0]): one[1:] for one in _places(subject, ids)}
    out = []
    for row in rows:
        file, sheet, line, batch = places.get((row["subject"], row["id"]), ("", "", None, None))
        out.append(
            RowView(
                subject=row["subject"],
                subject_id=row["id"],
                identifier=row["identifier"]
                or (row["subject"] == "party" and codes.get(row["id"]))
                or f"台账第 {row['id']} 号",
                name=row["name"] or "",
                on=row["on"],
                amount=row["amount"],
                met=tuple(labels[key] for key in (row["met"] or "").split()),
                file=file,
                sheet=sheet,
                row=line,
                batch_id=batch,
            )
        )
    return out


def _places(subject: str, ids: Sequence[int]) -> Iterable[tuple[Any, ...]]:
    return _asked(_PLACES, [subject], ids)


def _credit_codes(ids: Sequence[int]) -> dict[int, str]:
    return dict(_asked(_CODES, [], ids))


def _asked(statement: str, first: list[str], ids: Sequence[int]) -> Iterable[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        for start in range(0, len(ids), AT_ONCE):
            some = ids[start : start + AT_ONCE]
            marks = ", ".join(["%s"] * len(some))
            cursor.execute(statement.format(marks=marks), [*first, *some])
            yield from cursor.fetchall()
