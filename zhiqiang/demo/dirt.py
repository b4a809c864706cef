"""A handful of the slips that received lists really have, so that the example shows findings.

Patents that other lists speak of are left alone: only applications without a later event are
soiled, so that a slip in one list does not silently empty another.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from zhiqiang.demo.numbering import other_last_character
from zhiqiang.demo.sheets import Sheet, Value

Rows = list[list[Value]]


def soil(sheet: Sheet, seed: str) -> Sheet:
    """Return the list with its slips; the same ones for the same seed."""
    dirty = _SLIPS.get(sheet.file_name)
    if dirty is None or not sheet.rows:
        return sheet
    rng = Random(f"{seed}:dirt:{sheet.file_name}")  # noqa: S311
    rows = [list(row) for row in sheet.rows]
    at = {heading: place for place, heading in enumerate(sheet.headings)}
    dirty(rows, at, rng)
    return replace(sheet, rows=rows)


def _patents(rows: Rows, at: dict[str, int], rng: Random) -> None:
    quiet = [row for row in rows if row[at["法律状态"]] in ("驳回", "视为撤回", "主动撤回")]
    chosen = rng.sample(quiet, min(22, len(quiet)))
    for row in chosen[:8]:
        row[at["申请号"]] = other_last_character(str(row[at["申请号"]]), rng)
    for row in chosen[8:13]:
        row[at["申请日"]] = None
    for row in chosen[13:16]:
        row[at["申请日"]] = "00-00-00"
    for row in chosen[16:18]:
        row[at["专利名称"]] = ""
    for row in chosen[18:20]:
        row[at["申请号"]] = str(row[at["申请号"]]).replace(".", "．")
    rows += [list(row) for row in chosen[20:]]


def _events(rows: Rows, at: dict[str, int], rng: Random) -> None:
    for row in rng.sample(rows, min(3, len(rows))):
        stranger = list(row)
        stranger[at["申请号"]] = "200410053749.9"
        stranger[at["专利名称"]] = "不在明细中的专利"
        rows.append(stranger)


def _parties(rows: Rows, at: dict[str, int], rng: Random) -> None:
    quiet = [row for row in rows if row[at["企业规模"]] == "微型"][-40:]
    for row in rng.sample(quiet, min(4, len(quiet))):
        row[at["统一社会信用代码"]] = other_last_character(str(row[at["统一社会信用代码"]]), rng)


def _trademarks(rows: Rows, at: dict[str, int], rng: Random) -> None:
    quiet = [row for row in rows if row[at["商标状态"]] == "等待实质审查"]
    for row in rng.sample(quiet, min(2, len(quiet))):
        row[at["国际分类"]] = 0
    for row in rng.sample(quiet, min(4, len(quiet))):
        row[at["专用权期限"]] = "至"
    published = [row for row in rows if row[at["商标状态"]] == "初审公告"]
    for row in rng.sample(published, min(5, len(published))):
        row[at["商标状态"]] = "初步审定公告"


def _designations(rows: Rows, at: dict[str, int], rng: Random) -> None:
    last = list(rows[-1])
    last[at["认定种类"]], last[at["名称"]] = "年度十佳创新之星", "未列入目录的称号"
    rows.append(last)
    for row in rng.sample(rows[:-1], min(3, len(rows) - 1)):
        day = row[at["认定日期"]]
        row[at["认定日期"]] = f"{day.year}.{day.month}.{day.day}"  # type: ignore[union-attr]


def _activities(rows: Rows, at: dict[str, int], rng: Random) -> None:
    consultations = [row for row in rows if row[at["活动种类"]] == "咨询服务"]
    for row in rng.sample(consultations, min(2, len(consultations))):
        row[at["人次"]] = "约二十余"


_SLIPS: dict[str, Callable[[Rows, dict[str, int], Random], None]] = {
    "专利明细.xlsx": _patents,
    "专利法律事务.csv": _events,
    "企业名录.xlsx": _parties,
    "商标清单.csv": _trademarks,
    "认定和项目清单.xlsx": _designations,
    "活动清单.xlsx": _activities,
}
