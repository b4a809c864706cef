"""Correct a field of a fact by hand: a new fact above what the lists say, with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.files import actions as files
from zhiqiang.records.journal.actions import write
from zhiqiang.records.registry.actions import applying, earlier
from zhiqiang.records.registry.correctable import Correctable, field_of
from zhiqiang.records.registry.models import HELD, Batch, CorrectionState, RecordCorrection
from zhiqiang.records.registry.queries.corrections import fact_of, mark_of

EVIDENCE = ("pdf", "docx", "xlsx", "jpg", "png")


class Overtaken(Refused):
    """Somebody else corrected the same field meanwhile; the message says who and to what."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What an official states: ``typed`` is the new value as it was typed.

    ``seen`` is ``queries.mark_of`` the field when the form was opened. ``valid_from``: from which
    day on it holds, where the field allows it; None: it was never otherwise.
    """

    typed: str
    reason: str
    seen: str
    valid_from: date | None = None


def correct_fact(
    person: Any,
    subject: str,
    subject_id: int,
    name: str,
    stated: Stated,
    evidence: tuple[Path, str] | None = None,
) -> RecordCorrection:
    """Correct one field of a fact that ``person`` may see; who may is for the caller to ask.

    The register carries the value from then on, and lists do not write over it; what they say
    stays beside it. Replaces an earlier correction of the field. Refuses, in words: a value that
    cannot be, one that stands there already, a missing reason; raises ``Overtaken`` where the
    field was corrected since the form was opened, ``NotFound`` for what ``person`` may not see.
    Journalled.
    """
    field = field_of(subject, name)
    reason = " ".join(stated.reason.split())
    if not reason:
        raise Refused("请写明更正的原因，如依据哪份文件、向谁核实。")
    text = field.read(stated.typed)
    if stated.valid_from is not None and not field.is_dated:
        raise Refused(f"{field.label}的更正不分日期，起始日请留空。")
    with transaction.atomic():
        earlier.one_at_a_time()
        fact = fact_of(subject, subject_id, person)
        held = _holding(subject, subject_id, name)
        _check_seen(field, fact, held, stated.seen)
        was = field.held(fact)
        if text == was:
            raise Refused(f"{field.label}现在就是“{field.shown(text)}”，不必更正。")
        before = applying.put(field, fact, text, stated.valid_from)
        text = field.held(fact)
        stored = files.accept(*evidence, EVIDENCE) if evidence else None
        by, now, newest = person.get_username(), timezone.now(), _newest_batch()
        listed = held.listed if held and held.state == CorrectionState.STANDING else was
        if held is not None:
            _end(held, CorrectionState.REPLACED, by, reason, newest)
        kept = RecordCorrection.objects.for_program("keeps a correction").create(
            subject=subject, subject_id=subject_id, field=name, value=text, listed=listed, was=was,
            refused=_refused(held, listed), valid_from=stated.valid_from, reason=reason[:500],
            evidence=stored, evidence_name=evidence[1][-255:] if evidence else "",
            as_identity=_other_identity(fact), before=before, state=CorrectionState.STANDING,
            made_by=by, made_at=now, made_after=newest,
        )  # fmt: skip
        # No values: a journal is read by those who may not read names of persons.
        told = {"field": field.label, "reason": reason}
        write(by, "correct_record", f"{subject}:{subject_id}", told)
    return kept


def withdraw_correction(person: Any, correction_id: int, reason: str) -> RecordCorrection:
    """Take a correction back: the register carries again what the lists say.

    Whoever may correct may do so. Refuses one that no longer holds, and one after which the
    holders of the right changed again. Journalled.
    """
    reason = " ".join(reason.split())
    if not reason:
        raise Refused("请写明撤回的原因。")
    with transaction.atomic():
        earlier.one_at_a_time()
        rows = RecordCorrection.objects.visible_to(person)
        found = rows.filter(pk=correction_id).first()
        if found is None:
            raise NotFound("没有这条更正。")
        if found.state != CorrectionState.STANDING:
            raise Refused(
                f"这条更正{found.get_state_display()}，不能撤回。请就现在的内容另作更正。"
            )
        field = field_of(found.subject, found.field)
        fact = fact_of(found.subject, found.subject_id, person)
        applying.take_out(field, fact, found.listed, found.before)
        by = person.get_username()
        _end(found, CorrectionState.WITHDRAWN, by, reason, _newest_batch())
        told = {
            "field": field.label,
            "before": found.value,
            "after": found.listed,
            "reason": reason,
        }
        write(by, "withdraw_record_correction", f"{found.subject}:{found.subject_id}", told)
    return found


def _holding(subject: str, subject_id: int, name: str) -> RecordCorrection | None:
    rows = RecordCorrection.objects.for_program("corrects a field once")
    return rows.filter(subject=subject, subject_id=subject_id, field=name, state__in=HELD).first()


def _check_seen(field: Correctable, fact: Any, held: RecordCorrection | None, seen: str) -> None:
    if seen == mark_of(field, fact, held):
        return
    now = field.shown(field.held(fact))
    if held is not None:
        at = timezone.localtime(held.made_at)
        who = f"{held.made_by} 已于 {at:%Y-%m-%d %H:%M} 把{field.label}更正为“{now}”，原因：{held.reason}"
    else:
        who = f"{field.label}已经变为“{now}”"
    raise Overtaken(
        f"您打开表单之后，{who}。您填写的内容还在下面，没有保存。请核对；仍要更正的，再次提交。"
    )


def _refused(held: RecordCorrection | None, listed: str) -> list[str]:
    return sorted({listed, *(held.refused if held else ())})


def _other_identity(fact: Any) -> str:
    other = applying.identity_of(fact)
    return other if other != fact.identity else ""


def _end(one: RecordCorrection, state: str, by: str, reason: str, newest: int) -> None:
    one.state, one.ended_by, one.ended_at = state, by, timezone.now()
    one.ended_reason, one.ended_after = reason[:500], newest
    one.save(update_fields=["state", "ended_by", "ended_at", "ended_reason", "ended_after"])


def _newest_batch() -> int:
    rows = Batch.objects.for_program("dates a correction")
    return rows.aggregate(newest=Max("pk"))["newest"] or 0
