"""What a person may write into a reading, checked: each refusal says what would be right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from zhiqiang.domains.plans import words
from zhiqiang.domains.plans.correcting.anchors import Item
from zhiqiang.domains.plans.readings import LEAD, SUPPORT, plain
from zhiqiang.kernel.errors import Refused

LABELS = {
    "indicator_name": "指标名称", "subject": "对象", "operator": "比较", "value": "目标值",
    "value_to": "目标值上限", "unit": "单位", "year": "目标年", "is_every_year": "逐年", "is_mean": "年均",
    "basis": "口径", "title": "标题", "due": "时限", "bodies": "责任单位", "item": "补充内容",
    "soft_kind": "种类", "answer": "答复", "indicator": "对应指标", "about": "目标名称",
    "parts": "拆分为", "others": "并入", "identity": "同一目标", "text": "内容",
}  # fmt: skip
#: the longest text of a field
_LONGEST = {"indicator_name": 200, "subject": 200, "unit": 20, "title": 300, "due": 60}
_TARGET = (
    "indicator_name", "subject", "operator", "value", "value_to", "unit", "year",
    "is_every_year", "is_mean", "basis",
)  # fmt: skip
_TASK = ("title", "due")
_YEARS = (1949, 2100)
_MOST_BODIES = 60


def clean(values: Mapping[str, Any], subject: str) -> Item:
    """Return the fields of ``values`` as they are kept; raises ``Refused`` for what cannot be."""
    allowed = _TARGET if subject == "target" else _TASK
    unknown = set(values) - set(allowed)
    if unknown:
        raise Refused(f"不能更正这些内容：{'、'.join(LABELS.get(n, n) for n in sorted(unknown))}。")
    return {name: _clean(name, value) for name, value in values.items()}


def _clean(name: str, value: Any) -> Any:
    match name:
        case "value" | "value_to":
            return _number(name, value)
        case "year":
            return _year(value)
        case "is_every_year" | "is_mean":
            return bool(value)
        case "operator":
            return _one_of(name, str(value or ""), words.OPERATORS)
        case "basis":
            return _one_of(name, str(value or ""), words.BASES)
    text = " ".join(str(value or "").split())
    if len(text) > _LONGEST[name]:
        raise Refused(f"{LABELS[name]}不能超过 {_LONGEST[name]} 个字，现有 {len(text)} 个。")
    if name in ("indicator_name", "title") and not text:
        raise Refused(f"{LABELS[name]}不能为空。")
    return text


def _number(name: str, value: Any) -> str | None:
    text = "".join(str("" if value is None else value).split()).replace(",", "").replace("，", "")
    if not text:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) >= Decimal(10) ** 15:
        raise Refused(f"{LABELS[name]}“{text[:20]}”不是数字，请只填数字，例如 2000 或 12.5。")
    return plain(round(number, 6))


def _year(value: Any) -> int | None:
    text = str("" if value is None else value).strip().removesuffix("年").strip()
    if not text:
        return None
    if not text.isdecimal() or not _YEARS[0] <= int(text[:6]) <= _YEARS[1]:
        raise Refused(f"目标年“{text[:10]}”无效，请填四位年份，例如 2025；未写年份时留空。")
    return int(text)


def _one_of(name: str, value: str, choices: Mapping[str, str]) -> str:
    if value and value not in choices:
        named = "、".join(word for word in choices.values() if word)
        raise Refused(f"{LABELS[name]}“{value[:20]}”无效，可选{named}。")
    return value


def clean_bodies(bodies: Iterable[Iterable[str]]) -> list[list[str]]:
    """Return [duty, name] pairs without blanks and repeats, those who lead first."""
    out: dict[str, str] = {}
    for duty, name in bodies:
        name = "".join(str(name).split())
        if duty not in (LEAD, SUPPORT):
            raise Refused(f"职责“{str(duty)[:10]}”无效，可选牵头、配合。")
        if len(name) > 120:
            raise Refused(f"单位名称“{name[:20]}…”超过 120 个字，多个单位请用顿号分开。")
        if name:
            out.setdefault(name, duty)
    if len(out) > _MOST_BODIES:
        raise Refused(f"一项任务最多 {_MOST_BODIES} 个责任单位，现有 {len(out)} 个。")
    return [[d, n] for d in (LEAD, SUPPORT) for n, duty in out.items() if duty == d]


def require_whole(item: Item, subject: str) -> None:
    """Refuse an added reading that lacks what makes it one."""
    if subject == "task" and not item["title"]:
        raise Refused("补充任务须填写标题。")
    if subject == "target" and not (item["indicator_name"] and item["value"] is not None):
        raise Refused("补充目标须填写指标名称和目标值。")
