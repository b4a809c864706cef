"""My cases, the inbox of an office, one case with its one timeline, its papers."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from zhiqiang.domains.services import lists, offering, telling
from zhiqiang.kernel.errors import Refused
from zhiqiang.records.accounts import rights
from zhiqiang.records.casework import queries
from zhiqiang.records.casework.public import as_public
from zhiqiang.records.casework.verbs import CORRECTION, DRAFT, OPEN
from zhiqiang.records.files.serving import as_download
from zhiqiang.ui.asked import BadAddress
from zhiqiang.ui.paging import paged
from zhiqiang.ui.sent import signed_in

WHICH = (("", "在办"), ("ended", "已办结"), ("all", "全部"))


@require_safe
@signed_in
def own(request: HttpRequest) -> HttpResponse:
    """List the cases that one applied for or entered, those that wait for oneself first."""
    page = paged(request, queries.own_cases(request.user))
    waiting = queries.own_cases(request.user).filter(state__in=(DRAFT, CORRECTION))
    listing = lists.own_list(request.GET)
    context = {
        "page": page,
        "listing": listing.draw(page.items),
        "counted": f"共 {page.total:,} 件",
        "waiting": list(waiting[:20]),
        "works_on_cases": queries.works_on_cases(request.user),
    }
    return render(request, "services/own.html", context)


@require_safe
@signed_in
def inbox(request: HttpRequest) -> HttpResponse:
    """List what waits for one who works on cases, the nearest last day first."""
    if not queries.works_on_cases(request.user):
        raise Refused("此页须有受理、承办或审批办件的权限，当前账户没有。")
    which, item = request.GET.get("which", ""), request.GET.get("item", "")
    known = {one.item.key: one.item.title for one in queries.services()}
    if which not in dict(WHICH) or (item and item not in known):
        raise BadAddress("没有这一筛选项，请用列表上方的选项。")
    found = _found(request, which)
    found = found.filter(item=item) if item else found
    page = paged(request, found.prefetch_related("parties"))
    listing = lists.inbox_list(request.GET)
    context = {
        "page": page,
        "listing": listing.draw(page.items),
        "counted": f"共 {page.total:,} 件",
        "which": which,
        "ways": WHICH,
        "item": item,
        "items": sorted(known.items(), key=lambda pair: pair[1]),
    }
    return render(request, "services/inbox.html", context)


def _found(request: HttpRequest, which: str) -> Any:
    if which == "":
        return queries.inbox(request.user)
    rows = queries.visible_cases(request.user).exclude(state=DRAFT)
    return rows.exclude(state__in=OPEN) if which == "ended" else rows


@require_safe
@signed_in
def case(request: HttpRequest, case_id: int) -> HttpResponse:
    """Show one case: where it stands, what it says, its papers, what may be done now, its timeline."""
    return page_of_case(request, case_id)


def page_of_case(
    request: HttpRequest, case_id: int, refusal: str = "", status: int = 200
) -> HttpResponse:
    """Render the page of a case; after a refusal with what was typed."""
    one = queries.case_by_id(case_id, request.user)
    item = queries.item_of(one.service)
    is_inside = rights.may(request.user, "see_restricted", one.body)
    is_own = one.applicant_id == request.user.pk
    context = {
        "case": one,
        "item": item,
        "state": telling.state_of(one),
        "now": telling.what_now(one, item, is_own),
        "fields": telling.fields_of(one, item),
        "papers": telling.papers_of(one, item),
        "parties": list(one.parties.all()) if is_inside or is_own else [],
        "clocks": queries.clocks_of(one),
        "checks": queries.checked(one) if is_inside and one.state in OPEN else [],
        "signatures": list(one.signatures.select_related("signer")) if is_inside else [],
        "consultations": list(one.consultations.select_related("body")) if is_inside else [],
        "offers": offering.offers(one, item, request.user, request.POST or None),
        "may_fill": "save_draft" in queries.allowed(request.user, one),
        "amends": telling.amend_controls(one, item, request.POST or None),
        "timeline": telling.timeline_of(one, item, request.user),
        "record": _record(one, request.user),
        "is_inside": is_inside,
        "is_own": is_own,
        "refusal": refusal,
        "request_key": uuid4().hex,
    }
    return render(request, "services/case.html", context, status=status)


def _record(one: Any, person: Any) -> tuple[str, str] | None:
    """Return name and address of the record of the register that a case is about."""
    if one.about_id is None:
        return None
    (shown,) = as_public([one], person)
    name = "portal:right" if one.about_subject == "right" else "portal:party"
    return (shown.record, reverse(name, args=[one.about_id])) if shown.record else None


@require_safe
@signed_in
def document(request: HttpRequest, document_id: int) -> HttpResponseBase:
    """Save a paper of a case."""
    found = queries.document(document_id, request.user)
    return as_download(found.file, found.name)
