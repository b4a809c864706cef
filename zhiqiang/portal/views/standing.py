"""What the page of a patent says of its annual fees and of the grounds for its value."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from zhiqiang.kernel.catalogue import Basis
from zhiqiang.portal.views.words_of_right import row_address, state
from zhiqiang.records.indicators.evidence import Ground, Grounds, grounds_of
from zhiqiang.records.registry import queries as registry
from zhiqiang.records.registry.fee_rules import fee_rules
from zhiqiang.records.registry.fees import FeeState, FeeYear
from zhiqiang.ui.tables import Cell, Table, table
from zhiqiang.ui.templatetags.figures import dash, day, number

_MARKS = {FeeState.GRACE: "warning", FeeState.OVERDUE: "error"}
_COLUMNS = (
    *(("年度", "n"), ("年度起日", "d"), ("最迟缴费日", "d"), ("全额（元）", "n"), ("减缴", "n")),
    *(
        ("滞纳金（元）", "n"),
        ("应缴（元）", "n"),
        ("状态", "k"),
        ("缴费日", "d"),
        ("已缴（元）", "n"),
    ),
)
_UNSURE = {"V": "（待核）", "C": "（本系统设定）"}


def standing(right: Any, person: Any, as_of: date) -> dict[str, Any]:
    """Return ``fees`` and ``worth`` for the page of a right; one that has none has neither."""
    events = registry.events_of(right.pk, person)
    fees = registry.fees_of(right, events, as_of)
    grounds = grounds_of(right, events, as_of)
    return {
        "fees": _fees(fees, as_of) if fees else None,
        "worth": _worth(right, grounds, person, as_of) if grounds else None,
    }


def _fees(fees: list[FeeYear], as_of: date) -> dict[str, Any]:
    rules = fee_rules()
    sections = (rules.schedules[-1], *rules.reductions, rules.open_licence, rules.due, rules.grace)
    open_points = (one for part in sections for one in getattr(part, "uncertain", ()))
    return {
        "table": table("各年度年费", _COLUMNS, [_fee_cells(one) for one in fees]),
        "summary": f"截至 {as_of}：{_summary(fees)}",
        "notes": list(dict.fromkeys(one.days.note for one in fees if _is_near(one, as_of)))[:2],
        "bases": [*_bases(b for part in sections for b in part.basis), *dict.fromkeys(open_points)],
    }


def _is_near(one: FeeYear, as_of: date) -> bool:
    """Say whether a note about a day not known matters now: far years come without a calendar."""
    return bool(one.days.note) and abs((one.days.due_on - as_of).days) < 400


def _summary(fees: list[FeeYear]) -> str:
    late = [one for one in fees if one.state in (FeeState.GRACE, FeeState.OVERDUE)]
    if late:
        last = late[-1]
        owed = f"，现应缴 {number(last.owed)} 元（含滞纳金 {number(last.late)} 元）"
        return f"第 {last.year} 年度{last.word}{owed}，可补缴至 {last.days.grace_until}。"
    if any(one.state is FeeState.ENDED for one in fees):
        return "权利已终止，不再产生年费。"
    ahead = next((one for one in fees if one.state is FeeState.FUTURE), None)
    if ahead is None:
        return "各年度年费已到期，没有待缴的年度。"
    return f"下一笔为第 {ahead.year} 年度 {number(ahead.owed)} 元，最迟 {ahead.days.last_on} 缴纳。"


def _fee_cells(one: FeeYear) -> list[str | Cell]:
    moved = one.days.last_on != one.days.due_on
    is_with_grant = one.state is FeeState.WITH_GRANT
    return [
        Cell(str(one.year), is_head=True),
        day(one.from_on),
        "—" if is_with_grant else Cell(day(one.days.last_on), note="遇休假日顺延" if moved else ""),
        dash(one.full and number(one.full)),
        f"{one.reduction}%" if one.reduction else "—",
        Cell(number(one.late), note=f"全额的 {one.late_percent}%") if one.late else "—",
        "—" if one.owed is None else number(one.owed),
        Cell(one.word, mark=_MARKS.get(one.state, "")),
        day(one.paid_on),
        "—" if one.paid is None else number(one.paid),
    ]


def _bases(bases: Iterable[Basis]) -> list[str]:
    said = (
        f"{one.document} {one.number} {one.article}".strip() + _UNSURE.get(one.mark, "")
        for one in bases
    )
    return list(dict.fromkeys(" ".join(one.split()) for one in said))


def _worth(right: Any, grounds: Grounds, person: Any, as_of: date) -> dict[str, Any]:
    now = state(right, as_of)
    said = f"按{grounds.title}，截至 {as_of} 符合 {grounds.met} 项"
    if grounds.met and now.in_force:
        said += "，计入高价值发明专利一件（符合几项都只计一次）。"
    else:
        said += "，不计入高价值发明专利。" if now.in_force else f"；{now.label}，不计入。"
    marks = {None: "名单未标注", True: "是", False: "否"}
    return {
        "said": said,
        "table": _grounds_table(right, grounds.grounds, person),
        "marked": f"{marks[grounds.is_marked]}（名单的标注只供对照，不改变上面的判定）",
        "notes": list(dict.fromkeys(text for one in grounds.grounds for text in one.uncertain)),
    }


def _grounds_table(right: Any, grounds: Iterable[Ground], person: Any) -> Table:
    rows = [
        [
            Cell(one.label, is_head=True),
            Cell("● 符合") if one.is_met else Cell("○ 不符合"),
            _shown_by(right, one, person),
        ]
        for one in grounds
    ]
    return table("判定标准", [("标准", "t"), ("是否符合", "k"), ("依据的记录", "t")], rows)


_FIELDS = {
    "strategic_industry": "战略性新兴产业分类",
    "has_overseas_grant": "海外有同族专利权",
    "filed_on": "申请日",
    "granted_on": "授权日",
}


def _shown_by(right: Any, one: Ground, person: Any) -> Cell:
    if one.event is not None:
        words = (one.event.document_number, one.event.note)
        note = "，".join(word for word in words if word)
        text = f"{one.event.happened_on} {one.event.get_kind_display()}"
        for batch, sheet, row in registry.provenance_of("event", one.event.pk, person)[-1:]:
            return Cell(text, row_address(batch.pk, sheet, row), note)
        return Cell(text, reverse("portal:right", args=[right.pk]) + "#history", note)
    if not one.field:
        return Cell("没有相应的事件记录")
    value = getattr(right, one.field)
    if value is None or value == "":
        return Cell(f"{_FIELDS.get(one.field, one.field)}：来源未载明")
    written = "是" if value is True else "否" if value is False else str(value)
    return Cell(f"{_FIELDS.get(one.field, one.field)}：{written}")
