"""One soiled workbook for every declared source, with the findings that its dirt must lead to.

The rows are those of the invented city; the dirt is what bureaus really receive: a title over merged
cells, headings with wide brackets, blank and repeated lines, totals and notes, a hidden sheet, wide
digits, serial and written dates, formulas, numbers as floats, two units, wrong check digits, empty
cells, words of no list. What is planted follows from the declaration's columns, so that a source
that is added gets its sample without a line here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from random import Random

import xlsxwriter

from zhiqiang.demo.numbering import other_last_character
from zhiqiang.demo.sheets import Sheet, Value
from zhiqiang.demo.world import SEED, clean_lists
from zhiqiang.engines.ingest import Column, Source, normal_heading

SCALE = 1 / 8
GOOD_ROWS = 14
FIRST_ROW = 4  # behind the title, the line below it and the headings, counted as the sheet shows it
_DAY_ZERO = date(1899, 12, 30)
_WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")
_NUMBERS = (
    *("application_number", "trademark_number", "pct_number", "software_number", "work_number"),
    *("variety_number", "layout_number"),
)
_CHECKED = ("application_number", "layout_number")
_QUIET_EVENTS = ("获奖", "专利产品备案")


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that is computed; ``result`` is what the sender's program kept of it."""

    text: str
    result: float


Dirty = Value | Formula


@dataclass
class Sample:
    """A soiled workbook and what must come of it.

    ``expected`` are the findings of single rows, by row and code; ``of_file`` those of the whole.
    """

    source: Source
    headings: list[str]
    rows: list[list[Dirty]]
    expected: list[tuple[int, str]] = field(default_factory=list)
    of_file: Counter[str] = field(default_factory=Counter)
    good: int = 0
    refused: int = 0
    same: int = 0

    def soil(
        self,
        row: int,
        column: int | None,
        slip: Callable[[Dirty], Dirty],
        code: str = "",
        is_fatal: bool = False,
    ) -> None:
        """Soil one cell, where the sample has it; ``code`` is the finding that this must lead to."""
        if column is None or row >= self.good:
            return
        self.rows[row][column] = slip(self.rows[row][column])
        if code:
            self.expected.append((row, code))
        self.refused += is_fatal

    def write(self, folder: Path) -> Path:
        """Write the workbook into ``folder``."""
        path = folder / f"{self.source.title}（示例）.xlsx"
        book = xlsxwriter.Workbook(str(path))
        tab = book.add_worksheet("明细")
        middle = book.add_format({"align": "center", "bold": True})
        tab.merge_range(0, 0, 0, len(self.headings) - 1, f"{self.source.title}（示例）", middle)
        tab.write_string(1, 0, "数据截止2025-12-31")
        tab.write_row(2, 0, self.headings, middle)
        days = book.add_format({"num_format": "yyyy-mm-dd"})
        for place, row in enumerate(self.rows, FIRST_ROW - 1):
            for column, value in enumerate(row):
                _write(tab, place, column, value, days)
        hidden = book.add_worksheet("填报要求")
        hidden.write_string(0, 0, "请于每月 5 日前报送")
        hidden.hide()
        book.close()
        return path


def _write(tab: object, row: int, column: int, value: Dirty, days: object) -> None:
    if value is None or value == "":
        return
    if isinstance(value, Formula):
        tab.write_formula(row, column, value.text, None, value.result)  # type: ignore[attr-defined]
    elif isinstance(value, date):
        tab.write_datetime(row, column, value, days)  # type: ignore[attr-defined]
    elif isinstance(value, str):
        tab.write_string(row, column, value)  # type: ignore[attr-defined]
    else:
        tab.write_number(row, column, value)  # type: ignore[attr-defined]


@lru_cache(maxsize=2)
def _city(seed: str) -> dict[str, Sheet]:
    """Return the lists of the small city by source."""
    return {sheet.source: sheet for sheet in clean_lists(seed, SCALE, is_sampled=True)}


def foundation(source: Source, seed: str = SEED) -> list[Sheet]:
    """Return the clean lists of rights that the sample of a list of events speaks of."""
    if source.keeps != "events":
        return []
    sampled = _picked(source, seed)
    out = []
    for place, types in (("patents", "application_number"), ("trademarks", "trademark_number")):
        numbers = _numbers_of(source, sampled, types)
        rights = _city(seed)[place]
        at = list(rights.headings).index("申请号" if place == "patents" else "注册号")
        rows = [row for row in rights.rows if str(row[at]) in numbers]
        if rows:
            out.append(replace(rights, rows=rows))
    return out


def _numbers_of(source: Source, sheet: Sheet, kind: str) -> set[str]:
    places = [n for n, column in _columns(source, sheet.headings) if column.type == kind]
    return {str(row[n]).removeprefix("ZL") for row in sheet.rows for n in places}


def sample(source: Source, seed: str = SEED) -> Sample:
    """Return the soiled sample of a source; the same for the same seed."""
    sheet = _picked(source, seed)
    rows: list[list[Dirty]] = [list(row) for row in sheet.rows]
    headings = [*(_odd(heading) for heading in sheet.headings), "领导批示"]
    out = Sample(source, headings, rows, good=len(rows))
    _plant(out, dict(_by_field(source, sheet.headings)), Random(f"{seed}:{source.key}"))  # noqa: S311
    _frame(out)
    return out


