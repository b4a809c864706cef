"""Random lists as bureaus send them, and what their rows say, counted by plain loops.

The recount knows rights, givers and takers as the rows print them; it never sees what the register
or a snapshot makes of a row, so that an event counted at the wrong side is seen.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random

from zhiqiang.records.registry.tests.lists import numbered

REGIONS = ("330302", "330303", "330106", "110108")
FIRMS = tuple(f"{name}科技有限公司" for name in "甲乙丙丁戊己庚辛")
Row = dict[str, str]


def _day(random: Random, first: date, last: date) -> date:
    return first + timedelta(days=random.randrange((last - first).days))


@dataclass
class Lists:
    """Rows of the lists of rights, firms, legal events, licences and pledges."""

    rights: list[Row] = field(default_factory=list)
    firms: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    licences: list[Row] = field(default_factory=list)
    pledges: list[Row] = field(default_factory=list)

    def write(self, folder: Path) -> dict[str, Path]:
        """Write every list; the keys are those of their sources."""
        out = {}
        named = {"parties": self.firms, "patents": self.rights, "patent_events": self.events}
        for source, rows in (named | {"licences": self.licences, "pledges": self.pledges}).items():
            path = folder / f"{source}.csv"
            with path.open("w", encoding="utf-8", newline="") as text:
                writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)
            out[source] = path
        return out

    def held_in(self, right: Row, on: date) -> str:
        """Return the region of a right on a day: of its last taker, else that of its list."""
        region = right["区划代码"]
        own = [one for one in self.events if one["申请号"] == right["申请号"]]
        for one in sorted(own, key=lambda row: row["事务日期"]):
            if date.fromisoformat(one["事务日期"]) <= on:
                region = one["新区划代码"] or self.seat(one["新权利人"])
        return region

    def seat(self, firm: str) -> str:
        return next(row["区划代码"] for row in self.firms if row["单位名称"] == firm)

    def valid_inventions(self, region: str, on: date) -> int:
        """Count granted inventions by where they are held; their terms outlast every day asked."""
        return sum(
            date.fromisoformat(right["授权公告日"]) <= on and self.held_in(right, on) == region
            for right in self.rights
        )

    def transfers(self, region: str, on: date) -> int:
        return sum(
            (one["新区划代码"] or self.seat(one["新权利人"])) == region
            for one in self._in_year(self.events, "事务日期", on)
        )

    def licences_given(self, region: str, on: date) -> int:
        return sum(
            self._acted_in(one, on="备案日", by="许可人") == region
            for one in self._in_year(self.licences, "备案日", on)
        )

    def pledged_projects(self, region: str, on: date) -> int:
        rows = self._in_year(self.pledges, "登记日", on)
        inside = [one for one in rows if self._acted_in(one, on="登记日", by="出质人") == region]
        return len({one["质押登记号"] for one in inside})

    def _acted_in(self, row: Row, on: str, by: str) -> str:
        """Return where the side of the right's holder sits that a row names."""
        if row["区划代码"]:
            return row["区划代码"]
        right = next(one for one in self.rights if one["申请号"] == row["专利号"])
        return self.held_in(right, date.fromisoformat(row[on])) or self.seat(row[by])

    @staticmethod
    def _in_year(rows: Sequence[Row], column: str, on: date) -> list[Row]:
        first, last = f"{on.year}-01-01", on.isoformat()
        return [one for one in rows if first <= one[column] <= last]


def make(seed: int, is_astray: bool, rights: int = 40) -> Lists:
    """Return lists that fit together: who gives a right away held it.

    Rows state the seat of the firm or nothing; where they are ``is_astray``, any region: that of a
    branch, which holds for the row, and says nothing of the firm.
    """
    random = Random(seed)
    out = Lists(firms=[{"单位名称": firm, "区划代码": random.choice(REGIONS)} for firm in FIRMS])
    for serial in range(1, rights + 1):
        _add_right(out, serial, is_astray, random)
    return out


def _add_right(out: Lists, serial: int, is_astray: bool, random: Random) -> None:
    number, filed = numbered(2015, 1, serial), _day(random, date(2015, 1, 1), date(2015, 12, 31))
    granted = _day(random, date(2017, 1, 1), date(2019, 1, 1))
    holder = random.choice(FIRMS)
    out.rights.append(
        {"申请号": number, "名称": f"装置{serial}", "专利类型": "发明", "申请日": filed.isoformat(),
         "授权公告日": granted.isoformat(), "申请人": holder, "区划代码": out.seat(holder)}
    )  # fmt: skip
    for on in sorted({_day(random, date(2019, 2, 1), date(2024, 1, 1)) for _ in range(serial % 3)}):
        taker = random.choice([one for one in FIRMS if one != holder])
        stated = (*REGIONS, "", "") if is_astray else (out.seat(taker), "")
        out.events.append(
            {"申请号": number, "事务类型": "TR01", "事务日期": on.isoformat(),
             "原权利人": holder, "新权利人": taker, "新区划代码": random.choice(stated)}
        )  # fmt: skip
        holder = taker
        acted = on + timedelta(days=random.randrange(1, 30))
        row = {"专利号": number, "区划代码": random.choice(stated)}
        if random.random() < 0.5:
            out.licences.append(
                {"备案号": f"L{serial}{on:%m%d}", **row, "许可人": holder,
                 "被许可人": random.choice(FIRMS), "备案日": acted.isoformat()}
            )  # fmt: skip
        else:
            out.pledges.append(
                {"质押登记号": f"Y{serial}{on:%m%d}", **row, "出质人": holder, "质权人": "某某银行",
                 "登记日": acted.isoformat(), "金额": "100万元"}
            )  # fmt: skip
