"""What the board of indicators is narrowed to and sorted by, read from its address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from zhiqiang.domains.plans import queries as plans
from zhiqiang.engines.metrics import GROUPS, Indicator
from zhiqiang.ui.asked import BadAddress, asked

STATES = {"known": "有数值", "missing": "缺数据"}
KINDS = {
    "stock": "存量",
    "flow": "当期量",
    "cumulative": "累计量",
    "ratio": "比率",
    "growth": "增长率",
    "distinct": "去重计数",
    "survey": "调查值",
}
LAMPS = {"far_behind": "严重滞后", "behind": "滞后", "ok": "正常", "no_data": "无数据"}
ORDERS = {"": "按类别", "name": "按名称", "lamp": "按亮灯", "rows": "按记录多少"}


@dataclass(frozen=True, slots=True)
class Chosen:
    """The filter and the order of the board; ``plan`` is one of the region, or None.

    Body and lamp are those of the plan, so without one they narrow nothing.
    """

    name: str
    group: str
    kind: str
    state: str
    order: str
    plan: Any
    plans: Sequence[Any]
    body: str
    bodies: Sequence[str]
    lamp: str
    promised: Mapping[str, Any]

    @property
    def is_narrow(self) -> bool:
        """Say whether anything is left out."""
        return any((self.name, self.group, self.kind, self.state, self.plan, self.body, self.lamp))

    def takes(self, one: Indicator, line: Any) -> bool:
        """Say whether an indicator passes the filter; ``line`` is what the plan promises of it."""
        words = " ".join((one.name, *one.aliases)).lower()
        if self.name.lower() not in words:
            return False
        if self.group not in ("", one.group) or self.kind not in ("", one.kind):
            return False
        if self.plan is None:
            return True
        if line is None or (self.body and self.body not in line.bodies):
            return False
        return self.lamp in ("", line.standing.lamp)

    def grouped(self, lines: Sequence[Any]) -> list[tuple[str, list[Any]]]:
        """Return the lines in their order, under headings where they stand by group."""
        if self.order == "name":
            return [("", sorted(lines, key=lambda one: one.figure.name))]
        if self.order == "rows":
            return [("", sorted(lines, key=lambda one: -one.figure.rows))]
        if self.order == "lamp" and self.plan is not None:
            known = list(LAMPS)
            return [("", sorted(lines, key=lambda one: known.index(one.promised.standing.lamp)))]
        return [
            (label, [line for line in lines if line.figure.indicator.group == key])
            for key, label in GROUPS.items()
        ]


def read(request: HttpRequest) -> Chosen:
    """Return what the address asks for; ``BadAddress`` in words for what there is not."""
    at = asked(request)
    known = plans.plans_of(at.region, request.user)
    plan = _plan(request.GET.get("plan", ""), known)
    promised = plans.plan_lines(plan, at.as_of) if plan is not None else {}
    bodies = sorted({body for one in promised.values() for body in one.bodies})
    body = request.GET.get("body", "") if plan is not None else ""
    if body and body not in bodies:
        raise BadAddress(f"所选规划中没有由“{body[:20]}”承担的指标。")
    return Chosen(
        name=request.GET.get("name", "").strip()[:60],
        group=_one(request, "group", GROUPS, "这一类指标"),
        kind=_one(request, "kind", KINDS, "这一种指标"),
        state=_one(request, "state", STATES, "这种显示方式"),
        order=_one(request, "order", ORDERS, "这种排序"),
        plan=plan,
        plans=known,
        body=body,
        bodies=bodies,
        lamp=_one(request, "lamp", LAMPS, "这种亮灯") if plan is not None else "",
        promised=promised,
    )


def _one(request: HttpRequest, name: str, known: Mapping[str, str], word: str) -> str:
    text = request.GET.get(name, "")
    if text and text not in known:
        raise BadAddress(f"没有“{text[:20]}”{word}。可选{'、'.join(known.values())}。")
    return text


def _plan(text: str, known: Sequence[Any]) -> Any:
    if not text:
        return None
    for one in known:
        if text == str(one.pk):
            return one
    raise BadAddress("这一地区没有所选的规划，或者它没有公开。请从列表中选择。")
