"""Parties that may be one, as a list."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from django.urls import reverse

from zhiqiang.portal import scope
from zhiqiang.ui.listing import Field, Listing
from zhiqiang.ui.tables import Cell
from zhiqiang.ui.templatetags.figures import dash, moment, number


def pair_list(query: QueryDict) -> Listing:
    """Describe the list of pairs; those on which most hangs come first."""
    return Listing(
        "主体判定",
        [
            Field("first", "主体一", _first, "t", ("first__name",), is_name=True, width=34),
            Field("second", "主体二", lambda one: _party(one.second, one.second_identity), "t", ("second__name",), width=34),
            Field("facts", "涉及记录", lambda one: number(one.facts), "n", ("facts", "score"), lambda one: one.facts, width=10),
            Field("score", "相似度", lambda one: f"{one.score:.2f}", "n", ("score",), lambda one: one.score, width=10),
            Field("reasons", "理由", lambda one: "；".join(one.reasons), "t", width=60),
            Field("evidence", "佐证", _evidence, "t", width=40),
            Field("state", "状态", lambda one: one.get_state_display(), "k", ("state",)),
            Field("found", "发现时间", lambda one: moment(one.found_at), "d", ("found_at",), is_usual=False),
            Field("by", "判定人", lambda one: dash(one.decided_by), "k", ("decided_by",), is_usual=False),
            Field("at", "判定时间", _decided, "d", ("decided_at",), is_usual=False),
            Field("why", "判定理由", lambda one: dash(one.why), "t", is_usual=False, width=40),
        ],
        query,
        "-facts",
    )  # fmt: skip


def _first(one: Any) -> Cell:
    shown = _party(one.first, one.first_identity)
    return Cell(shown.text, reverse("portal:pair", args=[one.pk]), shown.note)


def _party(party: Any, identity: str) -> Cell:
    if party is None:
        return Cell(identity.split(":", 1)[-1], note="已不在台账中")
    place = scope.region_name(party.region_code) if party.region_code else ""
    return Cell(party.name, note=" ".join(filter(None, (place, party.credit_code))))


def _evidence(one: Any) -> str:
    return "；".join(f"{label}：{text}" for label, text in one.evidence) or "—"


def _decided(one: Any) -> str:
    return moment(one.decided_at) if one.decided_at else "—"
