"""The table of a closed period as a file: workbook, CSV, or a Word paper to be signed off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http.response import HttpResponseBase

from zhiqiang.engines.documents import Column, OfficialDocument
from zhiqiang.portal import scope
from zhiqiang.ui.exports import list_answer, read_format, word_answer
from zhiqiang.ui.templatetags.figures import number, without_keys

Groups = Sequence[tuple[str, Sequence[tuple[Any, Any]]]]
WORD = "docx"
_HEADINGS = (("指标", 36), ("数值", 14), ("单位", 8), ("来源", 8), ("数据来源说明", 60), ("更正原因", 24))  # fmt: skip
_COLUMNS = (Column("指标", 24), Column("数值", 11, True), Column("单位", 8, True), Column("上年同期", 11, True), Column("来源", 6, True), Column("数据来源说明", 40))  # fmt: skip


def period_file(kind: str, close: Any, groups: Groups, steps: Sequence[Any]) -> HttpResponseBase:
    """Answer with the figures of a close as they stand on its page, each with its origin.

    ``groups`` are heading and (figure, value of the year before); ``steps`` who did which step, for
    who may know. Raises ``BadAddress`` for a format that there is none of.
    """
    found = [one for _, lines in groups for one, _ in lines]
    name = f"{close.label}指标数值"
    origin = [
        f"{scope.full_region_name(close.row.region_code)} {name}",
        f"状态：{close.row.get_state_display()}，截至 {close.row.as_of}，快照 {close.row.snapshot}",
    ]
    if kind == WORD:
        return word_answer(f"{name}.docx", _paper(close, groups, steps))
    kind = read_format(kind, len(found), more=("Word",))
    rows = [
        (one.name, number(one.value), one.unit, one.source, _said(one), one.row.correction)
        for one in found
    ]
    return list_answer(kind, name, origin, _HEADINGS, rows)


def _said(one: Any) -> str:
    """Return what stands beside the number: where it is from, or why there is none."""
    return one.origin if one.value is not None else str(without_keys(one.row.reason))


def _paper(close: Any, groups: Groups, steps: Sequence[Any]) -> OfficialDocument:
    """Return the table in official layout: lying A4, a heading a group."""
    paper = OfficialDocument(is_landscape=True)
    paper.title(f"{scope.full_region_name(close.row.region_code)}{close.label}指标数值表")
    state = f"{close.row.get_state_display()}　截至 {close.row.as_of}　快照 {close.row.snapshot}"
    paper.line(state, is_centred=True)
    for heading, lines in groups:
        paper.heading(heading, 14)
        paper.table(_COLUMNS, [_row(one, before) for one, before in lines], 10.5)
    if not groups:
        paper.paragraph("这一报告期没有数值。")
    for word, person, at, note in steps:
        said = f"：{note}" if note != "—" else ""
        paper.line(f"{word}　{person}　{at}{said}", 12)
    return paper


def _row(one: Any, before: Any) -> tuple[str, ...]:
    said = _said(one)
    if one.row.correction:
        said += f"。更正原因：{one.row.correction}"
    return one.name, number(one.value), one.unit, number(before), one.source, said
