"""The transaction of an import: merge, batch, origins, findings, journal."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from zhiqiang.kernel.finding import Finding
from zhiqiang.records.journal.actions import write
from zhiqiang.records.registry.actions import earlier, matching
from zhiqiang.records.registry.actions.remarks import Remarks
from zhiqiang.records.registry.actions.result import ImportResult
from zhiqiang.records.registry.actions.staging import TABLE, Stage, rows_of, run, value_of
from zhiqiang.records.registry.actions.taking import Taking
from zhiqiang.records.registry.models import Batch


@dataclass(frozen=True)
class Read:
    """What reading came to: data rows, rows refused by their own cells, headings and fields."""

    rows: int
    refused: int
    columns: dict[str, dict[str, str | None]]


def store(
    taking: Taking,
    stage: Stage,
    read: Read,
    file_id: int,
    sha256: str,
    cells: str,
    remarks: Remarks,
    actor: str,
) -> ImportResult:
    """Merge the stage and keep everything about it; the caller holds the transaction."""
    setting = taking.setting
    earlier.one_at_a_time()
    is_again = (
        Batch.objects.for_program("takes a list over")
        .filter(file_id=file_id, source=setting.source.key, undone_at=None)
        .exists()
    )
    batch = Batch.objects.create(
        source=setting.source.key,
        file_id=file_id,
        file_name=setting.file[-255:],
        taken_over_at=timezone.now(),
        actor=actor,
        columns=read.columns,
        cells=cells,
        **dict.fromkeys(("rows", "new", "changed", "same", "refused"), 0),
    )
    with earlier.kept(batch.pk) as made:
        last_event = value_of("SELECT COALESCE(MAX(id), 0) FROM registry_event")
        remarks.add(taking.take(stage))
        new, changed, same = _counts()
        _origins(batch.pk, taking.subject, last_event, is_again)
        if not is_again:
            matching.keep_grounds(batch.pk)
    refused = read.rows - new - changed - same
    batch.rows, batch.new, batch.changed, batch.same = read.rows, new, changed, same
    batch.refused, batch.made = refused, made
    batch.save(update_fields=["rows", "new", "changed", "same", "refused", "made"])
    remarks.store(batch.pk)
    detail: dict[str, object] = {
        "source": setting.source.key,
        "file": setting.file,
        "sha256": sha256,
        "rows": read.rows,
        "new": new,
        "changed": changed,
        "same": same,
        "refused": refused,
    }
    write(actor, "import", f"batch:{batch.pk}", detail)
    counts = (read.rows, new, changed, same, refused)
    return ImportResult(batch.pk, *counts, findings=tuple(sorted(remarks.first, key=_by_row)))


def _counts() -> tuple[int, int, int]:
    """Count the file's rows by what became of them; a row that makes two events counts once."""
    found = rows_of(
        "SELECT best, COUNT(*) FROM (SELECT MIN(CASE outcome WHEN 'new' THEN 1 "
        f"WHEN 'changed' THEN 2 ELSE 3 END) AS best FROM {TABLE} WHERE is_row = 1 "
        "GROUP BY sheet, row_number) AS rows_of_file GROUP BY best"
    )
    by_rank = {int(rank): int(count) for rank, count in found}
    return by_rank.get(1, 0), by_rank.get(2, 0), by_rank.get(3, 0)


def _origins(batch_id: int, subject: str, last_event: int, is_again: bool) -> None:
    """Write which row each fact comes from; a file that was taken over before adds none."""
    names = '(batch_id, sheet, "row", subject, subject_id)'
    place = f"SELECT {int(batch_id)}, s.sheet, s.row_number"
    again = "AND s.outcome <> 'same'" if is_again else ""
    run(
        f"INSERT INTO registry_provenance {names} {place}, '{subject}', s.target_id "
        f"FROM {TABLE} s WHERE s.is_row = 1 AND s.target_id IS NOT NULL {again} ORDER BY s.seq"
    )
    if subject == "right":
        run(
            f"INSERT INTO registry_provenance {names} {place}, 'event', e.id FROM {TABLE} s "
            "JOIN registry_event e ON e.right_id = s.target_id "
            f"WHERE s.is_row = 1 AND s.outcome <> 'same' AND e.id > {int(last_event)} "
            "AND (s.granted_on = e.happened_on OR s.ended_on = e.happened_on)"
        )
    if subject != "party":
        run(
            f"INSERT INTO registry_provenance {names} {place}, 'party', p.party_id "
            f"FROM registry_stage_party p JOIN {TABLE} s ON s.seq = p.seq WHERE p.is_new = 1"
        )


def _by_row(finding: Finding) -> tuple[str, int]:
    cell = finding.cell
    return (cell.sheet, cell.row) if cell else ("", 0)
