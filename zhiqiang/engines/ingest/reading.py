"""Read a received file by its declaration: typed rows in chunks, and findings with their place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path
from typing import Any

from zhiqiang.engines.ingest.cells import ColumnParser, Surroundings, column_parser
from zhiqiang.engines.ingest.declaration import Source
from zhiqiang.engines.ingest.encodings import UNREADABLE
from zhiqiang.engines.ingest.headings import SEARCHED_ROWS, SheetPlan, plan_sheet
from zhiqiang.engines.ingest.tables import HIDDEN, Row, Table, tables
from zhiqiang.engines.ingest.trouble import shown
from zhiqiang.kernel.finding import Finding, Severity
from zhiqiang.kernel.place import Cell

CHUNK_ROWS = 5_000
_TOTALS = re.compile(r"(合计|总计|小计|总数|共计)[:：]?")
_NOTE = re.compile(
    r"(注|说明|备注|填表说明|数据来源|制表|制表人|填表人|审核人?|填报单位|数据截止.*)\s*\d*[:：、.)].*"
)


@dataclass
class Chunk:
    """Some data rows of one sheet, in order.

    ``numbers`` are the rows' numbers in the sheet, ``columns`` their cells as received, one column
    for each heading, ``values`` one list for each field; all are as long as ``numbers``. The
    indices in ``refused`` carry nothing to take over.
    """

    sheet: SheetPlan
    numbers: list[int]
    columns: list[tuple[str, ...]]
    values: dict[str, list[Any]]
    refused: set[int] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)

    def given(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Give the index and the values by field of every row that is not refused by then."""
        names = list(self.values)
        for index, values in enumerate(zip(*self.values.values(), strict=True)):
            if index not in self.refused:
                yield index, dict(zip(names, values, strict=True))


@dataclass
class Reading:
    """An opened file. With an error among ``findings`` nothing of it may be taken over."""

    source: Source
    around: Surroundings
    findings: list[Finding]
    sheets: list[SheetPlan]
    _rows: list[Iterator[Row]]

    @property
    def is_refused(self) -> bool:
        """Say whether the file as a whole cannot be taken over."""
        return any(one.severity is Severity.ERROR for one in self.findings)

    def chunks(self, size: int = CHUNK_ROWS) -> Iterator[Chunk]:
        """Give the data rows of all sheets; empty lines, totals and notes are no data rows."""
        for sheet, rows in zip(self.sheets, self._rows, strict=True):
            parsers = _parsers(self.source, self.around, sheet)
            data = _data_rows(sheet, rows, self.findings)
            while part := list(islice(data, size)):
                yield _chunk(self.source, sheet, parsers, part)


@contextmanager
def opened(path: Path, name: str, source: Source, around: Surroundings) -> Iterator[Reading]:
    """Open a received file; ``name`` is what its sender called it.

    Raises ``UnreadableFile`` where it is no table at all. A workbook may hold several lists of one
    kind; sheets without headings that we know are passed over, as long as one has them.
    """
    with tables(path) as found:
        plans: list[SheetPlan] = []
        rows: list[Iterator[Row]] = []
        findings: list[Finding] = []
        without: list[Finding] = []
        for table in found:
            if table.trouble:
                findings.append(_not_read(name, table))
                continue
            head = list(islice(table.rows, SEARCHED_ROWS))
            if not any(cell.strip() for row in head for cell in row):
                continue
            plan, remarks = plan_sheet(source, name, table.name, head)
            if plan is None:
                without += remarks
                continue
            findings += remarks
            plans.append(replace(plan, is_damaged=table.is_damaged))
            rows.append(chain(head, table.rows))
        if not plans and not without:
            without = [
                Finding(Severity.ERROR, "no_rows", "文件中没有任何内容。请确认导出成功后重新发送。")
            ]
        findings += without if not plans else map(_passed_over, without)
        yield Reading(source, around, findings, plans, rows)


def _not_read(file: str, table: Table) -> Finding:
    if table.trouble == HIDDEN:
        message = (
            f"“{table.name}”{table.trouble}，未读取。其中有要导入的数据的，取消隐藏后重新发送。"
        )
        return Finding(Severity.NOTICE, "hidden_sheet", message, cell=Cell(file, table.name, 0))
    message = f"压缩包中的“{table.name}”{table.trouble}，未读取。"
    return Finding(Severity.NOTICE, "not_a_list", message, cell=Cell(file, table.name, 0))


