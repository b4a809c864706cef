"""Bring a programme and its work together: draw lists up, follow the plan, save lists, the inbox."""

from __future__ import annotations

from collections import Counter

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiqiang.domains.duties import actions, queries
from zhiqiang.domains.duties import lists as columns
from zhiqiang.domains.duties.allowed import may_run, require_run
from zhiqiang.domains.plans import queries as plans
from zhiqiang.domains.plans.views.shell import inside
from zhiqiang.kernel.errors import Refused
from zhiqiang.portal.clauses import KINDS, clauses_of, plan_of, usual_kinds
from zhiqiang.portal.exporting import exported
from zhiqiang.portal.paging import paged
from zhiqiang.portal.people.gate import needs, signed_in
from zhiqiang.records.notices import actions as notices
from zhiqiang.records.notices import queries as notice_queries
from zhiqiang.ui.asked import BadAddress, read_number


@require_http_methods(["GET", "HEAD", "POST"])
def programme(request: HttpRequest, id: int) -> HttpResponse:
    """Show the work lists of a programme that one may see, and draw one up for a year."""
    of = plans.programme(id, request.user)
    editions = [one.pk for one in plans.editions(of, request.user)]
    drawn = list(queries.work_lists(request.user).filter(programme_key__in=editions))
    if request.method == "POST":
        require_run(request.user)
        return _open(request, of)
    clauses = clauses_of(of) if may_run(request.user) else []
    counts = Counter(one.kind for one in clauses)
    plan = plan_of(of)
    taken = {one.year for one in drawn}
    first, last = plan.from_year, plan.to_year
    years = range(first, last + 1) if first and last else [localdate().year]
    context = inside(request, of, "work") | {
        "lists": drawn,
        "may_run": may_run(request.user),
        "kinds": [(k, KINDS[k], counts[k]) for k in KINDS if counts[k]],
        "usual": usual_kinds(clauses),
        "years": [year for year in years if year not in taken],
        "this_year": localdate().year,
        "is_in_force": of.state == "in_force",
    }
    return render(request, "portal/running/programme.html", context)


def _open(request: HttpRequest, of: object) -> HttpResponse:
    year = read_number(request.POST, "year", "年度", 0, low=1)
    kinds = [one for one in request.POST.getlist("kind") if one in KINDS]
    if not year:
        raise BadAddress("没有收到年度，请回到原页面选择年度后重新提交。")
    if getattr(of, "state", "") != "in_force":
        messages.error(request, "规划还没有核定施行，不能拟定推进计划。请先在“版本”页核定施行。")
        return redirect("running:programme", of.pk)  # type: ignore[attr-defined]
    try:
        made = actions.open_list(request.user, plan_of(of), year, clauses_of(of), kinds)
    except Refused as error:
        messages.error(request, str(error))
        return redirect("running:programme", of.pk)  # type: ignore[attr-defined]
    messages.success(request, f"已拟定 {year} 年度推进计划。请明确待明确的问题后下达。")
    return redirect("duties:board", made.pk)


@require_POST
@signed_in
def refresh(request: HttpRequest, list_id: int) -> HttpResponseRedirect:
    """Bring a list up to the edition of its plan that is in force now."""
    of = queries.work_list(list_id, request.user)
    require_run(request.user)
    newest = plans.editions(plans.programme(of.programme_key, request.user), request.user)
    held = [one for one in newest if one.state == "in_force"]
    if not held:
        messages.error(request, "没有施行中的规划版本，推进计划没有更新。")
        return redirect("duties:board", of.pk)
    in_force = plans.programme(held[-1].pk, request.user)
    try:
        told = actions.refresh_list(request.user, of.pk, plan_of(in_force), clauses_of(in_force))
    except Refused as error:
        messages.error(request, str(error))
        return redirect("duties:board", of.pk)
    lost = f"，{len(told.lost)} 项在现行规划中已没有依据，请逐项处理" if told.lost else ""
    messages.success(request, f"已对照现行规划：{told.kept} 项不变，新增 {told.added} 项{lost}。")
    return redirect("duties:board", of.pk)


@require_safe
@needs("export_rows")
def export(request: HttpRequest, list_id: int) -> HttpResponseBase:
    """Save a work list as a file: exactly the rows and columns that are seen."""
    of = queries.work_list(list_id, request.user)
    found = queries.board(of, request.user, localdate())
    chosen = columns.read_filters(request.GET)
    listing = columns.item_list(request.GET, f"{of.year}年度推进计划")
    rows = listing.sorted(row for row in found.rows if chosen.keeps(row))
    return exported(request, listing, [of.programme_title, *chosen.said], len(rows), rows)


@require_safe
@signed_in
def inbox(request: HttpRequest) -> HttpResponse:
    """List the messages of the one who asks."""
    page = paged(request, notice_queries.inbox(request.user))
    context = {"page": page, "unread": notice_queries.unread_count(request.user)}
    return render(request, "portal/running/inbox.html", context)


@require_POST
@signed_in
def open_notice(request: HttpRequest, notice_id: int) -> HttpResponseRedirect:
    """Mark a message read (0: all of them) and go where it leads."""
    if notice_id == 0:
        notices.mark_all_read(request.user)
        return redirect("running:inbox")
    found = notices.mark_read(request.user, notice_id)
    return redirect(found.address or "running:inbox")
