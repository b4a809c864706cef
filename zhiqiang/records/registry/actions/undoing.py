"""Take an import back: the register becomes what it would be had the file never come."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.journal.actions import write
from zhiqiang.records.registry.actions import earlier, merging
from zhiqiang.records.registry.actions.earlier import KEPT, MODELS, TABLES, restore
from zhiqiang.records.registry.actions.recording import cases_on
from zhiqiang.records.registry.actions.staging import rows_of, run
from zhiqiang.records.registry.correctable import MODELS as FACTS
from zhiqiang.records.registry.correctable import field_of
from zhiqiang.records.registry.models import (
    HELD,
    Batch,
    CorrectionState,
    EarlierRow,
    PartyMatch,
    RecordCorrection,
)

#: says in Chinese what outside the register leans on a batch
Leaning = Callable[[Batch], Iterable[str]]
#: so many batches that lean on one are named
NAMED = 3


def _nothing(_batch: Batch) -> Iterable[str]:
    return ()


def undo_import(batch_id: int, actor: str, leaning: Leaning = _nothing) -> Batch:
    """Undo one import, whole or not at all.

    Officials do this. What the import added goes, what it changed or removed comes back as it was;
    the received file, its cells, the findings and the batch itself stay, marked as undone. The
    journal tells of it. Refused with the reason while anything leans on the import: a later one
    that changed, confirmed or refers to the same rows, a second import of the same file, or what
    ``leaning`` says. Raises ``NotFound`` for a batch that there is none of.
    """
    with transaction.atomic():
        earlier.one_at_a_time()
        batch = Batch.objects.for_program("undoes an import").filter(pk=batch_id).first()
        if batch is None:
            raise NotFound(f"没有第 {batch_id} 号导入批次。")
        check_undo(batch, leaning)
        removed, restored = _take_back(batch)
        batch.undone_at, batch.undone_by = timezone.now(), actor
        batch.save(update_fields=["undone_at", "undone_by"])
        detail = {
            "source": batch.source,
            "file": batch.file_name,
            "removed": removed,
            "restored": restored,
        }
        write(actor, "undo_import", f"batch:{batch.pk}", detail)
    return batch


def check_undo(batch: Batch, leaning: Leaning = _nothing) -> None:
    """Raise ``Refused`` with every reason why a batch cannot be undone."""
    reasons = list(reasons_against(batch, leaning))
    if reasons:
        raise Refused(f"第 {batch.pk} 号批次不能撤销：{'；'.join(reasons)}。")


def _take_back(batch: Batch) -> tuple[int, int]:
    """Remove what the batch added, put back what it changed; return how many rows of each."""
    removed = 0
    if "registry_party" in batch.made:
        merging.forget_parties(*batch.made["registry_party"])
    for table in TABLES:
        if table in batch.made:
            removed += run(f"DELETE FROM {table} WHERE id BETWEEN %s AND %s", *batch.made[table])
    kept = EarlierRow.objects.for_program("undoes an import").filter(batch=batch)
    for table in reversed(TABLES):
        restore(batch.pk, table)
    merging.settle(batch)
    restored, _ = kept.delete()
    return removed, restored


def reasons_against(batch: Batch, leaning: Leaning = _nothing) -> Iterable[str]:
    """Say in Chinese why a batch cannot be undone; nothing where it can."""
    if batch.undone_at is not None:
        day = timezone.localtime(batch.undone_at)
        yield f"它已于 {day:%Y-%m-%d %H:%M} 由 {batch.undone_by} 撤销，不必再撤"
        return
    later = Batch.objects.for_program("undoes an import").filter(pk__gt=batch.pk, undone_at=None)
    ways = (
        ("改动过它登记或改动的记录", set(_changed(batch))),
        ("引用了它新增的记录", set(_referred(batch, later))),
        ("确认过它登记或改动的记录", set(_confirmed(batch))),
        (
            "接收的是同一份文件",
            set(later.filter(file_id=batch.file_id, source=batch.source).values_list("pk", flat=True)),
        ),
    )  # fmt: skip
    told: set[int] = set()
    for word, found in ways:
        new = sorted(found - told)
        told |= found
        if new:
            yield f"{_named(new)}{word}，请先撤销后来的批次"
    yield from merging.leaning(batch)
    yield from _corrected(batch)
    if cases := cases_on(batch.made):
        told_cases = "、".join(cases[:NAMED]) + (
            f"等 {len(cases)} 件" if len(cases) > NAMED else ""
        )
        yield f"办件 {told_cases}已就它新增的记录作了登记"
    yield from leaning(batch)


def _named(ids: list[int]) -> str:
    files = dict(
        Batch.objects.for_program("undoes an import")
        .filter(pk__in=ids[:NAMED])
        .values_list("pk", "file_name")
    )
    listed = "、".join(f"第 {pk} 号批次（{files[pk]}）" for pk in ids[:NAMED])
    return f"{listed}等 {len(ids)} 个批次" if len(ids) > NAMED else listed


def _changed(batch: Batch) -> Iterable[int]:
    """Give the later batches that changed or removed a row which this one added or changed."""
    added = [
        f"(l.place = '{table}' AND l.row_id BETWEEN {int(first)} AND {int(last)})"
        for table, (first, last) in batch.made.items()
    ]
    same = (
        f"EXISTS (SELECT 1 FROM {KEPT} m WHERE m.batch_id = %s AND m.place = l.place "
        "AND m.row_id = l.row_id)"
    )
    found = rows_of(
        f"SELECT DISTINCT l.batch_id FROM {KEPT} l WHERE l.batch_id > %s "
        f"AND ({' OR '.join([same, *added])})",
        batch.pk,
        batch.pk,
    )
    return (int(pk) for (pk,) in found)


def _referred(batch: Batch, later: Iterable[Batch]) -> Iterable[int]:
    """Give the first later batch for each way to refer to a row which this one added."""
    for model in MODELS:
        table = model._meta.db_table
        for field in model._meta.concrete_fields:
            other = field.related_model
            made = batch.made.get(other._meta.db_table) if isinstance(other, type) else None
            # Why a name was taken for a party is told of the party, and goes with it.
            if not made or (model, field.name) == (PartyMatch, "party"):
                continue
            # Rows that were there before can only have come to refer to it by a change.
            own_last = batch.made.get(table, [0, 0])[1]
            found = rows_of(
                f"SELECT MIN(id) FROM {table} WHERE {field.column} BETWEEN %s AND %s AND id > %s",
                *made,
                own_last,
            )
            first = found[0][0]
            for one in later if first is not None else ():
                low, high = one.made.get(table, [0, -1])
                if low <= first <= high:
                    yield one.pk


def _confirmed(batch: Batch) -> Iterable[int]:
    """Give the later batches that state a fact which this one added or changed."""
    for subject, model in FACTS.items():
        table = model._meta.db_table
        found = rows_of(
            "SELECT DISTINCT p.batch_id FROM registry_provenance p "
            f"JOIN {KEPT} m ON m.row_id = p.subject_id "
            "WHERE m.batch_id = %s AND m.place = %s AND p.subject = %s AND p.batch_id > %s",
            batch.pk, table, str(subject), batch.pk,
        )  # fmt: skip
        if table in batch.made:
            found += rows_of(
                "SELECT DISTINCT batch_id FROM registry_provenance WHERE subject = %s "
                "AND subject_id BETWEEN %s AND %s AND batch_id > %s",
                str(subject), *batch.made[table], batch.pk,
            )  # fmt: skip
        yield from (int(pk) for (pk,) in found)


def _corrected(batch: Batch) -> Iterable[str]:
    """Name the corrections of facts that this batch added or changed: they would go with it.

    One that was made and withdrawn after the batch leaves nothing behind; one that was made
    before it and withdrawn after it would come back.
    """
    made_after, ended_after = Q(made_after__gte=batch.pk), Q(ended_after__gte=batch.pk)
    withdrawn = Q(state=CorrectionState.WITHDRAWN)
    rows = RecordCorrection.objects.for_program("undoes an import").filter(
        (made_after & Q(state__in=HELD)) | (~made_after & ended_after & withdrawn)
    )
    found = [one for one in rows.order_by("id") if _is_about(one, batch)]
    for one in found[:NAMED]:
        field = field_of(one.subject, one.field)
        day = timezone.localtime(one.made_at).date()
        act = "更正" if one.state in HELD else "撤回更正"
        advice = "，请先撤回这条更正" if one.state == CorrectionState.STANDING else ""
        yield f"{one.made_by} 于 {day} {act}了它登记或改动的记录（{field.label}：{field.shown(one.value)}）{advice}"
    if len(found) > NAMED:
        yield f"这样的更正共有 {len(found)} 条"


def _is_about(one: RecordCorrection, batch: Batch) -> bool:
    table = FACTS[one.subject]._meta.db_table
    first, last = batch.made.get(table, (0, -1))
    if first <= one.subject_id <= last:
        return True
    kept = EarlierRow.objects.for_program("undoes an import")
    return kept.filter(batch=batch, place=table, row_id=one.subject_id).exists()