def _passed_over(finding: Finding) -> Finding:
    sheet = finding.cell.sheet if finding.cell else ""
    message = f"工作表“{sheet}”没有可识别的表头，未读取。如其中有数据，请检查列名。"
    return Finding(Severity.NOTICE, "sheet_passed_over", message, cell=finding.cell)


def _parsers(
    source: Source, around: Surroundings, sheet: SheetPlan
) -> list[tuple[int, str, ColumnParser]]:
    return [
        (position, name, column_parser(source.by_field[name], around, sheet.headings[position]))
        for position, name in enumerate(sheet.fields)
        if name is not None
    ]


def _data_rows(
    sheet: SheetPlan, rows: Iterator[Row], findings: list[Finding]
) -> Iterator[tuple[int, Row]]:
    headings = [heading.strip() for heading in sheet.headings]
    passed = 0
    for number, row in enumerate(rows, 1):
        if number <= sheet.heading_row or not any(row):
            continue
        first = row[0].strip() or next(filter(None, map(str.strip, row)), "")
        if not first:
            continue
        if _is_note(first, row) or _is_repeated(headings, first, row):
            passed += 1
        else:
            yield number, row
    if passed:
        message = f"有 {passed} 行是合计、附注或重复的表头，不作为数据。"
        findings.append(Finding(Severity.NOTICE, "not_data", message, cell=sheet.cell()))


def _is_repeated(headings: list[str], first: str, row: Row) -> bool:
    return first == headings[0] and [cell.strip() for cell in row[: len(headings)]] == headings


def _is_note(first: str, row: Sequence[str]) -> bool:
    if first[0] not in "合总小共注说备填数制审":
        return False
    if _TOTALS.fullmatch("".join(first.split())):
        return True
    return sum(1 for cell in row if cell.strip()) <= 2 and bool(_NOTE.fullmatch(first))


def _chunk(
    source: Source,
    sheet: SheetPlan,
    parsers: list[tuple[int, str, ColumnParser]],
    part: list[tuple[int, Row]],
) -> Chunk:
    width = len(sheet.headings)
    chunk = Chunk(sheet, [number for number, _ in part], [], {})
    received: list[Row] = []
    for index, (number, row) in enumerate(part):
        if len(row) > width and any(cell.strip() for cell in row[width:]):
            message = (
                f"本行有 {len(row)} 格，表头只有 {width} 列，可能串列。本行未接收，请检查分隔符。"
            )
            _refuse(
                chunk,
                index,
                Finding(Severity.ERROR, "too_many_cells", message, cell=sheet.cell(number)),
            )
        received.append(row if len(row) == width else row[:width] + [""] * (width - len(row)))
    chunk.columns = list(zip(*received, strict=True))
    if sheet.is_damaged:
        _refuse_unreadable(chunk)
    for position, name, parser in parsers:
        chunk.values[name], troubles = parser.values(chunk.columns[position])
        for index, trouble in troubles:
            place = sheet.cell(chunk.numbers[index], position)
            found = Finding(trouble.severity, trouble.code, trouble.message, cell=place)
            if trouble.severity is Severity.ERROR:
                _refuse(chunk, index, found)
            else:
                chunk.findings.append(found)
    for group in source.one_of:
        _check_one_of(source, chunk, group)
    return chunk


def _refuse(chunk: Chunk, index: int, finding: Finding) -> None:
    chunk.refused.add(index)
    chunk.findings.append(finding)


def _refuse_unreadable(chunk: Chunk) -> None:
    """Refuse the rows that a damaged byte hit, whatever the column: it may hide a separator."""
    for position, texts in enumerate(chunk.columns):
        for index, text in enumerate(texts):
            if UNREADABLE in text and index not in chunk.refused:
                place = chunk.sheet.cell(chunk.numbers[index], position)
                message = (
                    f"“{shown(text)}”中有损坏的字节，读不出原字。"
                    "本行未接收，其余各行照收；请从原系统重新导出这一行后补导入。"
                )
                found = Finding(Severity.ERROR, "damaged_bytes", message, cell=place)
                _refuse(chunk, index, found)


def _check_one_of(source: Source, chunk: Chunk, group: Sequence[str]) -> None:
    lists = [chunk.values[name] for name in group if name in chunk.values]
    if any(None not in values for values in lists):
        return
    for index, number in enumerate(chunk.numbers):
        if index not in chunk.refused and all(values[index] is None for values in lists):
            wanted = "、".join(source.by_field[name].heading for name in group)
            message = f"{wanted}都为空，无法识别这一行。本行未接收，请至少填一项。"
            _refuse(
                chunk,
                index,
                Finding(Severity.ERROR, "key_missing", message, cell=chunk.sheet.cell(number)),
            )
