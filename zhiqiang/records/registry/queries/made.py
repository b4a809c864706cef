"""From a received row to the facts that it made, and from facts to their rows, many at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from zhiqiang.records.registry.correctable import MODELS
from zhiqiang.records.registry.models import Provenance, Right, Subject
from zhiqiang.records.registry.queries.visibility import shown_name


@dataclass(frozen=True, slots=True)
class Made:
    """A fact that a row made, changed or confirmed; ``right_id`` or ``party_id`` leads to it."""

    subject: str
    label: str
    name: str
    note: str = ""
    right_id: int | None = None
    party_id: int | None = None
    subject_id: int = 0


@dataclass(frozen=True, slots=True)
class Origin:
    """The newest row that spoke of a fact."""

    batch_id: int
    file: str
    sheet: str
    row: int


def facts_of_row(batch_id: int, sheet: str, row: int, person: Any) -> list[Made]:
    """Return what became of a received row, as far as ``person`` may see it; rights first."""
    found = Provenance.objects.visible_to(person).filter(batch_id=batch_id, sheet=sheet, row=row)
    ids: dict[str, list[int]] = {}
    for subject, subject_id in found.order_by("id").values_list("subject", "subject_id"):
        ids.setdefault(subject, []).append(subject_id)
    out: list[Made] = []
    for subject in Subject.values:
        out += _facts(subject, ids.get(subject, ()), person)
    return out


def _facts(subject: str, ids: Sequence[int], person: Any) -> list[Made]:
    if not ids:
        return []
    label = str(Subject(subject).label)
    found = MODELS[subject].objects.visible_to(person).filter(pk__in=ids).order_by("pk")
    if subject == Subject.EVENT:
        found = found.select_related("right", "party")
    return [replace(_told(subject, label, one, person), subject_id=one.pk) for one in found]


def _told(subject: str, label: str, one: Any, person: Any) -> Made:
    match subject:
        case Subject.RIGHT:
            said = f"{one.get_kind_display()} {one.number}"
            return Made(subject, label, one.title, said, right_id=one.pk)
        case Subject.PARTY:
            name = shown_name(one, person)
            return Made(subject, label, name, one.get_kind_display(), party_id=one.pk)
        case Subject.EVENT:
            about = one.right.title if one.right else shown_name(one.party, person)
            said = f"{one.get_kind_display()}：{about}" if about else one.get_kind_display()
            party_id = None if one.right_id else one.party_id
            return Made(subject, label, said, str(one.happened_on), one.right_id, party_id)
        case Subject.DESIGNATION:
            return Made(subject, label, one.name, str(one.from_on), party_id=one.party_id)
        case Subject.PARTY_NAME:
            return Made(subject, label, one.name, str(one.until_on or ""), party_id=one.party_id)
        case Subject.ACTIVITY:
            return Made(subject, label, one.title, str(one.held_on))
        case Subject.BUDGET:
            return Made(subject, label, one.purpose, f"{one.body}，{one.year} 年")
        case _:
            return Made(subject, label, f"{one.year} 年", f"{one.value:f}")


def origins_of(subject: str, ids: Sequence[int], person: Any) -> dict[int, Origin]:
    """Return the newest row of each fact by its id; nothing for who may not see origins."""
    found = (
        Provenance.objects.visible_to(person)
        .filter(subject=subject, subject_id__in=list(ids))
        .order_by("batch_id", "id")
        .values_list("subject_id", "batch_id", "batch__file_name", "sheet", "row")
    )
    return {fact: Origin(*place) for fact, *place in found}


def classes_of(ids: Sequence[int], person: Any) -> dict[int, int]:
    """Return the class of each trademark among rights."""
    rights = Right.objects.visible_to(person).filter(pk__in=list(ids), nice_class__isnull=False)
    return dict(rights.values_list("pk", "nice_class"))
