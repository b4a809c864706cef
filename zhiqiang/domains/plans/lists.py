"""The lists of a programme, column by column: its targets place by place, and its tasks."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from zhiqiang.domains.plans import words
from zhiqiang.domains.plans.models import Programme
from zhiqiang.domains.plans.queries.tasks import TaskView
from zhiqiang.domains.plans.standing import Standing
from zhiqiang.ui.asked import Asked
from zhiqiang.ui.listing import Field, Listing
from zhiqiang.ui.tables import Cell

_QUOTED = 60


def target_list(query: QueryDict, of: Programme, at: Asked) -> Listing:
    """Describe the printed places of targets; rows are standings."""
    asked_for = _kept(query)

    def name(one: Standing) -> Cell:
        href = _address("plans:target", [of.pk, one.target.code], asked_for)
        note = f"对象：{one.target.subject}" if one.target.subject else ""
        return Cell(one.target.indicator_name, href=href, note=note)

    def actual(one: Standing) -> Cell:
        if one.value is None:
            return Cell("—")
        href = _rows_address(one, of, at.as_of)
        day = f"截至 {one.judged_on.isoformat()}" if one.judged_on else ""
        return Cell(words.amount(one.value, one.unit), href=href, note=day)

    return Listing(
        "逐处目标",
        [
            Field("name", "目标", name, "t", lambda one: one.target.indicator_name, is_name=True),
            Field("quote", "原文", lambda one: _cut(one.target.quote), "t"),
            Field("promise", "承诺", _promise, "t", lambda one: (one.target.unit, one.target.value)),
            Field("due", "期限", lambda one: words.due(one.target), "d", lambda one: one.target.year),
            Field("place", "位置", lambda one: _place(of, one), "d", lambda one: one.target.position),
            Field("actual", "实际", actual, "n", lambda one: one.actual),
            Field("lamp", "亮灯", lambda one: Cell("", lamp=str(one.lamp)), "d", lambda one: one.lag),
            Field("reason", "理由", lambda one: one.reason, "t"),
            Field("nature", "属性", lambda one: one.target.nature or "—", "d", lambda one: one.target.nature, is_usual=False),
        ],
        query,
    )  # fmt: skip


def task_list(query: QueryDict, of: Programme) -> Listing:
    """Describe the tasks of a programme; rows are ``TaskView``."""
    return Listing(
        "任务",
        [
            Field("number", "序号", lambda one: one.task.number or "—", "d", lambda one: one.task.position),
            Field("title", "任务", lambda one: _order(of, one), "t", lambda one: one.task.title, is_name=True),
            Field("section", "章节", lambda one: one.task.section.replace(" > ", " › ") or "—", "t", lambda one: one.task.section),
            Field("leads", "牵头单位", _leads, "t", lambda one: "、".join(one.leads)),
            Field("supports", "配合单位", _supports, "t", lambda one: "、".join(one.supports)),
            Field("due", "时限", lambda one: one.task.due or "—", "d", lambda one: one.task.due),
        ],
        query,
    )  # fmt: skip


def _order(of: Programme, one: TaskView) -> Cell:
    title = one.task.title or one.words
    said = one.words if one.task.title else ""
    href = source_address(of.pk, one.task.code)
    return Cell(_cut(title, 160), href=href, note=_cut(said, 110), label=f"原文：{_cut(title, 40)}")


def _leads(one: TaskView) -> str:
    return "、".join(one.leads) or ("—" if one.supports else "未写明责任单位")


def _supports(one: TaskView) -> Cell:
    note = "以“等”结尾，未列全" if one.task.is_open_list else ""
    return Cell("、".join(one.supports) or "—", note=note)


def _promise(one: Standing) -> Cell:
    return Cell(one.promised, note=words.BASES.get(one.target.basis, "未写明"))


def _place(of: Programme, one: Standing) -> Cell:
    word = words.PLACES.get(one.target.where, "正文")
    return Cell(
        word,
        href=source_address(of.pk, one.target.code),
        label=f"{word}：{_cut(one.target.quote, 40)}",
    )


def _rows_address(one: Standing, of: Programme, as_of: date) -> str:
    asked_for = {"region": of.region_code, "as_of": (one.judged_on or as_of).isoformat()}
    if one.rows_since:
        asked_for["since"] = one.rows_since.isoformat()
    return _address("portal:indicator_rows", [one.target.indicator_key], asked_for)


def source_address(programme_id: int, at: str) -> str:
    """Return the address of a place in the source text."""
    return f"{_address('plans:source', [programme_id], {'at': at})}#w-at"


def _kept(query: QueryDict) -> dict[str, str]:
    """Return what follows a reader from page to page: the region and the day."""
    return {name: query[name] for name in ("region", "as_of") if query.get(name)}


def _address(name: str, args: list[Any], asked_for: dict[str, str]) -> str:
    path = reverse(name, args=args)
    return f"{path}?{urlencode(asked_for)}" if asked_for else path


def _cut(text: str, length: int = _QUOTED) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"
