"""What officials corrected, beside what the lists say."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from zhiqiang.kernel.errors import NotFound
from zhiqiang.records.registry.correctable import MODELS, Correctable
from zhiqiang.records.registry.models import HELD, RecordCorrection, Subject


def mark_of(field: Correctable, fact: Any, held: RecordCorrection | None) -> str:
    """Return what tells whether a field was corrected since somebody looked at it.

    A digest: it goes through pages of those who may not read the value.
    """
    return sha256(f"{held.pk if held else 0}:{field.held(fact)}".encode()).hexdigest()


def corrections_of(
    subject: str, ids: Sequence[int], person: Any, is_holding: bool = False
) -> list[RecordCorrection]:
    """Return the corrections of facts as far as ``person`` may see them, oldest first.

    ``is_holding``: only those that the register carries.
    """
    rows = RecordCorrection.objects.visible_to(person).filter(
        subject=subject, subject_id__in=list(ids)
    )
    if is_holding:
        rows = rows.filter(state__in=HELD)
    return list(rows.select_related("evidence").order_by("id"))


def correction(correction_id: int, person: Any) -> RecordCorrection | None:
    """Return one correction, None where there is none for ``person``."""
    rows = RecordCorrection.objects.visible_to(person).select_related("evidence")
    return rows.filter(pk=correction_id).first()


def held_correction(
    subject: str, subject_id: int, name: str, person: Any
) -> RecordCorrection | None:
    """Return the correction of a field that the register carries, if there is one."""
    found = corrections_of(subject, [subject_id], person, is_holding=True)
    return next((one for one in found if one.field == name), None)


def fact_of(subject: str, subject_id: int, person: Any) -> Any:
    """Return a fact of any kind that ``person`` may see, or raise ``NotFound``."""
    model = MODELS.get(subject)
    found = model and model.objects.visible_to(person).filter(pk=subject_id).first()
    if not found:
        raise NotFound("没有这条记录，或者不对您显示。")
    return found


def subject_label(subject: str) -> str:
    """Return what a kind of fact is called."""
    return str(Subject(subject).label)
