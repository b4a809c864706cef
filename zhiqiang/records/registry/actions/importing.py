"""Take over a received list: one file, one transaction, all or nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from zhiqiang.engines import ingest
from zhiqiang.kernel.divisions import Divisions
from zhiqiang.kernel.errors import UnreadableFile
from zhiqiang.kernel.finding import Finding, Severity
from zhiqiang.kernel.place import Cell
from zhiqiang.records.accounts.regions import divisions
from zhiqiang.records.files.actions import keep
from zhiqiang.records.registry.actions import staging
from zhiqiang.records.registry.actions.parties import PartyStage, turning_days
from zhiqiang.records.registry.actions.received import ReceivedCells
from zhiqiang.records.registry.actions.remarks import Remarks
from zhiqiang.records.registry.actions.result import ImportResult
from zhiqiang.records.registry.actions.storing import Read, store
from zhiqiang.records.registry.actions.taking import Setting, Taking, taking_for
from zhiqiang.records.registry.names import KindOfName
from zhiqiang.records.registry.places import Locator
from zhiqiang.records.registry.queries.headings import source as taught_source

ALWAYS_USED = ("party_kinds", "right_states", "designations", "statistics")


@dataclass(frozen=True)
class Watch:
    """Who looks on at an import.

    ``rows`` is told how many rows were read so far. ``end`` sees the result and its batch before
    they are kept; what either raises undoes the whole import.
    """

    rows: Callable[[int], None] = lambda _count: None
    end: Callable[[ImportResult], None] = lambda _result: None


def import_file(
    source: str, path: Path, actor: str, name: str | None = None, watch: Watch | None = None
) -> ImportResult:
    """Take over one received file by the declared source ``source``.

    Officials do this. Rows become rights, parties, events or other facts, each with its origin;
    the file, its cells, all findings, the counts and a journal line are kept with them in one
    transaction: whatever goes wrong, the register is as it was. A file that cannot be read as
    such a list comes back refused, with findings and no batch. Taking over a file again changes
    nothing and counts every row as the same; a list that lacks a row withdraws nothing.

    Raises ``NotFound`` for a source that is not declared.
    """
    path = Path(path)
    name = name or path.name
    today = timezone.localdate()
    declared = taught_source(source)
    lists = {*declared.code_lists, *ALWAYS_USED}
    codes = ingest.load_codes(Path(settings.CATALOGUE) / "codes", sorted(lists))
    around = ingest.Surroundings(today, codes, divisions())
    kind_of = KindOfName(codes["party_kinds"], declared.person_names)
    parties = PartyStage(kind_of, turning_days())
    setting = Setting(declared, codes, _locator(around.divisions), kind_of, parties, today, name)
    try:
        with ingest.opened(path, name, declared, around) as reading:
            if reading.is_refused:
                return _refusal(reading.findings)
            return _take(setting, reading, path, actor, watch or Watch())
    except UnreadableFile as error:
        return _refusal(
            [Finding(Severity.ERROR, "unreadable_file", str(error), cell=Cell(name, "", 0))]
        )
    finally:
        staging.drop()


def _refusal(findings: list[Finding]) -> ImportResult:
    return ImportResult(None, findings=tuple(findings))


@lru_cache(maxsize=2)
def _locator(table: Divisions) -> Locator:
    return Locator(table)


def _take(
    setting: Setting, reading: ingest.Reading, path: Path, actor: str, watch: Watch
) -> ImportResult:
    taking = taking_for(setting)
    stage = staging.Stage(taking.columns)
    stage.create()
    remarks = Remarks()
    with ReceivedCells(reading.sheets) as cells:
        read = _fill(taking, stage, reading, cells, remarks, watch)
        if not read.rows:
            cells.discard()
            return _refusal([*reading.findings, _no_rows(setting)])
    remarks.add([*reading.findings, *_expected(setting, read.rows)])
    try:
        with transaction.atomic():
            stored = keep(path, setting.file)
            result = store(
                taking, stage, read, stored.pk, stored.sha256, cells.name, remarks, actor
            )
            watch.end(result)
            return result
    except BaseException:
        cells.discard()
        raise


def _fill(
    taking: Taking,
    stage: staging.Stage,
    reading: ingest.Reading,
    cells: ReceivedCells,
    remarks: Remarks,
    watch: Watch,
) -> Read:
    """Stage the typed rows chunk by chunk, and keep the cells as received."""
    rows = taking.rows()
    count = refused = 0
    for chunk in reading.chunks():
        cells.add(chunk)
        stage.add(rows.rows(chunk, stage.last_seq + 1))
        remarks.add(chunk.findings)
        count += len(chunk.numbers)
        refused += len(chunk.refused)
        watch.rows(count)
    columns = {
        sheet.name: dict(zip(sheet.headings, sheet.fields, strict=True)) for sheet in reading.sheets
    }
    return Read(count, refused, columns)


def _no_rows(setting: Setting) -> Finding:
    message = "表头之下没有数据行。请确认导出时选中了数据，重新发送。"
    return Finding(Severity.ERROR, "no_rows", message, cell=Cell(setting.file, "", 0))


def _expected(setting: Setting, rows: int) -> list[Finding]:
    expect = setting.source.expect
    if expect.least_rows <= rows <= expect.most_rows:
        return []
    bounds = f"{expect.least_rows} 至 {expect.most_rows} 行"
    message = f"“{setting.source.title}”通常有 {bounds}，本文件有 {rows} 行。请确认文件没有拿错。"
    return [Finding(Severity.WARNING, "unexpected_size", message, cell=Cell(setting.file, "", 0))]
