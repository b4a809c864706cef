"""Keys of kept rows in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from zhiqiang.domains.landscapes.counting import KINDS
from zhiqiang.domains.landscapes.models import LandscapeRun
from zhiqiang.records.accounts.regions import divisions

STATES = {3: "有效", 2: "未授权", 1: "状态不明", 0: "已失效"}
#: divisions of manufacturing and of what else files patents most, GB/T 4754-2017
_DIVISIONS = "industry_divisions"


@dataclass(frozen=True)
class Words:
    """What keys of one run mean."""

    branches: Mapping[int, str] = field(default_factory=dict)
    axes: Mapping[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, run: LandscapeRun) -> Words:
        """Return the words of a run, with the names that its branches had then."""
        return cls(
            {one["id"]: one["name"] for one in run.branches} | {0: "全领域"},
            {one["id"]: one["axis"] for one in run.branches},
        )

    def of_key(self, name: str, value: Any) -> str:
        """Return the word for a key column's value."""
        if name in ("branch", "first", "second") and isinstance(value, int):
            return self.branches.get(value, f"已删除的分支 {value}")
        if name == "place":
            return _place(str(value))
        if name == "kind":
            return KINDS.get(value, str(value))
        if name == "state":
            return STATES.get(value, str(value))
        return str(value)


def _place(code: str) -> str:
    if not code:
        return "地区不明"
    return divisions().path_name(code) if code in divisions() else code
