"""Find the row of headings in a sheet and say which column of ours each heading is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from zhiqiang.engines.ingest.declaration import Column, Source, normal_heading
from zhiqiang.engines.ingest.encodings import UNREADABLE
from zhiqiang.engines.ingest.numbers import scale_of
from zhiqiang.engines.ingest.trouble import shown
from zhiqiang.kernel.finding import Finding, Severity
from zhiqiang.kernel.place import Cell

SEARCHED_ROWS = 40
#: a heading that nobody declared is taken for one up to this length
LONGEST_WORD = 20
_NUMBER = re.compile(r"[\d.,:/%\- ]+")


@dataclass(frozen=True)
class SheetPlan:
    """How one sheet is read: where its headings stand, and the field of each.

    ``unknown`` are the positions of headings that the source says nothing of. Rows of a damaged
    sheet may hold signs that could not be read.
    """

    file: str
    name: str
    heading_row: int
    headings: tuple[str, ...]
    fields: tuple[str | None, ...]
    unknown: tuple[int, ...] = ()
    is_damaged: bool = False

    def cell(self, row: int = 0, position: int | None = None) -> Cell:
        """Return a place in this sheet."""
        return Cell(self.file, self.name, row, "" if position is None else self.headings[position])


@dataclass(frozen=True)
class _Known:
    columns: dict[str, tuple[Column, int]]
    ignored: frozenset[str]

    def match(self, heading: str) -> tuple[Column, int] | None:
        """Return column and rank of its alias; a money heading may end in a unit in brackets."""
        word = normal_heading(heading)
        found = self.columns.get(word)
        if found is None and word.endswith(")"):
            base, _, unit = word[:-1].rpartition("(")
            found = self.columns.get(base)
            if found and (found[0].type != "money" or scale_of(unit) is None):
                return None
        return found

    def knows(self, heading: str) -> bool:
        """Say whether a heading is used or passed over."""
        return self.match(heading) is not None or normal_heading(heading) in self.ignored

    def knows_all(self, row: Sequence[str]) -> bool:
        """Say whether a row is nothing but headings that we know, two or more of them."""
        words = [cell for cell in row if cell.strip()]
        return len(words) > 1 and all(self.knows(cell) for cell in words)

    def score(self, row: Sequence[str]) -> float:
        fields = {found[0].field for cell in row if (found := self.match(cell))}
        return len(fields) + sum(normal_heading(cell) in self.ignored for cell in row) / 4


def _known(source: Source) -> _Known:
    columns = {
        normal_heading(heading): (column, rank)
        for column in source.columns
        for rank, heading in enumerate(column.headings)
    }
    return _Known(columns, frozenset(map(normal_heading, source.ignore)))


def plan_sheet(
    source: Source, file: str, name: str, head: Sequence[Sequence[str]]
) -> tuple[SheetPlan | None, list[Finding]]:
    """Return how to read a sheet from its first rows, or nothing and the reason.

    Title lines above are passed over: the row of headings is the one that names most of the
    declared columns.
    """
    known = _known(source)
    best, last, cells = _best_line(known, head)
    if best < min(2, len(source.columns)) and not (best >= 1 and known.knows_all(cells)):
        return None, [_no_headings(source, file, name, head)]
    plan, findings = _assign(source, known, file, name, last, cells)
    missing = _missing(source, plan)
    if missing and best < 3:
        return None, [_no_headings(source, file, name, head)]
    return plan, findings + missing


def likely_headings(
    source: Source, file: str, name: str, head: Sequence[Sequence[str]]
) -> SheetPlan | None:
    """Return how a sheet might be read, even where too little of it is known to read it so.

    Where no line names a declared column, it is the first that looks like headings: some short,
    different words, and no number among them.
    """
    known = _known(source)
    best, last, cells = _best_line(known, head)
    if not best:
        wordy = next((n for n, row in enumerate(head) if _is_wordy(row)), None)
        if wordy is None:
            return None
        last, cells = wordy + 1, head[wordy]
    return _assign(source, known, file, name, last, cells)[0]


def _best_line(known: _Known, head: Sequence[Sequence[str]]) -> tuple[float, int, Sequence[str]]:
    """Return the line that names most declared columns: how many, its number, and its cells.

    Merged headings stand in two lines, some over both and some over several columns below: then
    both are one line, whose number is that of the lower one.
    """
    scores = [known.score(row) for row in head]
    best = max(scores, default=0.0)
    if not best:
        return 0.0, 0, ()
    at = scores.index(best)
    found = (best, at + 1, head[at])
    for upper in range(max(at - 1, 0), min(at + 1, len(head) - 1)):
        pairs = zip_longest(head[upper], head[upper + 1], fillvalue="")
        joined = [below if below.strip() else above for above, below in pairs]
        if (score := known.score(joined)) > found[0]:
            found = (score, upper + 2, joined)
    return found


def _is_wordy(row: Sequence[str]) -> bool:
    words = [cell.strip() for cell in row if cell.strip()]
    return (
        len(words) > 1
        and len(set(words)) == len(words)
        and all(len(word) <= LONGEST_WORD and not _NUMBER.fullmatch(word) for word in words)
    )


def _no_headings(source: Source, file: str, name: str, head: Sequence[Sequence[str]]) -> Finding:
    wanted = "、".join(column.heading for column in source.columns if column.required)
    first = next((row for row in head if any(cell.strip() for cell in row)), [])
    seen = "、".join(shown(cell) for cell in first[:8] if cell.strip()) or "没有内容"
    if UNREADABLE in seen:
        message = (
            f"看到的第一行有读不出的字节：{seen}。文件可能混用了两种文字编码，"
            "请用表格软件核对表头后另存为 xlsx 或 UTF-8 的 CSV，再重新导入。"
        )
        return Finding(Severity.ERROR, "damaged_headings", message, cell=Cell(file, name, 0))
    message = (
        f"前 {SEARCHED_ROWS} 行中没有找到“{source.title}”的表头。应有的列：{wanted}；"
        f"看到的第一行：{seen}。请确认文件与所选来源一致。"
    )
    return Finding(Severity.ERROR, "no_headings", message, cell=Cell(file, name, 0))


def _assign(
    source: Source, known: _Known, file: str, name: str, row: int, cells: Sequence[str]
) -> tuple[SheetPlan, list[Finding]]:
    findings: list[Finding] = []
    headings = _unique(file, name, row, cells, findings)
    chosen: dict[str, tuple[int, int]] = {}
    for position, cell in enumerate(cells):
        found = known.match(cell)
        if found and headings[position] == cell.strip():
            column, rank = found
            if column.field not in chosen or rank < chosen[column.field][0]:
                chosen[column.field] = (rank, position)
    by_position = {position: field for field, (_, position) in chosen.items()}
    fields = tuple(by_position.get(position) for position in range(len(headings)))
    unknown = tuple(
        position
        for position, cell in enumerate(cells)
        if headings[position] == cell.strip() and not known.knows(cell)
    )
    plan = SheetPlan(file, name, row, headings, fields, unknown)
    _remark_unused(source, known, plan, cells, findings)
    return plan, findings


def _unique(
    file: str, name: str, row: int, cells: Sequence[str], findings: list[Finding]
) -> tuple[str, ...]:
    seen: dict[str, int] = {}
    out: list[str] = []
    for position, cell in enumerate(cells, 1):
        heading = cell.strip() or f"（第 {position} 列无列名）"
        seen[heading] = seen.get(heading, 0) + 1
        if seen[heading] > 1:
            message = f"列名“{heading}”出现多次，只用最左边的一列。请删去多余的列或改名。"
            findings.append(
                Finding(
                    Severity.WARNING,
                    "duplicate_column",
                    message,
                    cell=Cell(file, name, row, heading),
                )
            )
            heading = f"{heading}({seen[heading]})"
            while heading in seen:
                heading += "+"
            seen[heading] = 1
        out.append(heading)
    return tuple(out)


def _remark_unused(
    source: Source, known: _Known, plan: SheetPlan, cells: Sequence[str], findings: list[Finding]
) -> None:
    for position, cell in enumerate(cells):
        if plan.fields[position] is not None or not cell.strip():
            continue
        found = known.match(cell)
        if found and plan.headings[position] == cell.strip():
            used = plan.headings[plan.fields.index(found[0].field)]
            message = f"“{cell.strip()}”与“{used}”是同一内容，采用“{used}”列。"
            findings.append(
                Finding(
                    Severity.NOTICE,
                    "second_column",
                    message,
                    cell=plan.cell(plan.heading_row, position),
                )
            )
    if plan.unknown:
        unknown = "、".join(shown(plan.headings[position]) for position in plan.unknown)
        message = (
            f"有 {len(plan.unknown)} 列不认识，原样留存、不参与登记：{unknown}。"
            f"如需使用，请在上传清单时指明它们对应“{source.title}”的哪一项。"
        )
        findings.append(
            Finding(Severity.NOTICE, "unknown_column", message, cell=plan.cell(plan.heading_row))
        )


def _missing(source: Source, plan: SheetPlan) -> list[Finding]:
    present = {field for field in plan.fields if field}
    groups = [(column.field,) for column in source.columns if column.required]
    findings = []
    for group in (*groups, *source.one_of):
        if present.isdisjoint(group):
            wanted = "或".join(f"“{source.by_field[field].heading}”" for field in group)
            others = "、".join(
                name for field in group for name in source.by_field[field].aliases[:4]
            )
            message = f"缺少列{wanted}" + (f"（也可写作：{others}）" if others else "")
            findings.append(
                Finding(
                    Severity.ERROR,
                    "missing_column",
                    f"{message}。整份文件未接收，请补上该列后重新导入。",
                    cell=plan.cell(plan.heading_row),
                )
            )
    return findings
