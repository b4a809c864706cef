"""Close a period: what was frozen, who did which step, and what would differ today."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST, require_safe

from zhiqiang.engines.metrics import GROUPS
from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.portal import scope, warmth
from zhiqiang.portal.lists.periods import period_file
from zhiqiang.portal.people.gate import signed_in
from zhiqiang.portal.shown import shown_changes
from zhiqiang.records.accounts import rights
from zhiqiang.records.indicators import actions, levels, recomputing
from zhiqiang.records.indicators import queries as indicators
from zhiqiang.records.indicators.periods import period as read_period
from zhiqiang.records.indicators.periods import recent
from zhiqiang.records.jobs import actions as jobs
from zhiqiang.ui.asked import asked
from zhiqiang.ui.tables import Cell, table

ACTS = {
    "check": actions.check_period,
    "approve": actions.approve_period,
    "lock": actions.lock_period,
    "return": actions.return_period,
}
WORDS = {
    "fill": "重新填报",
    "check": "核对通过",
    "approve": "审批通过",
    "lock": "锁定并发布",
    "return": "退回",
}
STEPS = {"fill": "填报", "check": "核对", "approve": "审批", "lock": "锁定", "return": "退回"}
STEP_HEADS = [("环节", "k"), ("办理人", ""), ("时间", "d"), ("意见", "t")]


@require_safe
def periods(request: HttpRequest) -> HttpResponse:
    """List the period closes of the region; with a form for who may fill one in."""
    at = asked(request)
    found = indicators.closes(request.user, at.region)
    rows = [
        (
            Cell(one.label, reverse("figures:period", args=[one.row.pk]), is_head=True),
            str(one.row.as_of),
            one.row.get_state_display(),
            str(one.row.snapshot),
        )
        for one in found
    ]
    may_fill = levels.may_in(request.user, "fill_figures", at.region)
    context = {
        "closes": table(
            "期末结报", [("报告期", "t"), ("截至", "d"), ("状态", ""), ("快照", "n")], rows
        ),
        "choices": recent(at.as_of) if may_fill and scope.snapshot() else [],
        "may_fill": may_fill,
    }
    return render(request, "portal/periods.html", context)


@require_POST
@signed_in
def fill(request: HttpRequest) -> HttpResponse:
    """Ask for a period to be filled in from the newest snapshot."""
    return _asked_to_fill(
        request,
        request.POST.get("region", "") or asked(request).region,
        request.POST.get("period", ""),
    )


def _asked_to_fill(request: HttpRequest, region: str, name: str) -> HttpResponse:
    """Refuse at once what could not be filled in; the rest is long work."""
    try:
        of = actions.may_fill(request.user, region, name)
    except NotFound as error:
        raise Refused(str(error)) from error
    title = f"填报 {scope.region_name(region)} {of.label}"
    wanted = {"region": region, "period": of.name}
    run = jobs.submit("fill_period", wanted, request.user.get_username(), title)
    if rights.may(request.user, "see_jobs"):
        return redirect("office:job", run.pk)
    messages.success(request, f"{of.label}正在后台填报，完成后列在下面，请由他人核对。")
    return redirect(f"{reverse('figures:periods')}?region={region}")


@require_safe
def period(request: HttpRequest, close_id: int) -> HttpResponseBase:
    """Show the figures of a period close, its steps, and what may be done next; or save them."""
    close = indicators.close(close_id, request.user)
    found = indicators.frozen(close.row.region_code, close.row.as_of, request.user)
    groups = _by_group(found, _before(close, request.user))
    sees_steps = levels.works_on(request.user, close.row.region_code)
    steps = _steps(close) if sees_steps else []
    if "format" in request.GET:
        return period_file(request.GET["format"], close, groups, steps)
    acts = [(one.key, WORDS[one.key], one.refusal) for one in close.acts]
    context = {
        "close": close,
        "region_name": scope.region_name(close.row.region_code),
        "groups": groups,
        "total": len(found),
        "reported": sum(one.row.is_reported for one in found),
        "missing": sum(one.value is None for one in found),
        "steps": table("办理经过", STEP_HEADS, steps) if sees_steps else None,
        "acts": acts,
        "may_correct": close.is_locked
        and levels.may_in(request.user, "approve_figures", close.row.region_code),
    }
    return render(request, "portal/period.html", context)


def _before(close: Any, person: Any) -> dict[str, Any]:
    """Return the values of the same period a year before, by indicator."""
    name = f"{int(close.row.period[:4]) - 1}{close.row.period[4:]}"
    found = indicators.frozen(close.row.region_code, read_period(name).end, person)
    return {one.key: one.value for one in found}


def _by_group(found: Iterable[Any], before: dict[str, Any]) -> list[tuple[str, list[Any]]]:
    lines = [(one, before.get(one.key)) for one in found]
    order = list(GROUPS)
    known = sorted(lines, key=lambda line: (order + [""]).index(line[0].group))
    return [
        (GROUPS.get(key, "已不在目录中"), list(some))
        for key, some in groupby(known, key=lambda line: line[0].group)
    ]


def _steps(close: Any) -> list[tuple[str, ...]]:
    return [
        (STEPS[one.act], one.person, f"{localtime(one.at):%Y-%m-%d %H:%M}", one.note or "—")
        for one in close.row.steps.all()
    ]


@require_POST
@signed_in
def act(request: HttpRequest, close_id: int) -> HttpResponse:
    """Do one step of a period close."""
    close = indicators.close(close_id, request.user)
    key, note = request.POST.get("act", ""), request.POST.get("note", "")
    if key == "fill":
        return _asked_to_fill(request, close.row.region_code, close.row.period)
    if key in ACTS:
        ACTS[key](request.user, close_id, note)
    else:
        raise Refused("没有这个环节，请从页面上的按钮选择。")
    messages.success(request, f"已{WORDS[key]}。")
    return redirect("figures:period", close_id)


@require_POST
@signed_in
def correct(request: HttpRequest, close_id: int) -> HttpResponse:
    """Publish corrected figures of a locked period as new versions."""
    close = indicators.close(close_id, request.user)
    kept = actions.correct_figures(
        request.user,
        close.row.region_code,
        close.row.as_of,
        request.POST.getlist("key"),
        request.POST.get("correction", ""),
    )
    messages.success(request, f"已更正 {len(kept)} 项，原版本保留。")
    return redirect("figures:annex", close_id)


@require_safe
def annex(request: HttpRequest, close_id: int) -> HttpResponse:
    """Show which figures of a close would be otherwise today; where it takes long, filled in."""
    close = indicators.close(close_id, request.user)
    context = {
        "close": close,
        "region_name": scope.region_name(close.row.region_code),
        "is_ready": warmth.should_wait(request, "annex", close_id),
    }
    if context["is_ready"]:
        context |= _differences(request, close)
    return render(request, "portal/annex.html", context)


@require_safe
def annex_part(request: HttpRequest, close_id: int) -> HttpResponse:
    """Give the figures that would be otherwise today alone."""
    close = indicators.close(close_id, request.user)
    context = {"close": close} | _differences(request, close)
    return render(request, "portal/annex_part.html", context)


def _differences(request: HttpRequest, close: Any) -> dict[str, Any]:
    """Return which figures of a close would be otherwise today, why, and by which records."""
    region = close.row.region_code
    found = indicators.frozen(region, close.row.as_of, request.user)
    told = [(one, recomputing.annex(one.row)) for one in found]
    warmth.computed("annex", close.row.pk)
    return {
        "lines": [
            (one, annexed, shown_changes(annexed.changes, request.user))
            for one, annexed in told
            if annexed.differs
        ],
        "total": len(found),
        "sees_rows": levels.works_on(request.user, region),
        "shown": recomputing.FIRST,
        "newest": scope.snapshot_number(),
        "may_correct": close.is_locked and levels.may_in(request.user, "approve_figures", region),
    }
