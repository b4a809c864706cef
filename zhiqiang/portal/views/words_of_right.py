"""How a right is put into words: its facts, each with its cell, and its state on a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from zhiqiang.portal import labels, scope
from zhiqiang.records.registry import queries as registry
from zhiqiang.records.registry.correctable import FIELDS
from zhiqiang.records.registry.life import Life, life_of
from zhiqiang.ui.templatetags.figures import day

#: label, attribute of the right, fields of the sources that say it
_FACTS = (
    ("名称", "title", ("title",)),
    ("申请号或注册号", "number", ("application_number", "number")),
    ("公开号", "publication_number", ("publication_number",)),
    ("授权公告号", "grant_number", ("grant_number",)),
    ("类别", "category", ("category",)),
    ("申请人", "applicants", ("applicants",)),
    ("申请日", "filed_on", ("filed_on",)),
    ("公开日", "published_on", ("published_on",)),
    ("授权日或注册日", "granted_on", ("granted_on",)),
    ("首次发表或商业利用日", "first_public_on", ("first_public_on",)),
    ("届满日", "term_ends_on", ("term", "term_ends_on", "ended_on")),
    ("来源所载状态", "status_text", ("status_text",)),
    ("主分类号", "ipc_main", ("ipc_main",)),
    ("分类号", "ipc_all", ("ipc_all",)),
    ("国际分类", "nice_class", ("nice_class",)),
    ("代理机构", "agency", ("agency",)),
    ("战略性新兴产业分类", "strategic_industry", ("strategic_industry",)),
    ("海外有同族专利权", "has_overseas_grant", ("has_overseas_grant",)),
    ("同族文献", "family", ("family",)),
    ("名单标注高价值", "is_marked_high_value", ("is_marked_high_value",)),
    ("现权利人地区", "region_code", ("county", "address", "region_code", "city")),
)
#: which fields of lists say an attribute
SOURCE_FIELDS = {attribute: fields for _, attribute, fields in _FACTS} | {
    "holder": ("holders", "applicants"),
}
_ENDS = {
    "term": "保护期届满",
    "expiry": "保护期届满",
    "lapse": "权利终止",
    "abandonment": "主动放弃",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the bibliography; ``href`` leads to the cell that said it."""

    label: str
    text: str
    href: str = ""
    #: where officials correct it, and the correction that holds
    correct: str = ""
    held: Any = None
    #: what is known now, where an older snapshot says otherwise
    now: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """Whether a right is in force on a day, in words."""

    in_force: bool
    label: str
    reason: str = ""


def facts(
    right: Any,
    person: Any,
    origins: Sequence[tuple[Any, str, int]],
    held: Mapping[str, Any],
    may_correct: bool,
) -> list[Fact]:
    """Return what is known of a right; ``origins`` are batch, sheet and row, the newest last.

    ``held`` are the corrections that hold, by field, in words.
    """
    out = [Fact("种类", right.get_kind_display())]
    for label, attribute, fields in _FACTS:
        text, one = _text(right, attribute, person), held.get(attribute)
        if text or one:
            address = correct_address(right, attribute) if may_correct else ""
            cell = cell_address(origins, fields)
            out.append(Fact(label, text or "—", cell, address, one))
    return out


def of_holder(right: Any, held: Mapping[str, Any], may_correct: bool) -> list[Fact]:
    """Return how the holder is corrected, and the correction that holds."""
    if not may_correct and "holder" not in held:
        return []
    address = correct_address(right, "holder") if may_correct else ""
    return [Fact("权利人", "", correct=address, held=held.get("holder"))]


def correct_address(right: Any, attribute: str) -> str:
    """Return where a field of a right is corrected; empty for what cannot be."""
    if ("right", attribute) not in FIELDS or (attribute, right.holder_id) == ("holder", None):
        return ""
    return reverse("portal:correct", args=["right", right.pk, attribute])


def _text(right: Any, attribute: str, person: Any) -> str:
    value = getattr(right, attribute)
    if attribute == "applicants":
        return registry.shown_names(value, person)
    if attribute == "category":
        return labels.code_names("right_categories").get(value, value)
    if attribute == "region_code":
        return f"{scope.full_region_name(value)}（{value}）" if value else ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return day(value)
    return "" if value is None else str(value)


def cell_address(origins: Sequence[tuple[Any, str, int]], fields: Sequence[str]) -> str:
    """Return the newest row whose sheet has one of ``fields``."""
    for batch, sheet, row in reversed(origins):
        there = set(batch.columns.get(sheet, {}).values())
        for field in fields:
            if field in there:
                return row_address(batch.pk, sheet, row, field)
    return ""


def row_address(batch_id: int, sheet: str, row: int, field: str = "") -> str:
    """Return the address of one received row, one cell of it marked."""
    asked = {"sheet": sheet, "row": row, "field": field}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{reverse('portal:received_row', args=[batch_id])}?{query}"


def state(right: Any, as_of: date) -> State:
    """Return the state of a right at the end of a day, told from its events."""
    return state_of(life_of(right, right.events.all()), right, as_of)


def state_of(life: Life | None, right: Any, as_of: date) -> State:
    """Return the state on a day of a right whose life is known."""
    if right.kind == "pct_application":
        return State(False, "国际申请，不产生专利权")
    if life is not None and life.doubt:
        return State(False, "不计入有效", life.doubt)
    return _state(life or Life(()), right, as_of)


def _state(life: Life, right: Any, as_of: date) -> State:
    for one in life.intervals:
        if one.from_on <= as_of and (one.until_on is None or as_of < one.until_on):
            until = f"，保护期至 {one.until_on} 前" if one.reason == "term" else ""
            return State(True, "有效", f"自 {one.from_on} 起{until}")
    ended = [one for one in life.intervals if one.until_on and one.until_on <= as_of]
    if ended:
        last = ended[-1]
        return State(False, "失效", f"{last.until_on} {_ENDS[last.reason]}")
    if right.filed_on and right.filed_on > as_of:
        return State(False, "当日尚未申请", f"申请日为 {right.filed_on}")
    return State(False, "尚未授权或注册", "来源没有截至当日的授权或注册记载")
