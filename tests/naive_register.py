"""A second, naive reading of the example's lists: plain loops over the cells of the files.

It knows nothing of the ledger, the lake or the measure algebra, so that a figure that both agree
on was not made wrong twice by the same code.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

Row = dict[str, Any]
INVENTION, DESIGN = "发明", "外观设计"


def read_rows(path: Path, first_heading: str) -> list[Row]:
    """Return the rows below the line that holds ``first_heading``."""
    if path.suffix == ".csv":
        with path.open(encoding="gb18030", newline="") as text:
            lines: list[list[Any]] = list(csv.reader(text))
    else:
        lines = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    head = next(n for n, line in enumerate(lines) if first_heading in line)
    return [dict(zip(lines[head], line, strict=False)) for line in lines[head + 1 :]]


def day(cell: Any) -> date | None:
    """Return the day that a cell states."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = str(int(cell)) if isinstance(cell, float) else str(cell).strip()
    if not text or text.startswith("00"):
        return None
    if text.isdigit():
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    parts = [int(part) for part in text.replace(".", "-").split("-")]
    return date(*parts)


def after_years(start: date, years: int) -> date:
    """Return the same day ``years`` later, 1 March for 29 February."""
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return date(start.year + years, 3, 1)


def number_of(cell: Any) -> str:
    """Return an application number as digits, without ZL, dot and width."""
    return str(cell).removeprefix("ZL").replace("．", ".").replace(".", "")


