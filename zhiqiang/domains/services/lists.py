"""Lists of cases, column by column."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.timezone import localdate, localtime

from zhiqiang.records.casework.queries import item_of
from zhiqiang.records.casework.verbs import DRAFT, OPEN
from zhiqiang.ui.listing import Field, Listing
from zhiqiang.ui.tables import Cell


def own_list(query: QueryDict) -> Listing:
    """Describe the cases of an applicant."""
    return Listing(
        "我的办件",
        [
            _number(),
            Field("title", "事项", lambda one: one.service.title, "t", width=30),
            Field("state", "状态", _state, "k", width=10),
            Field("due", "应于何日前办理", _due, "d", width=14),
            Field("body", "办理单位", lambda one: one.body.name, "", width=24),
            Field("submitted", "提交日期", lambda one: _day(one.submitted_at), "d", width=12),
        ],
        query,
    )


def inbox_list(query: QueryDict) -> Listing:
    """Describe the cases of an office."""
    return Listing(
        "办件",
        [
            _number(),
            Field("title", "事项", lambda one: one.service.title, "t", width=30),
            Field("applicant", "申请人", applicant_of, "", width=20),
            Field("step", "环节", lambda one: item_of(one.service).step(one.step).zh, "k", width=12),
            Field("state", "状态", _state, "k", width=10),
            Field("due", "最近到期日", _due, "d", width=14),
            Field("holder", "经办人", lambda one: str(one.delegate or one.holder or "—"), "k", width=12),
            Field("body", "办理单位", lambda one: one.body.name, "", is_usual=False, width=24),
            Field("submitted", "提交日期", lambda one: _day(one.submitted_at), "d", width=12),
        ],
        query,
    )  # fmt: skip


def applicant_of(one: Any) -> str:
    """Return who applied: the account, who is named on paper, or somebody without an account."""
    if one.applicant is not None:
        return str(one.applicant)
    named = [party.name for party in one.parties.all() if party.role == "applicant"]
    return named[0] if named else "未登录的申请人"


def _number() -> Field:
    def write(one: Any) -> Cell:
        words = one.number or f"草稿 {one.pk}"
        return Cell(words, reverse("services:case", args=[one.pk]))

    return Field("number", "受理编号", write, "k", is_name=True, width=18)


def _state(one: Any) -> Cell:
    waits = one.state in (DRAFT, "correction")
    return Cell(one.get_state_display(), mark="warning" if waits else "")


def _due(one: Any) -> Cell | str:
    if one.due_on is None or one.state not in OPEN:
        return "—"
    late = one.due_on < localdate()
    return Cell(one.due_on.isoformat(), note="已超期" if late else "")


def _day(at: Any) -> str:
    day: date | None = localtime(at).date() if at else None
    return day.isoformat() if day else "—"
