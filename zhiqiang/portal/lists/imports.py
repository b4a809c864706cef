"""Received files, and what was found in them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from zhiqiang.portal import labels
from zhiqiang.records.registry import queries as registry
from zhiqiang.ui.listing import Field, Listing
from zhiqiang.ui.tables import Cell
from zhiqiang.ui.templatetags.figures import moment, number, severity_word

_COUNTS = (
    ("rows", "行数"),
    ("new", "新增"),
    ("changed", "变更"),
    ("same", "不变"),
    ("refused", "拒收"),
)


def batch_list(query: QueryDict) -> Listing:
    """Describe the list of received files."""
    return Listing(
        "导入记录",
        [
            Field("id", "批次", lambda one: str(one.pk), "n", ("pk",), lambda one: one.pk, width=8),
            Field("file", "文件", _file, "t", ("file_name",), is_name=True, width=40),
            Field("source", "来源", lambda one: labels.source_title(one.source), "k", ("source",)),
            *(_count(name, label) for name, label in _COUNTS),
            Field("at", "接收时间", lambda one: moment(one.taken_over_at), "d", ("taken_over_at",)),
            Field("actor", "操作人", lambda one: one.actor, "k", ("actor",)),
            Field("hash", "文件校验值", lambda one: one.file.sha256, "mono", is_usual=False, is_in_files=True, width=66),
        ],
        query,
        "-id",
    )  # fmt: skip


def _file(one: Any) -> Cell:
    note = "" if one.undone_at is None else "已撤销"
    return Cell(one.file_name, href=reverse("portal:batch", args=[one.pk]), note=note)


def _count(name: str, label: str) -> Field:
    return Field(
        name,
        label,
        lambda one: number(getattr(one, name)),
        "n",
        (name,),
        lambda one: getattr(one, name),
        width=10,
    )


def finding_list(query: QueryDict, batch: Any) -> Listing:
    """Describe the list of what was found in a received file; its rows are ``registry.Remark``."""

    def place(one: registry.Remark) -> Cell:
        if not one.row:
            return Cell("整表")
        return Cell(
            str(one.row),
            href=row_address(batch.pk, one.sheet, one.row, heading=one.column),
            label=f"第 {one.row} 行的单元格",
        )

    return Listing(
        "导入问题",
        [
            Field("severity", "程度", _severity, "k", ("severity",), width=8),
            Field("message", "问题", lambda one: one.message, "t", is_name=True, width=80),
            Field("received", "收到的内容", lambda one: "—" if one.received is None else one.received or "（空）", "pre", width=24),
            Field("sheet", "工作表", lambda one: one.sheet or "—", "k", ("sheet",)),
            Field("row", "行", place, "n", ("row",), lambda one: one.row or None, width=8),
            Field("column", "列", lambda one: one.column or "—", "k", ("column",)),
        ],
        query,
    )  # fmt: skip


def _severity(one: registry.Remark) -> Cell:
    return Cell(severity_word(one.severity), mark=one.severity)


def row_address(batch_id: int, sheet: str, row: int, field: str = "", heading: str = "") -> str:
    """Return the address of one received row, one cell of it marked by its field or heading."""
    asked = {"sheet": sheet, "row": row, "field": field, "heading": heading}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{reverse('portal:received_row', args=[batch_id])}?{query}"
