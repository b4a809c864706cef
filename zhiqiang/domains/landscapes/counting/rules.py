"""Counting rules of a landscape: what one is, which kinds, by which day, in which window."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Self

from zhiqiang.kernel.errors import Refused

#: kinds of rights that a landscape may count
KINDS = {
    "invention": "发明专利",
    "utility_model": "实用新型",
    "design": "外观设计",
    "pct_application": "PCT国际申请",
}
UNITS = {"application": "按件（每个申请号计一件）", "family": "按同族（同一技术的多次申请计一件）"}
DAYS = {"filed_on": "申请日", "published_on": "公开日", "granted_on": "授权日"}


@dataclass(frozen=True, slots=True)
class Rules:
    """How hits are counted.

    ``unit`` family: applications of one holder under one title, each within ``family_months`` of the
    one before, are one; it stands at its earliest day. Rows without ``day`` fall into no year and
    are left out; ``since`` and ``until`` are included. ``as_of`` is the day of the legal status.
    """

    unit: str
    kinds: tuple[str, ...]
    day: str
    since: date
    until: date
    as_of: date
    region: str
    family_months: int = 12

    def checked(self) -> Self:
        """Return the rules, or raise ``Refused`` that says which of them cannot be."""
        if self.unit not in UNITS:
            raise Refused("请选择计数单位：按件或按同族。")
        if not self.kinds or set(self.kinds) - set(KINDS):
            raise Refused("请至少选择一种专利类型。")
        if self.day not in DAYS:
            raise Refused("请选择按哪个日期统计：申请日、公开日或授权日。")
        if self.since > self.until:
            raise Refused(f"统计时段从 {self.since} 到 {self.until}，起始日晚于截止日，请核对。")
        return self

    def as_json(self) -> dict[str, Any]:
        """Return the rules as they are kept."""
        days = {name: getattr(self, name).isoformat() for name in ("since", "until", "as_of")}
        return asdict(self) | days | {"kinds": list(self.kinds)}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        """Return kept rules."""
        days = {name: date.fromisoformat(kept[name]) for name in ("since", "until", "as_of")}
        return cls(**(kept | days | {"kinds": tuple(kept["kinds"])}))

    @property
    def in_words(self) -> str:
        """Say the rules in one line, as it stands under every chart."""
        kinds = "、".join(zh for key, zh in KINDS.items() if key in self.kinds)
        unit = (
            "按申请号计件"
            if self.unit == "application"
            else f"同一权利人、同一名称、前后相隔不超过{self.family_months}个月的计一件"
        )
        return (
            f"{kinds}；{unit}；按{DAYS[self.day]}，{self.since} 至 {self.until}；"
            f"法律状态截至 {self.as_of}"
        )
