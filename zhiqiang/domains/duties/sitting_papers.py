"""Agenda and minutes of a sitting as Word papers in official form (GB/T 9704-2012)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.timezone import localtime

from zhiqiang.domains.duties.models import Sitting
from zhiqiang.domains.duties.queries.sittings import SittingView
from zhiqiang.engines.documents import Column, OfficialDocument, in_words, numeral

_AGENDA = (Column("序号", 9, True), Column("议题", 57), Column("提出原因", 34))
_DECIDED = (
    Column("序号", 9, True), Column("议定事项", 41), Column("责任单位", 24), Column("完成时限", 26, True),
)  # fmt: skip


def agenda_paper(view: SittingView) -> OfficialDocument:
    """Write the agenda: when and where, the points with their grounds, who is asked to come."""
    of, paper = view.sitting, OfficialDocument()
    paper.title(f"{of.name}议程")
    paper.labelled("时间", in_words(of.held_on))
    paper.labelled("地点", of.place or "（另行通知）")
    if of.chair:
        paper.labelled("主持", of.chair)
    paper.heading("一、会议议题")
    paper.table(_AGENDA, [(n, one.title, one.ground) for n, one in enumerate(view.points, 1)])
    paper.heading("二、参会单位")
    paper.paragraph(f"{_joined(one.body.name for one in view.bodies)}。")
    paper.paragraph(
        f"议题由《{of.work_list.programme_title}》{of.work_list.year}年度推进计划的办理记录提出。"
    )
    paper.closing(in_words(localtime(of.made_at).date()))
    return paper


def minutes_paper(view: SittingView) -> OfficialDocument:
    """Write the minutes: how it went, what was said to each point, what was decided, who came."""
    of, paper = view.sitting, OfficialDocument()
    paper.title(f"{of.name}纪要")
    paper.paragraph(f"{_opening(of)}现纪要如下。")
    nth = 0
    for point in view.points:
        if point.outcome:
            nth += 1
            paper.heading(f"{numeral(nth)}、{point.title}")
            for text in filter(None, (one.strip() for one in point.outcome.split("\n"))):
                paper.paragraph(text)
    if view.decisions:
        paper.heading(f"{numeral(nth + 1)}、议定事项")
        rows = [
            (n, one.text, one.body.name, in_words(one.due_on))
            for n, one in enumerate(view.decisions, 1)
        ]
        paper.table(_DECIDED, rows)
    for label, bodies in (("出席", view.present), ("缺席", view.absent)):
        if bodies:
            paper.labelled(label, _joined(_who(one) for one in bodies))
    paper.closing(in_words(of.issued_on or of.held_on))
    return paper


def _opening(of: Sitting) -> str:
    if of.opening:
        return of.opening.rstrip("。") + "。"
    who, where = of.chair or "主持人", f"在{of.place}" if of.place else ""
    return f"{in_words(of.held_on)}，{who}{where}主持召开{of.name}。"


def _who(one: Any) -> str:
    return f"{one.body.name}（{one.people}）" if one.people else str(one.body.name)


def _joined(names: Iterable[str]) -> str:
    return "、".join(names) or "（未列）"
