"""Lists of a year: all of them, the board of one, what one body has to do, and acts on a list."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from zhiqiang.domains.duties import actions, lists, queries
from zhiqiang.domains.duties.allowed import may_run, require_run
from zhiqiang.kernel.errors import NotFound
from zhiqiang.records.accounts import queries as accounts
from zhiqiang.records.accounts import rights
from zhiqiang.ui.asked import BadAddress, read_number, read_size
from zhiqiang.ui.sent import number_of, signed_in, told

WAYS = (("", "清单"), ("body", "按单位"), ("section", "按章节"), ("month", "按月份"))


@require_safe
@signed_in
def work_lists(request: HttpRequest) -> HttpResponse:
    """List the work lists that one may see."""
    context = {
        "lists": list(queries.work_lists(request.user)),
        "may_run": may_run(request.user),
    }
    return render(request, "duties/lists.html", context)


@require_safe
@signed_in
def board(request: HttpRequest, list_id: int) -> HttpResponse:
    """Show a list: its lamps, and its items one by one, by body, by section or by month."""
    of = queries.work_list(list_id, request.user)
    by = request.GET.get("by", "").strip()
    if by not in dict(WAYS):
        raise BadAddress(f"没有“{by[:20]}”这种排列，可选清单、按单位、按章节、按月份。")
    summary = queries.summary(of, request.user, localdate())
    context: dict[str, Any] = {
        "list": of, "summary": summary, "by": by, "ways": WAYS, "may_run": may_run(request.user),
    }  # fmt: skip
    if not by:
        return render(request, "duties/board.html", context | _listed(request, of, summary.total))
    found = queries.board(of, request.user, localdate())
    if by == "body":
        context["bodies"] = queries.body_rows(found.rows)
        if context["may_run"]:
            context["standing"] = [one for one in context["bodies"] if one.body_id]
            context["all_bodies"] = list(accounts.bodies().values_list("pk", "name"))
    else:
        context["groups"] = lists.groups(found, by)
    return render(request, "duties/board.html", context)


def _listed(request: HttpRequest, of: Any, total: int) -> dict[str, Any]:
    """Return the page asked for; as the plan orders it only what is shown is read."""
    chosen = lists.read_filters(request.GET)
    listing = lists.item_list(request.GET, "工作事项")
    number, size = read_number(request.GET, "page", "页码", 1), read_size(request.GET)
    if chosen.is_empty and not listing.sort:
        start, count = (number - 1) * size, total
        shown = queries.part_of_board(of, request.user, localdate(), start, size)
        page = lists.page_of(shown, number, size, count)
    else:
        every = queries.board(of, request.user, localdate()).rows
        kept = listing.sorted(row for row in every if chosen.keeps(row))
        count, page = len(kept), lists.paged(kept, number, size)
    said = f"符合条件 {count:,} 项，" if not chosen.is_empty else ""
    export = reverse("running:export", args=[of.pk])
    return {
        "filters": chosen,
        "listing": listing.draw(page.items),
        "page": page,
        "counted": f"{said}共 {total:,} 项",
        "lamp_words": lists.LAMP_WORDS.items(),
        "open_words": lists.OPEN_QUESTIONS.items(),
        "export": export if rights.may(request.user, "export_rows") else "",
    }


@require_safe
@signed_in
def body(request: HttpRequest, list_id: int, body_id: int) -> HttpResponse:
    """Show what one body leads and supports in a list."""
    of = queries.work_list(list_id, request.user)
    found = queries.board(of, request.user, localdate())
    mine = next((one for one in queries.body_rows(found.rows) if one.body_id == body_id), None)
    if mine is None:
        raise NotFound("这份推进计划中没有这个单位承担的工作。")
    years = queries.work_lists(request.user).filter(programme_key=of.programme_key)
    context = {
        "list": of,
        "body": mine,
        "own": {
            row.id: next((p for p in row.parts if p.body_id == body_id), None)
            for row in mine.leads + mine.supports
        },
        "years": list(years),
    }
    return render(request, "duties/body.html", context)


_DONE = {"issue": "已下达，各承担单位的经办人会收到提醒。", "close": "年度推进计划已结束。"}


@require_POST
@signed_in
def act(request: HttpRequest, list_id: int) -> HttpResponseRedirect:
    """Issue a list, end it, or hand the work of one body to another."""
    of = queries.work_list(list_id, request.user)
    require_run(request.user)
    kind = request.POST.get("act", "")
    if kind == "hand_over":
        old = number_of(request.POST, "from_body", "移出单位")
        new = number_of(request.POST, "to_body", "接手单位")
        reason = request.POST.get("reason", "")
        told(
            request, "已移交全部未完成的工作。",
            lambda: actions.hand_over(request.user, of.pk, old, new, reason),
        )  # fmt: skip
    elif kind in _DONE:
        version = number_of(request.POST, "version", "版本")
        run = {"issue": actions.issue_list, "close": actions.close_list}[kind]
        told(request, _DONE[kind], lambda: run(request.user, of.pk, version))
    else:
        raise BadAddress("没有收到要办理的事项，请用页面上的按钮。")
    return redirect("duties:board", of.pk)
