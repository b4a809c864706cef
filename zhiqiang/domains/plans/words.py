"""Numbers and comparisons in the words that an official reads."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zhiqiang.domains.plans.models import Target

OPERATORS = {
    ">=": "不低于",
    ">": "超过",
    "<=": "不高于",
    "<": "低于",
    "=": "达到",
    "~": "约",
    "growth>=": "增长不低于",
    "growth>": "增长超过",
    "range": "",
}
MEAN = "年均"
BASES = {
    "stock": "存量",
    "annual": "年度值",
    "cumulative": "累计",
    "growth": "增长",
}
MATCHES = {
    "exact": "名称一致",
    "alias": "别名一致",
    "confirmed": "人工确认",
    "near": "名称相近，待确认",
    "none": "未对应",
}
PLACES = {
    "goal": "目标",
    "goals": "目标",
    "task": "任务",
    "tasks": "任务",
    "table": "表格",
    "safeguard": "保障措施",
}
SOFT_KINDS = {
    "trend": "增长提升",
    "rank": "位次领先",
    "level": "水平",
    "coverage": "覆盖",
    "status": "创建申报",
    "relative": "相对比较",
    "breakthrough": "实现突破",
}
TASK_KINDS = {"task": "任务", "safeguard": "保障措施", "row": "表格任务", "table_row": "表格任务"}
REVIEWS = {"": "未核对", "confirmed": "已确认", "corrected": "已更正", "added": "人工补充"}
LEVELS = {"state": "国家级", "province": "省级", "prefecture": "市级", "county": "县级"}


def due(target: Target) -> str:
    """Return the year by whose end a target holds."""
    if target.is_mean and target.basis == "annual":
        return "规划期各年平均"
    if target.is_every_year or (target.basis == "annual" and target.year is None):
        return "每年"
    return f"{target.year} 年" if target.year else "未写年份"


def number(value: Decimal | None, places: int | None = None) -> str:
    """Return ``value`` with thousands separators and no empty decimals; — where there is none."""
    if value is None:
        return "—"
    if places is not None:
        value = round(value, places)
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def amount(value: Decimal | None, unit: str, places: int = 2) -> str:
    """Return ``value`` with its unit: 12.5 亿元, 40%."""
    if value is None:
        return "—"
    return f"{number(value, places)}{'' if unit in ('%', '') else ' '}{unit}"


def promise(target: Target) -> str:
    """Return what a target promises in words: 年均增长不低于 10%; 无数字 where it has no number."""
    if target.value is None:
        return "无数字"
    said = promised(target.operator, target.value, target.value_to, target.unit)
    return f"{MEAN}{said}" if target.is_mean else said


def promised(operator: str, value: Decimal, value_to: Decimal | None, unit: str) -> str:
    """Return a promise in words: 不低于 2,000 件; 1 至 2 家; 增长不低于 10%."""
    if value_to is not None:
        return f"{number(value)} 至 {amount(value_to, unit, 6)}"
    return f"{OPERATORS.get(operator, operator)} {amount(value, unit, 6)}".strip()


def compiled(target: Mapping[str, Any], unit: str = "") -> str:
    """Return the promise of a target that the compiler gives ``as_json``."""
    value = target["value"]
    low, high = value if isinstance(value, list) else (value, None)
    top = None if high is None else Decimal(str(high))
    return promised(target["op"], Decimal(str(low)), top, unit)
