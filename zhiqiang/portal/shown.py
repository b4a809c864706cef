"""Rows behind figures as a person may see them: what is not theirs to read is covered.

A figure counts every record, so a row that somebody may not see keeps its place in the list and
its day; what would tell what it is does not appear.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from zhiqiang.records.registry import queries as registry

COVERED = "（尚未公布）"


def shown_rows(rows: Iterable[Any], person: Any) -> list[Any]:
    """Return rows of a figure for ``person``: names masked, unpublished applications covered,
    and the received line for those only who may see origins."""
    found = list(rows)
    hidden = {
        (subject, one)
        for subject in ("right", "event")
        for one in registry.hidden_of(
            subject, [row.subject_id for row in found if row.subject == subject], person
        )
    }
    sees_origins = registry.sees_origins(person)
    people = registry.people_among([row.name for row in found if row.subject != "right"], person)
    return [
        _shown(row, person, (row.subject, row.subject_id) in hidden, sees_origins, people)
        for row in found
    ]


def _shown(
    row: Any, person: Any, is_hidden: bool, sees_origins: bool, people: frozenset[str]
) -> Any:
    if not sees_origins:
        row = replace(row, file="", sheet="", row=None, batch_id=None)
    if is_hidden:
        return replace(row, identifier=COVERED, name=COVERED, amount=None)
    # A right's title stands as it is; of anything else the name may be a person's.
    if row.subject == "right":
        return row
    return replace(row, name=registry.shown_names(row.name, person, people))
