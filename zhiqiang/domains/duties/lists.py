"""The list of work items, column by column, and the filters above it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from zhiqiang.domains.duties import pace
from zhiqiang.domains.duties.models import WorkItem
from zhiqiang.domains.duties.queries.boards import Board, BodyPart, ItemRow
from zhiqiang.ui.asked import BadAddress
from zhiqiang.ui.listing import Field, Listing
from zhiqiang.ui.tables import Cell, Page

LAMP_WORDS = {"ok": "正常", "behind": "滞后", "far_behind": "严重滞后", "no_data": "无进展"}
OPEN_QUESTIONS = {"question": "有待明确问题", "ground": "规划依据已变", "body": "单位未登记"}
_CUT = 90


def item_list(query: QueryDict, title: str) -> Listing:
    """Describe items; rows are ``ItemRow``."""
    return Listing(
        title,
        [
            Field("number", "序号", lambda one: one.number or "—", "k", lambda one: one.id, width=8),
            Field("title", "工作事项", _title, "t", lambda one: one.title, value=_whole, is_name=True, width=60),
            Field("section", "章节", lambda one: one.section.replace(" > ", " › ") or "—", "t", lambda one: one.section, is_usual=False, width=30),
            Field("leads", "牵头单位", lambda one: _bodies(one.leads), "", lambda one: names(one.leads), width=24),
            Field("supports", "配合单位", lambda one: _bodies(one.supports), "", lambda one: names(one.supports), width=36),
            Field("due", "时限", lambda one: one.due_on.isoformat(), "d", lambda one: one.due_on, width=12),
            Field("percent", "完成比例", lambda one: f"{one.percent}%" if one.percent is not None else "—", "n", lambda one: one.percent, width=10),
            Field("told", "最近填报", lambda one: one.told_on.isoformat() if one.told_on else "—", "d", lambda one: one.told_on, width=12),
            Field("state", "状态", _state, "k", lambda one: one.state, width=10),
            Field("lamp", "亮灯", lambda one: Cell("", lamp=one.pace.lamp), "d", lambda one: pace.LAMPS.index(one.pace.lamp), value=lambda one: LAMP_WORDS[one.pace.lamp], width=10),
            Field("reason", "理由", lambda one: one.pace.reason, "t", width=40),
            Field("hints", "提示", _hints, "k", lambda one: (not one.question, one.has_ground), width=12),
        ],
        query,
    )  # fmt: skip


def names(parts: Iterable[BodyPart]) -> str:
    """Return bodies in one line."""
    return "、".join(part.name for part in parts)


def _title(one: ItemRow) -> Cell:
    words = one.title if len(one.title) <= _CUT else one.title[:_CUT] + "…"
    return Cell(words, reverse("duties:item", args=[one.id]))


def _hints(one: ItemRow) -> Cell:
    hints = ["待明确"] if one.question else []
    hints += ["依据已变"] if not one.has_ground else []
    return Cell("、".join(hints) or "—", mark="warning" if hints else "")


def _whole(one: ItemRow) -> str:
    return one.title if one.title in one.text or not one.text else f"{one.title}：{one.text}"


def _state(one: ItemRow) -> Cell:
    mark = {"returned": "warning", "reported": "notice"}.get(one.state, "")
    return Cell(one.state_label, mark=mark)


def _bodies(parts: Sequence[BodyPart]) -> Cell:
    unknown = [part.name for part in parts if part.body_id is None]
    return Cell(names(parts) or "—", note="（未登记）" if unknown else "")


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked of a board: words, lamp, state, section, month of the day, what is open."""

    q: str = ""
    lamp: str = ""
    state: str = ""
    section: str = ""
    month: str = ""
    open: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.q or self.lamp or self.state or self.section or self.month or self.open)

    def keeps(self, row: ItemRow) -> bool:
        """Say whether a row is asked for."""
        return (
            (not self.lamp or row.pace.lamp == self.lamp)
            and (not self.state or row.state == self.state)
            and (not self.section or row.section == self.section)
            and (not self.month or row.due_on.isoformat()[:7] == self.month)
            and (not self.open or _is_open_about(row, self.open))
            and (not self.q or self.q in f"{row.number} {row.title} {row.text} {names(row.parts)}")
        )

    @property
    def said(self) -> list[str]:
        """Return the filters in words, for the file that is exported."""
        words = [f"含“{self.q}”" if self.q else "", LAMP_WORDS.get(self.lamp, "")]
        words += [dict(WorkItem.State.choices).get(self.state, ""), self.section, self.month]
        return [one for one in [*words, OPEN_QUESTIONS.get(self.open, "")] if one]


def _is_open_about(row: ItemRow, what: str) -> bool:
    if what == "question":
        return bool(row.question)
    if what == "ground":
        return not row.has_ground
    return any(part.body_id is None for part in row.parts)


def read_filters(query: QueryDict) -> Filters:
    """Read the filters from an address, or raise ``BadAddress``."""
    found = {name: query.get(name, "").strip() for name in Filters.__dataclass_fields__}
    known = {"lamp": LAMP_WORDS, "state": dict(WorkItem.State.choices), "open": OPEN_QUESTIONS}
    for name, values in known.items():
        if found[name] and found[name] not in values:
            raise BadAddress(f"没有“{found[name][:20]}”这一筛选项，请用列表上方的选项。")
    return Filters(**found)


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that have something in common: a section, or the month of their day."""

    key: str
    label: str
    rows: tuple[ItemRow, ...]
    counts: list[tuple[str, int]]
    closed: int


def groups(of: Board, by: str) -> list[Group]:
    """Return the rows of a board by section, in the order of the plan, or by month."""
    from zhiqiang.domains.duties.queries.boards import lamp_counts

    found: dict[str, list[ItemRow]] = {}
    for row in of.rows:
        key = row.section if by == "section" else row.due_on.isoformat()[:7]
        found.setdefault(key, []).append(row)
    ordered = found.items() if by == "section" else sorted(found.items())
    return [
        Group(
            key,
            _label(key, by),
            tuple(rows),
            lamp_counts(rows),
            sum(row.state == "closed" for row in rows),
        )
        for key, rows in ordered
    ]


def _label(key: str, by: str) -> str:
    if by == "section":
        return key.replace(" > ", " › ") or "（未写章节）"
    return f"{key[:4]} 年 {int(key[5:])} 月"


def paged(rows: Sequence[Any], number: int, size: int) -> Page:
    """Return the page asked for, or raise ``BadAddress`` past the end."""
    start = (number - 1) * size
    return page_of(rows[start : start + size], number, size, len(rows))


def page_of(shown: Sequence[Any], number: int, size: int, total: int) -> Page:
    """Return a page of rows that were cut already, or raise ``BadAddress`` past the end."""
    page = Page(number, size, total, shown)
    if number > page.pages:
        raise BadAddress(f"没有第 {number} 页，共 {page.pages} 页。")
    return page
