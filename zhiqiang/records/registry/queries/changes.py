"""Every change of every field of a right and its events: when it became known, from where, by whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from zhiqiang.records.registry.correctable import MODELS, Correctable, fields_of
from zhiqiang.records.registry.models import (
    Batch,
    CorrectionState,
    EarlierRow,
    Event,
    Party,
    Provenance,
    RecordCorrection,
    Right,
)
from zhiqiang.records.registry.queries.corrections import corrections_of
from zhiqiang.records.registry.queries.origins import batches as visible_batches
from zhiqiang.records.registry.queries.visibility import shown_text

Texts = dict[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one fact became known to be ``after``; empty texts are nothing.

    ``about`` names the event where it is not the right itself. Either a row of a batch said so, or
    a correction, which ``correction_id`` names.
    """

    known_at: datetime
    field: Correctable
    before: str
    after: str
    by: str
    about: str = ""
    batch: Batch | None = None
    sheet: str = ""
    row: int | None = None
    correction_id: int | None = None
    is_withdrawal: bool = False


@dataclass(frozen=True, slots=True)
class _Happening:
    """Something after which a fact was another; ``order`` puts batches and corrections in a row."""

    order: tuple[int, int, int]
    fact_id: int
    batch: Batch | None = None
    earlier: Texts | None = None
    correction: RecordCorrection | None = None
    is_end: bool = False


def changes_of(right: Right, person: Any) -> list[Change]:
    """Return what changed in a right and its events, newest first, as ``person`` may see it.

    Told from the rows that imports kept as they were, and from corrections: exact, whatever a list
    printed. An import that was undone has left no change.
    """
    events = list(Event.objects.visible_to(person).filter(right_id=right.pk))
    found = [*_changes("right", [right], person), *_changes("event", events, person)]
    return sorted(found, key=lambda one: one.known_at, reverse=True)


def changes_of_party(party: Party, person: Any) -> list[Change]:
    """Return what changed in what is known of a party, newest first, as ``person`` may see it."""
    found = [
        replace(
            one,
            before=shown_text(party, one.field.name, one.before, person),
            after=shown_text(party, one.field.name, one.after, person),
        )
        for one in _changes("party", [party], person)
    ]
    return sorted(found, key=lambda one: one.known_at, reverse=True)


def _changes(subject: str, facts: Sequence[Any], person: Any) -> Iterator[Change]:
    if not facts:
        return
    fields, ids = fields_of(subject), [one.pk for one in facts]
    happenings: dict[int, list[_Happening]] = {}
    for one in [*_by_batches(subject, ids, fields, person), *_by_hand(subject, ids, person)]:
        happenings.setdefault(one.fact_id, []).append(one)
    rows = Provenance.objects.visible_to(person).filter(subject=subject, subject_id__in=ids)
    places = {
        (fact, batch): (sheet, row)
        for fact, batch, sheet, row in rows.order_by("-id").values_list(
            "subject_id", "batch_id", "sheet", "row"
        )
    }
    for fact in facts:
        about = fact.get_kind_display() if subject == "event" else ""
        now = {field.name: field.held(fact) for field in fields}
        for one in sorted(happenings.get(fact.pk, ()), key=lambda one: one.order, reverse=True):
            yield from _told(one, now, fields, about, places)


def _told(
    one: _Happening, now: Texts, fields: Sequence[Correctable], about: str,
    places: dict[tuple[int, int], tuple[str, int]],
) -> Iterator[Change]:  # fmt: skip
    """Give what one happening changed, and make ``now`` what it was before it."""
    if one.correction is not None:
        made = one.correction
        field = next(field for field in fields if field.name == made.field)
        before = made.value if one.is_end else made.was
        at, by = (made.ended_at, made.ended_by) if one.is_end else (made.made_at, made.made_by)
        assert at is not None
        yield Change(at, field, before, now[field.name], by, about,
                     correction_id=made.pk, is_withdrawal=one.is_end)  # fmt: skip
        now[field.name] = before
        return
    assert one.batch is not None and one.earlier is not None
    sheet, row = places.get((one.fact_id, one.batch.pk), ("", None))
    for field in fields:
        before, after = one.earlier.get(field.name, ""), now[field.name]
        if before != after:
            yield Change(one.batch.taken_over_at, field, before, after, one.batch.actor, about,
                         one.batch, sheet, row)  # fmt: skip
        now[field.name] = before


def _by_batches(
    subject: str, ids: Sequence[int], fields: Sequence[Correctable], person: Any
) -> Iterator[_Happening]:
    """Give the imports that made or changed facts, with what each was before."""
    table = MODELS[subject]._meta.db_table
    kept = EarlierRow.objects.visible_to(person).filter(place=table, row_id__in=ids)
    for one in kept.select_related("batch"):
        texts = {field.name: field.text(one.row.get(field.attribute)) for field in fields}
        yield _Happening((one.batch_id, 0, 0), one.row_id, one.batch, texts)
    rows = Provenance.objects.visible_to(person).filter(subject=subject, subject_id__in=ids)
    said = rows.values("batch_id")
    for batch in visible_batches(person).filter(pk__in=said, undone_at=None):
        first, last = batch.made.get(table, (0, -1))
        for pk in ids:
            if first <= pk <= last:
                yield _Happening((batch.pk, -1, 0), pk, batch, {})


def _by_hand(subject: str, ids: Sequence[int], person: Any) -> Iterator[_Happening]:
    for one in corrections_of(subject, ids, person):
        yield _Happening((one.made_after, 1, 2 * one.pk), one.subject_id, correction=one)
        if one.state == CorrectionState.WITHDRAWN:
            order = (one.ended_after, 1, 2 * one.pk + 1)
            yield _Happening(order, one.subject_id, correction=one, is_end=True)
