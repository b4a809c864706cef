"""The task decomposition table (任务分解表) in official layout, as a Word file."""

from __future__ import annotations

import io

from zhiqiang.domains.plans.models import Programme
from zhiqiang.domains.plans.queries.tasks import TaskView, tasks_by_section
from zhiqiang.engines.documents import Column, OfficialDocument

_COLUMNS = (
    Column("序号", 6, True),
    Column("任务", 22),
    Column("主要内容", 40),
    Column("牵头单位", 14),
    Column("配合单位", 18),
    Column("时限", 8, True),
)
_LONGEST = 300


def decomposition_table(of: Programme) -> bytes:
    """Return the table: lying A4, one heading a section, numbered through."""
    paper = OfficialDocument(is_landscape=True)
    paper.title(f"{of.title.strip('《》')}任务分解表")
    facts = [of.number, of.region_name, f"第 {of.edition} 版（{of.get_state_display()}）"]
    paper.line("　".join(fact for fact in facts if fact), is_centred=True)
    number = 0
    for section in tasks_by_section(of):
        paper.heading(section.title.split(" > ")[-1] or "任务", 14)
        rows = []
        for view in section.tasks:
            number += 1
            rows.append(_row(number, view))
        paper.table(_COLUMNS, rows, 10.5)
    if not number:
        paper.paragraph("这份规划没有读出任务。")
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _row(number: int, view: TaskView) -> tuple[object, ...]:
    words = " ".join(view.words.split())
    content = words if len(words) <= _LONGEST else words[:_LONGEST] + "…"
    title = view.task.title or words[:40]
    supports = "、".join(view.supports) + ("等" if view.task.is_open_list else "")
    return number, title, content, "、".join(view.leads) or "（未写明）", supports, view.task.due
