"""Every indicator once more, in plain Python over plain rows, written from the official wording.

Nothing here reads the catalogue or the engine: what both say alike was said twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

Row = dict[str, Any]
NOT_FIRMS = ("university", "institute", "public_body", "person", "bank")
PRIZES = ("国家自然科学奖", "国家技术发明奖", "国家科学技术进步奖", "国家科技进步奖", "中国专利")
CHILDREN = {
    "990000": ("990100", "990200", "990300"),
    "990100": ("990101", "990102"),
    "990200": ("990201",),
    "990300": ("990301",),
}


@dataclass(frozen=True)
class Asked:
    """A register, a region and a day."""

    tables: dict[str, list[Row]]
    region: str
    on: date

    def inside(self, code: str) -> bool:
        if self.region == "000000":
            return True
        return code.startswith(self.region.rstrip("0") if self.region != "990000" else "99")

    @property
    def year(self) -> date:
        return date(self.on.year, 1, 1)

    @property
    def plan(self) -> date:
        first = {2016: 2016, 2021: 2021, 2026: 2026}
        return date(max(y for y in first if y <= self.on.year), 1, 1)

    def a_year_ago(self) -> Asked:
        day = 28 if (self.on.month, self.on.day) == (2, 29) else self.on.day
        return Asked(self.tables, self.region, date(self.on.year - 1, self.on.month, day))

    def holding(self, right: Row, on: date) -> Row:
        for one in self.tables["holdings"]:
            if one["right_id"] != right["id"]:
                continue
            if (one["from_on"] or date.min) <= on < (one["until_on"] or date.max):
                return one
        raise AssertionError("a right without a holding")

    def valid(self, *kinds: str) -> list[Row]:
        """Rights of the kinds that are in force on the day and held in the region."""
        living = {
            one["right_id"]
            for one in self.tables["in_force"]
            if one["from_on"] <= self.on < (one["until_on"] or date.max)
        }
        return [
            right
            for right in self.tables["rights"]
            if right["kind"] in kinds
            and right["id"] in living
            and self.inside(self.holding(right, self.on)["region_code"])
        ]

    def dated(self, kind: str, column: str, start: date) -> list[Row]:
        """Rights whose date lies in the period, held in the region on that date."""
        return [
            right
            for right in self.tables["rights"]
            if right["kind"] == kind
            and right[column] is not None
            and start <= right[column] <= self.on
            and self.inside(self.holding(right, right[column])["region_code"])
        ]

    def events(self, kinds: Sequence[str], start: date) -> list[Row]:
        return [
            one
            for one in self.tables["events"]
            if one["kind"] in kinds
            and start <= one["happened_on"] <= self.on
            and self.inside(one["region_code"])
        ]

    def designated(self, kinds: Sequence[str], level: str, start: date | None) -> list[Row]:
        """Designations that hold on the day, or with a start those that began in the period."""
        out = []
        for one in self.tables["designations"]:
            if one["kind"] not in kinds or (level and one["level"] != level):
                continue
            if not self.inside(one["region_code"]):
                continue
            if start is None:
                if one["from_on"] <= self.on < (one["until_on"] or date.max):
                    out.append(one)
            elif start <= one["from_on"] <= self.on:
                out.append(one)
        return out

    def activities(self, kinds: Sequence[str], start: date) -> list[Row]:
        return [
            one
            for one in self.tables["activities"]
            if one["kind"] in kinds
            and start <= one["held_on"] <= self.on
            and self.inside(one["region_code"])
        ]

    def stated(self, key: str, year: int, code: str | None = None) -> Decimal | None:
        """The region's own published figure."""
        code = code or self.region
        for one in self.tables["statistics"]:
            if (one["key"], one["year"], one["region_code"]) == (key, year, code):
                return one["value"]
        return None

    def added(self, key: str, year: int, code: str | None = None) -> Decimal | None:
        """The region's own published figure, else that of all its parts together."""
        code = code or self.region
        own = self.stated(key, year, code)
        if own is not None:
            return own
        parts = [self.added(key, year, child) for child in CHILDREN.get(code, ())]
        if not parts or None in parts:
            return None
        return sum((part for part in parts if part is not None), Decimal(0))

    @property
    def ended_year(self) -> int:
        return self.on.year if (self.on.month, self.on.day) == (12, 31) else self.on.year - 1