def _picked(source: Source, seed: str) -> Sheet:
    sheet = _city(seed)[source.key]
    rows = sheet.rows
    if source.key == "patent_events":
        at = list(sheet.headings).index("事务类型")
        rows = [row for row in rows if row[at] in _QUIET_EVENTS]
    if source.key == "patents":
        rows = [row for row in rows if row[list(sheet.headings).index("授权公告日")]]
    keys = _key_places(source, sheet.headings)
    seen: dict[tuple[str, ...], list[Value]] = {}
    for row in rows:
        seen.setdefault(tuple(str(row[key]) for key in keys), list(row))
    return replace(sheet, rows=list(seen.values())[:GOOD_ROWS])


def _key_places(source: Source, headings: Sequence[str]) -> list[int]:
    """Return the columns by which rows are told apart: the first number, else all that is filled."""
    columns = list(_columns(source, headings))
    numbers = [n for n, one in columns if one.type in _NUMBERS]
    return numbers[:1] or [n for n, one in columns if one.filled]


def _columns(source: Source, headings: Sequence[str]) -> Iterator[tuple[int, Column]]:
    known = {normal_heading(name): one for one in source.columns for name in one.headings}
    for place, heading in enumerate(headings):
        column = known.get(normal_heading(heading.partition("(")[0])) or known.get(
            normal_heading(heading)
        )
        if column is not None:
            yield place, column


def _by_field(source: Source, headings: Sequence[str]) -> Iterator[tuple[str, tuple[int, Column]]]:
    for place, column in _columns(source, headings):
        yield column.field, (place, column)


def _odd(heading: str) -> str:
    """Return a heading as senders write it: wide brackets, a stray space."""
    return f" {heading.replace('(', '（').replace(')', '）')} "


Places = dict[str, tuple[int, Column]]
Find = Callable[[Callable[[Column], bool]], int | None]


def _plant(out: Sample, places: Places, rng: Random) -> None:
    """Soil one row for each kind of slip that the columns of the source can have."""
    find = _finder(places)
    out.soil(0, find(lambda one: one.type in _NUMBERS), lambda text: str(text).translate(_WIDE))
    day = find(lambda one: one.type == "date" and one.filled)
    out.soil(1, day, _serial)
    out.soil(2, day, lambda value: f"{_as_day(value):%Y.%m.%d}")
    out.soil(3, day, lambda value: Formula(f"=DATE(1899,12,30)+{_serial(value)}", _serial(value)))
    code = find(lambda one: one.type == "credit_code")
    slip = partial(_other_check, rng)
    out.soil(4, code if code is not None and out.rows[4][code] else None, slip, "bad_check_digit")
    checked = find(lambda one: one.type in _CHECKED and out.source.keeps == "rights")
    out.soil(10, checked, slip, "bad_check_digit")
    name = find(lambda one: one.field in ("applicants", "party_name", "name") and one.filled)
    out.soil(11, name, lambda text: f"{text}。")
    _plant_fatal(out, find, day)


def _plant_fatal(out: Sample, find: Find, day: int | None) -> None:
    """Plant what refuses a row: no such day, an empty cell, a word of no list, two units, no place."""
    out.soil(6, day, lambda _: "2024-13-45", "impossible_date", True)
    text = find(lambda one: one.filled and one.type in ("text", "names"))
    out.soil(7, text, lambda _: None, "cell_empty", True)
    choice = find(lambda one: one.type == "choice" and one.on_bad == "refuse")
    out.soil(8, choice, lambda _: "不在代码表中的词", "unknown_category", True)
    money = find(lambda one: one.type == "money")
    if money is not None and "万元" in out.headings[money]:
        out.soil(9, money, lambda _: "3亿元", "two_units", True)
    else:
        out.soil(9, money, lambda _: "3万元")
    region = find(lambda one: one.type == "region_code" and one.filled and one.unknown != "keep")
    out.soil(9, region, lambda _: "999999", "unknown_region", True)


def _finder(places: Places) -> Find:
    def find(wanted: Callable[[Column], bool]) -> int | None:
        return next((place for place, one in places.values() if wanted(one)), None)

    return find


def _as_day(value: object) -> date:
    if isinstance(value, date):
        return value
    text = str(value)
    return date(int(text[:4]), int(text[4:6]), int(text[6:8]))


def _serial(value: object) -> int:
    return (_as_day(value) - _DAY_ZERO).days


def _other_check(rng: Random, number: object) -> str:
    return other_last_character(str(number), rng)


def _frame(out: Sample) -> None:
    """Put a repetition, blank lines, the headings again, a total and a note between the rows.

    The findings are moved to the lines in which their rows then stand.
    """
    again = len(out.rows)
    out.rows.append(list(out.rows[5]))
    out.expected.append((again, "repeated_row"))
    out.same = 1
    line = {}
    laid: list[list[Dirty]] = []
    for place, row in enumerate(out.rows):
        if place == 6:
            laid += [[], [*out.headings]]
        line[place] = FIRST_ROW + len(laid)
        laid.append(row)
    total: list[Dirty] = ["合计", f"{len(out.rows)}条"]
    laid += [[], total, ["注：本表为示例数据，全部虚构。"]]
    out.rows, count = laid, len(out.rows)
    out.expected = sorted((line[place], code) for place, code in out.expected)
    out.of_file.update(["unknown_column", "not_data", "hidden_sheet"])
    least = out.source.expect.least_rows
    if count < least:
        out.of_file["unexpected_size"] += 1
