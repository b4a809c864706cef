"""What there is to apply for: the catalogue, and the guide of one item written from its data."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from zhiqiang.domains.services import guiding
from zhiqiang.kernel.errors import NotFound
from zhiqiang.records.accounts import rights
from zhiqiang.records.casework import actions, queries
from zhiqiang.records.casework.items import catalogue_items
from zhiqiang.ui.sent import signed_in

MANAGE = "manage_services"


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """List the service items, those that may be applied for first."""
    known = queries.services()
    may_manage = rights.may(request.user, MANAGE)
    published = {one.item.key for one in known if one.is_open}
    waiting = [one for key, one in catalogue_items().items() if key not in published]
    context = {
        "services": [
            (one, guiding.limit_of(one.item, localdate())) for one in known if one.is_open
        ],
        "waiting": sorted(waiting, key=lambda one: one.title) if may_manage else [],
        "may_manage": may_manage,
        "works_on_cases": queries.works_on_cases(request.user),
    }
    return render(request, "services/catalogue.html", context)


@require_safe
def guide(request: HttpRequest, key: str) -> HttpResponse:
    """Show the guide of one item: conditions, papers, steps, limits, fee, basis, what it leaves."""
    found = queries.service(key)
    may_manage = rights.may(request.user, MANAGE)
    context = {
        "service": found,
        "item": found.item,
        "guide": guiding.guide(found.item, localdate()),
        "offices": queries.offices(),
        "may_publish": may_manage and queries.has_newer_text(found),
        "may_begin": found.item.on_application or queries.works_on_cases(request.user),
    }
    return render(request, "services/guide.html", context)


@require_POST
@signed_in
def publish(request: HttpRequest, key: str) -> HttpResponse:
    """Publish the text that the catalogue has of an item; running cases stay on theirs."""
    rights.require(request.user, MANAGE)
    if key not in catalogue_items():
        raise NotFound("事项目录中没有这个事项。")
    made = actions.publish_item(key, request.user.get_username())
    messages.success(request, f"已发布“{made.title}”第 {made.number} 版。")
    return redirect("services:guide", key)