def high_value(asked: Asked) -> list[Row]:
    """Inventions in force that meet a criterion of the set of the reporting day."""
    with_pledge = asked.on < date(2026, 1, 1)
    out = []
    for right in asked.valid("invention"):
        own = [
            one
            for one in asked.tables["events"]
            if one["right_id"] == right["id"] and one["happened_on"] <= asked.on
        ]
        pledged = any(one["kind"] == "pledge" for one in own)
        prized = any(
            one["kind"] == "award" and any(word in one["note"] for word in PRIZES) for one in own
        )
        if (
            right["strategic_industry"]
            or right["has_overseas_grant"]
            or (right["filed_on"] and _ten_years_after(right["filed_on"]) < asked.on)
            or (with_pledge and pledged and right["is_marked_high_value"])
            or prized
        ):
            out.append(right)
    return out


def _ten_years_after(day: date) -> date:
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + 10, day=28 if leap and (day.year + 10) % 4 else day.day)


def rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def share(top: Decimal | int | None, bottom: Decimal | int | None, per: int) -> Decimal | None:
    if top is None or not bottom:
        return None
    return rounded(Decimal(top) * per / Decimal(bottom), 2)


def growth(of: Callable[[Asked], Any]) -> Callable[[Asked], Decimal | None]:
    def answer(asked: Asked) -> Decimal | None:
        now, before = Decimal(of(asked)), Decimal(of(asked.a_year_ago()))
        return rounded((now - before) * 100 / before, 2) if before else None

    return answer


def mean_growth(of: Callable[[Asked], Any], whole_years: bool) -> Callable[[Asked], Decimal | None]:
    """Mean growth a year since the end of the year before the plan's period."""

    def answer(asked: Asked) -> Decimal | None:
        end, start = asked.on, date(asked.plan.year - 1, 12, 31)
        is_end = (end.month, end.day) == (12, 31)
        if whole_years and not is_end:
            end, is_end = date(end.year - 1, 12, 31), True
        years = end.year - start.year if is_end else Decimal((end - start).days) / Decimal("365.25")
        if years < 1:
            return None
        now = Decimal(of(Asked(asked.tables, asked.region, end)))
        before = Decimal(of(Asked(asked.tables, asked.region, start)))
        return rounded(((now / before) ** (1 / Decimal(years)) - 1) * 100, 2) if before else None

    return answer


def documents(rows: Iterable[Row]) -> dict[Any, Decimal]:
    """Amount by document; rows without a number are documents of their own."""
    out: dict[Any, Decimal] = {}
    for one in rows:
        key = one["document_number"] or one["id"]
        out[key] = max(out.get(key, Decimal(0)), one["amount"] or Decimal(0))
    return out


def pledged_yi(asked: Asked, start: date) -> Decimal:
    total = sum(documents(asked.events(["pledge"], start)).values(), Decimal(0))
    return rounded(total / 100_000_000, 4)


def bodies(rows: Iterable[Row]) -> int:
    return len({one["party_id"] or one["party_name"] or one.get("name") for one in rows})


def firms(rows: Iterable[Row]) -> list[Row]:
    return [one for one in rows if one["party_kind"] not in NOT_FIRMS]


def tier(least: int) -> Callable[[Asked], int]:
    def answer(asked: Asked) -> int:
        held = [asked.holding(right, asked.on) for right in asked.valid("invention")]
        counts = Counter(one["party_id"] for one in held if one["party_kind"] == "firm")
        return sum(count >= least for count in counts.values())

    return answer