class NaiveRegister:
    """The lists of one example, read once."""

    def __init__(self, folder: Path, region: str) -> None:
        self.folder = folder
        self.prefix = region[:4] if region.endswith("00") else region

    def inside(self, code: Any) -> bool:
        """Say whether a division code lies in the region."""
        return str(code).startswith(self.prefix)

    @cached_property
    def patents(self) -> dict[str, Row]:
        """Return the patents by number; rows without a name are refused, later rows say the same."""
        rows = read_rows(self.folder / "专利明细.xlsx", "申请号")
        return {number_of(row["申请号"]): row for row in rows if row["专利名称"]}

    @cached_property
    def events(self) -> dict[str, list[tuple[date, Row]]]:
        """Return the gazette by number, in order of day; unknown patents have none."""
        out: dict[str, list[tuple[date, Row]]] = {}
        for row in read_rows(self.folder / "专利法律事务.csv", "事务类型"):
            number, when = number_of(row["申请号"]), day(row["事务日期"])
            if number in self.patents and when:
                out.setdefault(number, []).append((when, row))
        for inside in out.values():
            inside.sort(key=lambda pair: pair[0])
        return out

    @cached_property
    def places(self) -> dict[str, str]:
        """Return the region of every party by name, natural persons by their patents."""
        named = {
            row["单位名称"]: row["区划代码"]
            for row in read_rows(self.folder / "企业名录.xlsx", "单位名称")
        }
        for row in self.patents.values():
            named.setdefault(str(row["当前权利人"]).split(";")[0], row["区划代码"])
        return named

    def is_in_force(self, number: str, on: date) -> bool:
        """Say whether a patent is in force on a day, from its grant, its events and its term."""
        row = self.patents[number]
        granted, filed = day(row["授权公告日"]), day(row["申请日"])
        if granted is None or granted > on or filed is None:
            return False
        new_design = row["专利类型"] == DESIGN and filed >= date(2021, 6, 1)
        years = 20 if row["专利类型"] == INVENTION else 15 if new_design else 10
        if on >= after_years(filed, years):
            return False
        alive = True
        for when, event in self.events.get(number, []):
            if event["事务类型"] == "IW01":
                return False
            if when <= on and event["事务类型"] in ("CF01", "RR01"):
                alive = event["事务类型"] == "RR01"
        return alive

    def holder_on(self, number: str, on: date) -> tuple[str, str]:
        """Return first holder and region on a day: today's, with later transfers undone."""
        row = self.patents[number]
        holder, region = str(row["当前权利人"]).split(";")[0], str(row["区划代码"])
        for when, event in reversed(self.events.get(number, [])):
            if event["事务类型"] == "TR01" and when > on:
                holder = event["原权利人"]
                region = self.places.get(holder, "")
        return holder, region

    def inventions_in_force(self, on: date) -> list[str]:
        """Return the inventions of the region in force on a day."""
        return [
            number
            for number, row in self.patents.items()
            if row["专利类型"] == INVENTION
            and self.is_in_force(number, on)
            and self.inside(self.holder_on(number, on)[1])
        ]

    def patents_in_force(self, on: date) -> int:
        """Return how many patents of every kind the region has in force on a day."""
        return sum(
            self.is_in_force(number, on) and self.inside(self.holder_on(number, on)[1])
            for number in self.patents
        )

    @cached_property
    def pledged_on(self) -> dict[str, date]:
        """Return the first day of a pledge of each patent."""
        out: dict[str, date] = {}
        for row in read_rows(self.folder / "知识产权质押登记.xlsx", "质押登记号"):
            number, when = number_of(row["专利号"]), day(row["登记日"])
            if when:
                out[number] = min(when, out.get(number, when))
        return out

    def is_high_value(self, number: str, on: date) -> bool:
        """Say whether one of the five grounds holds for an invention on a day."""
        row = self.patents[number]
        filed, pledged = day(row["申请日"]), self.pledged_on.get(number)
        return bool(
            row["战略性新兴产业分类"]
            or row["海外有同族专利权"] == "是"
            or (filed and after_years(filed, 10) < on)
            or (pledged and pledged <= on and row["高价值发明专利"] == "是")
            or any(
                when <= on and event["事务类型"] == "获奖"
                for when, event in self.events.get(number, [])
            )
        )

    def high_value_inventions(self, on: date) -> int:
        """Return the inventions in force that meet a ground."""
        return sum(self.is_high_value(number, on) for number in self.inventions_in_force(on))

    def transfers(self, year: int) -> int:
        """Return the transfers of a year whose new holder sits in the region."""
        return sum(
            event["事务类型"] == "TR01" and when.year == year and self.inside(event["新区划代码"])
            for inside in self.events.values()
            for when, event in inside
        )

    def firms_with_inventions(self, least: int, on: date) -> int:
        """Return how many firms hold at least so many inventions in force."""
        held = Counter(
            self.holder_on(number, on)[0]
            for number in self.inventions_in_force(on)
            if self.holder_on(number, on)[0].endswith(("公司", "）"))
        )
        return sum(count >= least for count in held.values())

    def patents_of_year(self, heading: str, year: int) -> Iterator[str]:
        """Yield inventions whose date under ``heading`` lies in a year and whose holder sat inside."""
        for number, row in self.patents.items():
            when = day(row[heading])
            if row["专利类型"] == INVENTION and when and when.year == year:
                last = date(year, 12, 31)
                if self.inside(self.holder_on(number, last)[1]):
                    yield number

    def marks_in_force(self, on: date) -> int:
        """Return the registrations, number and class each, whose printed term covers a day."""
        count = 0
        for row in read_rows(self.folder / "商标清单.csv", "注册号"):
            term = row["专用权期限"].replace("年", "-").replace("月", "-").replace("日", "")
            if " 至 " not in term or not self.inside(row["区划代码"]) or row["国际分类"] == "0":
                continue
            until = day(term.split(" 至 ")[1])
            registered = day(row["注册公告日期"])
            ended = day(row["失效日"])
            if (
                registered
                and registered <= on
                and until
                and on <= until
                and not (ended and ended <= on)
            ):
                count += 1
        return count

    def pledges(self, years: range) -> dict[str, tuple[str, float]]:
        """Return the contracts registered in these years: number to pledger and amount in 万元."""
        out = {}
        for row in read_rows(self.folder / "知识产权质押登记.xlsx", "质押登记号"):
            when = day(row["登记日"])
            if when and when.year in years and self.inside(row["区划代码"]):
                out[row["质押登记号"]] = (row["出质人"], float(row["金额(万元)"]))
        return out

    def designated(self, kinds: tuple[str, ...], years: range, level: str = "") -> int:
        """Return how many designations of these kinds began in these years."""
        return sum(
            row["认定种类"] in kinds
            and (not level or row["级别"] == level)
            and day(row["认定日期"]).year in years  # type: ignore[union-attr]
            and self.inside(row["区划代码"])
            for row in read_rows(self.folder / "认定和项目清单.xlsx", "认定种类")
        )

    def held(self, kinds: tuple[str, ...], years: range, sum_of: str = "") -> int:
        """Return the number of activities in these years, or the sum of a column over them."""
        total = 0
        for row in read_rows(self.folder / "活动清单.xlsx", "活动种类"):
            when = day(row["举办日期"])
            if row["活动种类"] not in kinds or not when or when.year not in years:
                continue
            is_refused = isinstance(row["人次"], str) and row["人次"] != ""
            if self.inside(row["区划代码"]) and not is_refused:
                total += int(row[sum_of] or 0) if sum_of else 1
        return total

    def filed(self, file_name: str, heading: str, year: int) -> int:
        """Return the rows of a list whose date under ``heading`` lies in a year."""
        rows = read_rows(self.folder / file_name, heading)
        return sum(
            day(row[heading]).year == year and self.inside(row["区划代码"])  # type: ignore[union-attr]
            for row in rows
        )

    def statistic(self, name: str, region: str, year: int) -> float:
        """Return a published figure as it stands in the list."""
        rows = read_rows(self.folder / "统计数据.xlsx", "指标")
        return next(
            float(row["数值"])
            for row in rows
            if (row["指标"], row["区划代码"], int(row["年度"])) == (name, region, year)
        )
