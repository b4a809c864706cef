"""Read tables: which row is the head, which column says what, and what each row holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from zhiqiang.engines.compiler.blocks import Block
from zhiqiang.engines.compiler.body_names import split_names
from zhiqiang.engines.compiler.body_words import BODY_SUFFIXES
from zhiqiang.kernel.place import Span

_UNITS_HEAD = re.compile(
    r"(?:责任|牵头|配合|落实|主管|实施|承办|协办|参与|主办)(?:单位|部门|主体)|责任分工|主要负责单位"
)
_SUPPORT_HEAD = re.compile(r"配合|协办|参与")
_LEAD_HEAD = re.compile(r"牵头|主办")
_NUMBER_HEAD = re.compile(r"序\s*号|编\s*号|^No\.?$")
_TIME_HEAD = re.compile(r"时限|时间|进度|期限")
_NAME_HEAD = re.compile(r"指\s*标|名\s*称|内\s*容|项\s*目|任\s*务")
_CONTENT_HEAD = re.compile(r"任务|内容|工作|措施|事项|举措|项目|要求")
_UNIT_HEAD = re.compile(r"^(?:计量)?单\s*位$")
_YEAR_HEAD = re.compile(r"(20\d\d)\s*年?")
_GOAL_HEAD = re.compile(r"目标|预期|计划值|规划值")
_GROWTH_HEAD = re.compile(r"^(?:年均|累计|五年)(?:增速|增长|增幅|增长率)(?:\(%\)|\[%\])?$")
_BASE_HEAD = re.compile(r"现状|基期|基准|基数|实际|完成|实绩|当前")
_NATURE_HEAD = re.compile(r"属\s*性|类\s*型|性\s*质")
_MOST_COLUMNS = 60
_BODY_LIKE = re.compile(
    rf"(?:{'|'.join(sorted(set(BODY_SUFFIXES), key=len, reverse=True))})(?:\([^)]*\))?$"
)


@dataclass(frozen=True, slots=True)
class Table:
    """Consecutive rows; ``head`` is the index of the heading row, ``caption`` the line before."""

    rows: tuple[Block, ...]
    head: int
    titles: tuple[str, ...]
    caption: str

    @property
    def body(self) -> tuple[Block, ...]:
        """The rows under the heading row."""
        return self.rows[self.head + 1 :]

    def columns(self, pattern: re.Pattern[str]) -> list[int]:
        """Return the indexes of the columns whose title matches."""
        return [at for at, title in enumerate(self.titles) if pattern.search(title)]

    @property
    def is_duty_table(self) -> bool:
        """Whether rows are orders with bodies."""
        return bool(self.columns(_UNITS_HEAD)) and not self.goal_columns()

    def goal_columns(self) -> list[tuple[int, int | None]]:
        """Return (column, year) for every column of target values."""
        found: list[tuple[int, int | None]] = []
        for at, title in enumerate(self.titles):
            if _BASE_HEAD.search(title) or _UNITS_HEAD.search(title) or _TIME_HEAD.search(title):
                continue
            year = _YEAR_HEAD.search(title)
            if year and len(title) <= 20:
                found.append((at, int(year.group(1))))
            elif (
                _GOAL_HEAD.search(title)
                and "任务" not in title
                and len(title) <= 8
                and not _NAME_HEAD.search(title)
            ):
                found.append((at, None))
        return found

    def growth_columns(self) -> list[int]:
        """Return the columns that print how fast the values of a row are to grow: 年均增速."""
        return self.columns(_GROWTH_HEAD)

    def base_columns(self) -> list[int]:
        """Return the columns that print what has been reached."""
        return self.columns(_BASE_HEAD)


def find_tables(blocks: tuple[Block, ...], plain: str) -> Iterator[Table]:
    """Yield the tables of a document that have a heading row which is understood."""
    run: list[Block] = []
    caption = ""
    for block in (*blocks, None):
        if block is not None and block.kind == "row":
            run.append(block)
            continue
        if block is not None and block.kind == "category":
            continue
        if run:
            table = _table(run, caption, plain)
            if table is not None:
                yield table
            run = []
        if block is not None:
            caption = block.text.strip()


def _table(rows: list[Block], caption: str, plain: str) -> Table | None:
    for at, row in enumerate(rows[:4]):
        titles = tuple(re.sub(r"\s+", "", cell.of(plain)) for cell in row.cells)
        filled = [at for at, title in enumerate(titles) if title]
        if not filled or filled[-1] >= _MOST_COLUMNS:
            continue
        titles = titles[: filled[-1] + 1]
        table = Table(tuple(rows), at, titles, caption)
        named = bool(table.columns(_NAME_HEAD) or table.columns(_NUMBER_HEAD))
        if len(titles) >= 2 and named and (table.is_duty_table or table.goal_columns()):
            return table
    return None


@dataclass(frozen=True, slots=True)
class DutyRow:
    """A row of a duty table, its merged cells filled in."""

    block: Block
    number: str | None
    title: str
    content: Span
    units: tuple[tuple[str, Span, str], ...]
    due: str | None = None


def duty_rows(table: Table, plain: str) -> Iterator[DutyRow]:
    """Yield the orders of a duty table; a cell merged downwards is taken from the row above."""
    units = table.columns(_UNITS_HEAD)
    numbers = table.columns(_NUMBER_HEAD)
    times = table.columns(_TIME_HEAD)
    others = [c for c in range(len(table.titles)) if c not in {*units, *numbers, *times}]
    texts = [c for c in others if _CONTENT_HEAD.search(table.titles[c])] or others
    if not texts:
        return
    above: dict[int, Span] = {}
    for row in table.body:
        cells = _place(row, table, plain, numbers, units, texts)
        if not cells:
            continue
        for column in (*texts[:-1], *units):
            if column in cells:
                above[column] = cells[column]
            elif column in above and (column not in units):
                cells[column] = above[column]
        content = cells.get(texts[-1]) or cells.get(texts[0])
        if content is None or not content.of(plain).strip():
            continue
        words = {column: cell.of(plain) for column, cell in cells.items()}
        yield DutyRow(
            row,
            _first(words, numbers),
            re.sub(r"\s+", "", words.get(texts[0]) or content.of(plain)[:40]),
            content,
            tuple((_role(table.titles[c]), cells[c], words[c]) for c in units if c in cells),
            _first(words, times),
        )


def _first(words: dict[int, str], columns: list[int]) -> str | None:
    return words.get(columns[0]) if columns else None


def _role(title: str) -> str:
    title = re.sub(r"\(.*?\)", "", title)  # 责任单位(第一个为牵头单位) lists all of them
    return (
        "support" if _SUPPORT_HEAD.search(title) else "lead" if _LEAD_HEAD.search(title) else "duty"
    )


def _place(
    row: Block, table: Table, plain: str, numbers: list[int], units: list[int], texts: list[int]
) -> dict[int, Span]:
    """Say which cell stands in which column, also where merged cells have shifted the row."""
    width = len(table.titles)
    cells = row.cells
    if row.text.rstrip().endswith("|") and not cells[-1].of(plain):
        cells = cells[:-1]  # the bar that closes a row opens no cell
    printed = [cell for cell in cells if cell.of(plain)]
    if len(printed) == width:
        return dict(enumerate(printed))
    if len(cells) == width and not _is_shifted(cells, units, plain):
        return {at: cell for at, cell in enumerate(cells) if cell.of(plain)}
    placed: dict[int, Span] = {}
    if numbers and printed and printed[0].of(plain).strip(" .、").isdigit():
        placed[numbers[0]] = printed.pop(0)
    for column in reversed(units):
        if printed and _looks_like_bodies(printed[-1].of(plain)):
            placed[column] = printed.pop()
    for column in reversed(texts):
        if printed:
            placed[column] = printed.pop()
    return placed


def _is_shifted(cells: tuple[Span, ...], units: list[int], plain: str) -> bool:
    """Whether bodies stand left of their column, which a merged cell before them has emptied."""
    if any(cells[column].of(plain) for column in units):
        return False
    return any(
        _looks_like_bodies(cell.of(plain))
        for at, cell in enumerate(cells)
        if at not in units and cell.of(plain)
    )


def _looks_like_bodies(words: str) -> bool:
    if words.startswith(("*", "★", "各", "有关")):
        return True
    names, _ = split_names(words)
    return (
        bool(names)
        and "。" not in words
        and all(_BODY_LIKE.search(n) and len(n) <= 30 for n in names)
    )


def cells_of(table: Table, row: Block, plain: str) -> list[str]:
    """Return the texts of a row, padded to the width of the head."""
    texts = [cell.of(plain).strip() for cell in row.cells]
    return texts + [""] * (len(table.titles) - len(texts))


def label_column(table: Table) -> int:
    """Return the column with the names of the indicators."""
    goals = {column for column, _ in table.goal_columns()}
    named = [
        c
        for c in table.columns(_NAME_HEAD)
        if c not in goals
        and not _NUMBER_HEAD.search(table.titles[c])
        and not _NATURE_HEAD.search(table.titles[c])
        and not _UNITS_HEAD.search(table.titles[c])
    ]
    exact = [c for c in named if "指标" in table.titles[c] or "名称" in table.titles[c]]
    return (exact or named or [0])[-1 if exact else 0]


def unit_column(table: Table) -> int | None:
    """Return the column that prints the unit of measure."""
    return next(iter(table.columns(_UNIT_HEAD)), None)


def nature_column(table: Table) -> int | None:
    """Return the column that says 约束性 or 预期性."""
    return next(iter(table.columns(_NATURE_HEAD)), None)
