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
#: of what changed in a row, what may hold names of persons
NAME = "名称"


def shown_rows(rows: Iterable[Any], person: Any) -> list[Any]:
    """Return rows of a figure for ``person``: names masked, unpublished applications covered,
    and the received line for those only who may see origins."""
    found = list(rows)
    hidden, people = _kept_from(person, found)
    sees_origins = registry.sees_origins(person)
    return [
        _shown(row, person, (row.subject, row.subject_id) in hidden, sees_origins, people)
        for row in found
    ]


def shown_changes(changes: Iterable[Any], person: Any) -> list[Any]:
    """Return rows that differ between two snapshots for ``person``, as ``shown_rows`` does."""
    found = list(changes)
    hidden, people = _kept_from(person, found)
    shown = []
    for one in found:
        if (one.subject, one.subject_id) in hidden:
            one = replace(one, identifier=COVERED, name=COVERED, fields=())
        elif one.subject != "right":
            fields = tuple(
                (label, *(registry.shown_names(text, person, people) for text in texts))
                if label == NAME
                else (label, *texts)
                for label, *texts in one.fields
            )
            name = registry.shown_names(one.name, person, people)
            one = replace(one, name=name, fields=fields)
        shown.append(one)
    return shown


def _kept_from(person: Any, rows: list[Any]) -> tuple[set[tuple[str, int]], frozenset[str]]:
    """Return the records among ``rows`` that ``person`` may not see, and the persons' names.

    A right's title stands as it is; of anything else the name may be a person's.
    """
    hidden = {
        (subject, one)
        for subject in ("right", "event")
        for one in registry.hidden_of(
            subject, [row.subject_id for row in rows if row.subject == subject], person
        )
    }
    told = [row for row in rows if row.subject != "right"]
    names = [row.name for row in told]
    changed = [field for row in told for field in getattr(row, "fields", ())]
    names += [text for label, *texts in changed if label == NAME for text in texts]
    return hidden, registry.people_among(names, person)


def _shown(
    row: Any, person: Any, is_hidden: bool, sees_origins: bool, people: frozenset[str]
) -> Any:
    if not sees_origins:
        row = replace(row, file="", sheet="", row=None, batch_id=None)
    if is_hidden:
        return replace(row, identifier=COVERED, name=COVERED, amount=None)
    if row.subject == "right":
        return row
    return replace(row, name=registry.shown_names(row.name, person, people))
