"""The task decomposition table (任务分解表) in official layout, as a Word file."""

from __future__ import annotations

import io

from zhiqiang.domains.plans.models import Programme
from zhiqiang.domains.plans.queries.tasks import TaskView, tasks_by_section
from zhiqiang.engines.documents import Column, OfficialDocument

_FIRST = (Column("序号", 6, True), Column("任务", 22), Column("主要内容", 40))
_DUTIES = (Column("牵头单位", 14), Column("配合单位", 18))
_JOINT = (Column("责任单位", 22),)
_DUE = (Column("时限", 8, True),)
_LONGEST = 300


def decomposition_table(of: Programme) -> bytes:
    """Return the table: lying A4, one heading a section, numbered through.

    A plan that never tells leaders from others has one column of 责任单位, as it prints them; a
    column of dates stands where there is one.
    """
    paper = OfficialDocument(is_landscape=True)
    paper.title(f"{of.title.strip('《》')}任务分解表")
    facts = [of.number, of.region_name, f"第 {of.edition} 版（{of.get_state_display()}）"]
    paper.line("　".join(fact for fact in facts if fact), is_centred=True)
    number, sections = 0, tasks_by_section(of)
    views = [view for section in sections for view in section.tasks]
    is_joint = not any(view.supports or "牵头" in view.task.text for view in views)
    due = _DUE if any(view.task.due for view in views) else ()
    columns = (*_FIRST, *(_JOINT if is_joint else _DUTIES), *due)
    for section in sections:
        paper.heading(section.title.split(" > ")[-1] or "任务", 14)
        rows = []
        for view in section.tasks:
            number += 1
            rows.append(_row(number, view, is_joint)[: len(columns)])
        paper.table(columns, rows, 10.5)
    if not number:
        paper.paragraph("这份规划没有读出任务。")
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _row(number: int, view: TaskView, is_joint: bool) -> tuple[object, ...]:
    words = " ".join(view.words.split())
    content = words if len(words) <= _LONGEST else words[:_LONGEST] + "…"
    title = view.task.title or words[:40]
    leads, supports = "、".join(view.leads), "、".join(view.supports)
    if view.task.is_open_list and supports:
        supports += "等"
    elif view.task.is_open_list and leads:
        leads += "等"
    if not is_joint and not view.is_lead_told:
        leads += "（未标明牵头单位）"
    leads = leads or "（未写明）"
    return number, title, content, *((leads,) if is_joint else (leads, supports)), view.task.due
