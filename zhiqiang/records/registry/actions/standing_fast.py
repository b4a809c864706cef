"""Corrections stand fast when lists come: held against old values, resolved by the right one."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from zhiqiang.kernel.finding import Finding, Severity
from zhiqiang.kernel.place import Cell
from zhiqiang.records.registry.actions.staging import TABLE, rows_of, run
from zhiqiang.records.registry.correctable import MODELS, Correctable, field_of
from zhiqiang.records.registry.models import HELD, Batch, CorrectionState, RecordCorrection

#: the states of corrections that the register carries, for statements
HELD_LISTED = ", ".join(f"'{one}'" for one in HELD)
_CORRECTIONS = "registry_record_correction"


def know_by_corrected_identity(subject: str) -> None:
    """Let rows that print a corrected day or name find the fact that was corrected to it.

    Not where the list prints the fact as it was before as well: then it speaks of two.
    """
    if not _is_corrected(subject):
        return
    table = MODELS[subject]._meta.db_table
    run(
        f"UPDATE {TABLE} SET identity = c.identity FROM (SELECT c.as_identity, "
        f"MIN(f.identity) AS identity FROM {_CORRECTIONS} c JOIN {table} f ON f.id = c.subject_id "
        f"WHERE c.subject = '{subject}' AND c.state IN ({HELD_LISTED}) AND c.as_identity <> '' "
        "AND NOT EXISTS (SELECT 1 FROM "
        f"{table} o WHERE o.identity = c.as_identity) AND f.identity NOT IN "
        f"(SELECT identity FROM {TABLE} WHERE identity IS NOT NULL) GROUP BY c.as_identity) AS c "
        f"WHERE {TABLE}.identity = c.as_identity"
    )


def stand_fast(subject: str, file: str) -> list[Finding]:
    """Compare staged rows, whose facts are known, with what was corrected of those facts.

    The value that the list had before is not taken again; the corrected value resolves the
    correction; any other is not taken either, and a finding names all three.
    """
    findings: list[Finding] = []
    for name in _corrected_fields(subject):
        field = field_of(subject, name)
        sql = (
            f"SELECT c.id, s.seq, s.sheet, s.row_number, s.{field.column} FROM {TABLE} s "
            f"JOIN {_CORRECTIONS} c ON c.subject_id = s.target_id WHERE c.subject = %s "
            f"AND c.field = %s AND c.state IN ({HELD_LISTED}) AND s.is_lead = 1 "
            f"AND s.{field.column} IS NOT NULL ORDER BY s.seq"
        )
        # A row that makes an event has to have its day.
        unset = "happened_on" if field.column == "happened_on" else ""
        findings += _judge(field, rows_of(sql, subject, name), file, unset)
    if subject == "event" and "granted_on" in _corrected_fields("right"):
        sql = (
            f"SELECT c.id, s.seq, s.sheet, s.row_number, s.happened_on FROM {TABLE} s "
            f"JOIN {_CORRECTIONS} c ON c.subject_id = s.right_id WHERE c.subject = 'right' "
            f"AND c.field = 'granted_on' AND c.state IN ({HELD_LISTED}) AND s.is_lead = 1 "
            "AND s.kind IN ('grant', 'registration') ORDER BY s.seq"
        )
        findings += _judge(field_of("right", "granted_on"), rows_of(sql), file, "happened_on")
    return findings


def _is_corrected(subject: str) -> bool:
    rows = RecordCorrection.objects.for_program("holds corrections against a list")
    return rows.filter(subject=subject, state__in=HELD).exclude(as_identity="").exists()


def _corrected_fields(subject: str) -> list[str]:
    rows = RecordCorrection.objects.for_program("holds corrections against a list")
    found = rows.filter(subject=subject, state__in=HELD).values_list("field", flat=True)
    return sorted(set(found.order_by()))


def _judge(field: Correctable, found: list[tuple[Any, ...]], file: str, day: str) -> list[Finding]:
    ids = {row[0] for row in found}
    rows = RecordCorrection.objects.for_program("holds corrections against a list")
    known = rows.in_bulk(list(ids))
    findings = []
    for pk, seq, sheet, row_number, value in found:
        one, text = known[pk], field.text(value)
        place = Cell(file, sheet, row_number)
        if field.meant(text) == field.meant(one.value):
            if one.state == CorrectionState.STANDING:
                findings.append(_resolve(one, field, place))
            continue
        if field.meant(text) not in {field.meant(told) for told in one.refused}:
            if one.state == CorrectionState.RESOLVED:
                continue  # Lists speak for this field again, but for what is known to be wrong.
            findings.append(_contradict(one, field, text, place))
        if day:
            run(
                f"UPDATE {TABLE} SET {day} = %s WHERE seq = %s",
                _day_of(field, one), seq,
            )  # fmt: skip
        else:
            run(f"UPDATE {TABLE} SET {field.column} = NULL WHERE seq = %s", seq)
    return findings


def _day_of(field: Correctable, one: RecordCorrection) -> str | None:
    """Return the day that the register carries, which a later list may have set."""
    fact = MODELS[one.subject].objects.for_program("holds a correction").get(pk=one.subject_id)
    return field.held(fact) or one.listed or None


def _resolve(one: RecordCorrection, field: Correctable, place: Cell) -> Finding:
    batch = Batch.objects.for_program("resolves a correction").order_by("-pk").first()
    one.state, one.ended_at, one.ended_batch = CorrectionState.RESOLVED, timezone.now(), batch
    one.ended_by, one.ended_after = batch.actor if batch else "", batch.pk if batch else 0
    one.save(update_fields=["state", "ended_at", "ended_batch", "ended_by", "ended_after"])
    message = f"本行的{field.label}与{_said(one, field)}一致，这条更正随之办结。"
    return Finding(Severity.NOTICE, "correction_resolved", message, cell=place)


def _contradict(one: RecordCorrection, field: Correctable, text: str, place: Cell) -> Finding:
    before = field.shown(one.listed)
    one.listed, one.refused = text, sorted({*one.refused, text})
    one.save(update_fields=["listed", "refused"])
    message = (
        f"本行的{field.label}为“{field.shown(text)}”，与{_said(one, field)}不同，"
        f"也与清单原来所载“{before}”不同。仍以更正为准，请核对后决定是否撤回更正。"
    )
    return Finding(Severity.WARNING, "correction_contradicted", message, cell=place)


def _said(one: RecordCorrection, field: Correctable) -> str:
    day = timezone.localtime(one.made_at).date()
    return f"{one.made_by} 于 {day} 更正的“{field.shown(one.value)}”"
