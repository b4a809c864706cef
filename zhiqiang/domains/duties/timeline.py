"""The one timeline of an item, from the clause of the plan to its closing, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from zhiqiang.domains.duties.queries.items import ItemView
from zhiqiang.records.journal.queries import acts


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry of the timeline component."""

    on: date | datetime | None
    label: str
    text: str = ""
    source: str = ""
    href: str = ""


def of_item(view: ItemView) -> list[Happening]:
    """Return what happened to an item, newest first, the clause of the plan last."""
    names = acts()
    found = [
        Happening(line.at, names.get(line.act, line.act), line.note, line.by) for line in view.lines
    ]
    found += [
        Happening(entry.made_at, "台账数据填入", entry.text, entry.source)
        for entry in view.entries
        if entry.is_from_records
    ]
    found += [
        Happening(step.done_on, f"节点完成：{step.title}")
        for step in view.item.steps.all()
        if step.done_on
    ]
    found.sort(key=lambda one: _moment(one.on), reverse=True)
    of = view.item.work_list
    if of.issued_at:
        found.append(Happening(of.issued_at, f"下达 {of.year} 年度推进计划", source=of.made_by))
    found.append(
        Happening(of.made_at, f"列入 {of.year} 年度推进计划", view.item.text, of.programme_title)
    )
    return found


def _moment(on: date | datetime | None) -> str:
    if isinstance(on, datetime):
        return on.isoformat()
    return f"{on.isoformat()}T00" if on else ""
