"""Parties that may be one: the queue, two of them side by side, and what is decided."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from zhiqiang.kernel.errors import Refused
from zhiqiang.portal import labels, scope
from zhiqiang.portal.exporting import RIGHT as EXPORT
from zhiqiang.portal.exporting import exported, may_export
from zhiqiang.portal.lists.pairs import pair_list
from zhiqiang.portal.paging import paged
from zhiqiang.portal.people.gate import needs
from zhiqiang.portal.views.gate import officials_only
from zhiqiang.records.accounts import rights
from zhiqiang.records.registry import actions
from zhiqiang.records.registry import queries as registry
from zhiqiang.ui.asked import BadAddress
from zhiqiang.ui.tables import Cell, Table, table
from zhiqiang.ui.templatetags.figures import number

RIGHT = "judge_parties"
_BACKED = {"yes": "有", "no": "没有"}
_ALL = "all"
#: what a form may ask for, what is done, and what is said of it afterwards
_ACTS = {
    "same": (actions.judge_same, "已合并为同一主体；以后清单中的两个名称都归入它，下次发布快照时计入指标。"),
    "apart": (actions.judge_apart, "已判为不同主体；没有新的依据时不再列出。"),
    "back": (actions.take_back, "已撤回判定；名下权利、事件和认定恢复原状，下次发布快照时计入指标。"),
}  # fmt: skip


@officials_only
@require_safe
def pairs(request: HttpRequest) -> HttpResponse:
    """List pairs of parties by state, name and evidence, those on which most hangs first."""
    state, text, backed = _filter(request)
    listing = pair_list(request.GET)
    found = registry.pairs(request.user, "" if state == _ALL else state, text, backed)
    page = paged(request, listing.ordered(found))
    counts = registry.count_pairs(request.user)
    states = registry.pair_states()
    context = {
        "page": page,
        "listing": listing.draw(page.items),
        "counted": f"共 {page.total:,} 对",
        "text": text,
        "state": state,
        "states": [(key, f"{label}（{counts.get(key, 0):,}）") for key, label in states.items()],
        "backed": backed,
        "backing": _BACKED.items(),
        "waiting": counts.get("open", 0),
        "export": reverse("portal:export_pairs") if may_export(request) else "",
    }
    return render(request, "portal/pairs.html", context)


@officials_only
@needs(EXPORT)
def export_pairs(request: HttpRequest) -> HttpResponseBase:
    """Save the pairs that the filter of the address finds."""
    state, text, backed = _filter(request)
    listing = pair_list(request.GET)
    found = registry.pairs(request.user, "" if state == _ALL else state, text, backed)
    said = (registry.pair_states().get(state, ""), text)
    rows = listing.ordered(found)
    return exported(request, listing, said, rows.count(), rows.iterator(chunk_size=2_000))


def _filter(request: HttpRequest) -> tuple[str, str, str]:
    state = request.GET.get("state", "open")
    backed = request.GET.get("backed", "")
    states = registry.pair_states()
    if state not in (*states, _ALL):
        raise BadAddress(f"没有“{state[:20]}”这种状态。可选{'、'.join(states.values())}、全部。")
    if backed and backed not in _BACKED:
        raise BadAddress("“佐证”只能选有或没有。")
    return state, request.GET.get("text", "").strip()[:100], backed


@officials_only
@require_safe
def pair(request: HttpRequest, pair_id: int) -> HttpResponse:
    """Show two parties side by side, what speaks for one, and the form to decide."""
    found = registry.pair_by_id(pair_id, request.user)
    both = registry.sides(found, request.user)
    following = registry.next_pair(found, request.user)
    context: dict[str, Any] = {
        "pair": found,
        "names": [
            party.name if party else identity.split(":", 1)[-1]
            for party, identity in (
                (found.first, found.first_identity),
                (found.second, found.second_identity),
            )
        ],
        "merge": registry.merge_of(found, request.user),
        "next": reverse("portal:pair", args=[following.pk]) if following else "",
        "may_judge": rights.may(request.user, RIGHT),
        "has_both": len(both) == 2,
    }
    if len(both) == 2:
        context |= {"compared": _compared(both), "held": [_held(side) for side in both]}
    return render(request, "portal/pair.html", context)


def _compared(both: list[registry.Side]) -> Table:
    """Return the fields of both parties, each marked whether they agree."""
    fields = [_fields(side) for side in both]
    rows = []
    for label in dict.fromkeys((*fields[0], *fields[1])):
        one, other = (side.get(label, "") for side in fields)
        if not one and not other:
            continue
        rows.append((Cell(label, is_head=True), one or "—", other or "—", _agreement(one, other)))
    for label in dict.fromkeys((*both[0].counts, *both[1].counts)):
        counts = (number(side.counts.get(label, 0)) for side in both)
        rows.append((Cell(f"名下{label}", is_head=True), *counts, ""))
    heads = [("项目", "k"), ("主体一", ""), ("主体二", ""), ("比较", "k")]
    return table("两个主体并列", heads, rows)


def _fields(side: registry.Side) -> dict[str, str]:
    party = side.party
    return {
        "名称": party.name,
        "统一社会信用代码": party.credit_code,
        "类别": party.get_kind_display(),
        "地区": scope.region_name(party.region_code) if party.region_code else "",
        "地址": party.address,
        "国民经济行业代码": party.industry_code,
        "企业规模": labels.choice_word("parties", "size", party.size),
        "已并入的名称": "、".join(side.names),
    }


def _agreement(one: str, other: str) -> Cell:
    if not one or not other:
        return Cell("只有一方载明")
    return Cell("一致") if one == other else Cell("不同", mark="warning")


def _held(side: registry.Side) -> Table:
    rows = [
        (
            Cell(one.title, reverse("portal:right", args=[one.pk]), is_head=True),
            one.number,
            str(one.filed_on or "—"),
        )
        for one in side.rights
    ]
    heads = [("名称", "t"), ("号码", "k"), ("申请日", "d")]
    return table(side.party.name, heads, rows)


@require_POST
@needs(RIGHT)
def judge(request: HttpRequest, pair_id: int) -> HttpResponse:
    """Carry a decision out, and lead to the next pair that waits."""
    found = registry.pair_by_id(pair_id, request.user)
    following = registry.next_pair(found, request.user)
    chosen = _ACTS.get(request.POST.get("decision", ""))
    if chosen is None:
        raise BadAddress("请选择“同一主体”或“不同主体”。")
    act, told = chosen
    try:
        act(pair_id, request.user.get_username(), request.POST.get("why", ""))
    except Refused as error:
        messages.error(request, str(error))
        return redirect("portal:pair", pair_id)
    messages.success(request, told)
    stays = request.POST["decision"] == "back"
    if stays or following is None:
        return redirect("portal:pair", pair_id)
    return redirect("portal:pair", following.pk)
