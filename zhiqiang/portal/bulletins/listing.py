"""The work list of a year on paper: what is to be done, by whom, by when; whole, or of one body."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from zhiqiang.domains.duties import queries as duties
from zhiqiang.domains.duties.lists import names
from zhiqiang.domains.duties.queries import ItemRow
from zhiqiang.domains.duties.spans import Span
from zhiqiang.engines.documents import in_words
from zhiqiang.kernel.errors import NotFound
from zhiqiang.portal.bulletins.saying import Annex, Bulletin, Part

_COLUMNS = (
    ("序号", 7), ("工作事项", 36), ("本年度要求", 22), ("牵头单位", 18), ("配合单位", 24), ("完成时限", 14),
)  # fmt: skip
_OWN = (
    ("序号", 7), ("工作事项", 36), ("职责", 8), ("牵头单位", 20), ("配合单位", 26), ("完成时限", 14),
)  # fmt: skip


def work_list(of: Any, span: Span, as_of: date, person: Any) -> Bulletin:
    """Say what a list orders, with all its items in the annex."""
    board = duties.board(of, person, as_of)
    wanted = dict(of.items.exclude(request="").values_list("pk", "request"))
    rows = [row for row in board.rows if row.state != "cancelled"]
    table = tuple(
        (row.number, row.title, wanted.get(row.id, "—"), names(row.leads) or "（待明确）",
         names(row.supports) or "—", row.due_on.isoformat())
        for row in rows
    )  # fmt: skip
    parts = (
        Part("总体安排", tuple(_overall(of, rows))),
        Part("责任单位", tuple(_bodies(rows))),
        Part("需要明确的问题", tuple(_open(rows))),
        Part("工作要求", tuple(_demands(of))),
    )
    title = f"{of.programme_title}{of.year}年度推进计划"
    annex = Annex("年度推进计划任务分解表", _COLUMNS, table)
    return Bulletin(title, as_of, None, parts, (annex,), _origin(of, as_of))


def work_of_body(of: Any, body_id: int, as_of: date, person: Any) -> Bulletin:
    """Say what one body leads and supports in a list. Raises ``NotFound`` for a body without part."""
    board = duties.board(of, person, as_of)
    own = next((one for one in duties.body_rows(board.rows) if one.body_id == body_id), None)
    if own is None:
        raise NotFound("这份推进计划中没有这个单位承担的工作。")
    kept = [
        (duty, row)
        for duty, rows in (("牵头", own.leads), ("配合", own.supports))
        for row in rows
        if row.state != "cancelled"
    ]
    table = tuple(
        (row.number, row.title, duty, names(row.leads) or "（待明确）", names(row.supports) or "—",
         row.due_on.isoformat())
        for duty, row in kept
    )  # fmt: skip
    leads = [row for duty, row in kept if duty == "牵头"]
    said = f"{own.name}承担{len(kept)}项：牵头{len(leads)}项，配合{len(kept) - len(leads)}项。"
    parts = (
        Part("承担事项", (said, *_by_month(row for _, row in kept))),
        Part("工作要求", tuple(_demands(of))),
    )
    title = f"{own.name}{of.year}年度工作任务清单"
    return Bulletin(
        title, as_of, None, parts, (Annex("工作任务清单", _OWN, table),), _origin(of, as_of)
    )


def _overall(of: Any, rows: Sequence[ItemRow]) -> Iterable[str]:
    if not rows:
        yield f"{of.year}年度没有列入推进计划的工作事项。"
        return
    sections = len({row.section for row in rows if row.section})
    among = f"，分属{sections}个方面" if sections > 1 else ""
    yield f"为落实《{of.programme_title}》，{of.year}年度推进工作事项{len(rows)}项{among}。"
    yield from _by_month(rows)


def _by_month(rows: Iterable[ItemRow]) -> Iterable[str]:
    months = Counter((row.due_on.year, row.due_on.month) for row in rows)
    told = "，".join(f"{month}月底前{count}项" for (_, month), count in sorted(months.items()))
    if told:
        yield f"按完成时限：{told}。"


def _bodies(rows: Sequence[ItemRow]) -> Iterable[str]:
    leads = Counter(part.name for row in rows for part in row.leads)
    if not leads:
        yield "没有明确牵头单位的事项。"
        return
    told = "、".join(f"{name}（{count}项）" for name, count in leads.most_common())
    yield f"牵头单位{len(leads)}个：{told}。"


def _open(rows: Sequence[ItemRow]) -> Iterable[str]:
    """Tell what the plan leaves open; items that leave the same open are named together."""
    asked: dict[str, list[str]] = {}
    for row in rows:
        for text in filter(None, row.question.split("\n")):
            asked.setdefault(text.rstrip("。"), []).append(row.number or str(row.id))
    for text, numbers in asked.items():
        yield f"第{'、'.join(numbers)}项：{text}。"
    if not asked:
        yield "没有待明确的问题。"


def _demands(of: Any) -> Iterable[str]:
    yield (
        "牵头单位对事项负总责，配合单位按职责落实。各单位在系统中填报进展并附佐证材料；"
        "工作完成后由牵头单位申请销号，经审核同意后销号。"
    )
    if of.issued_at is None:
        yield "本计划尚未下达，供征求意见。"


def _origin(of: Any, as_of: date) -> str:
    return f"事项、单位和时限据规划原文及核定的年度推进计划，截至{in_words(as_of)}。"
