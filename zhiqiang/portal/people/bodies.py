"""Bodies: the tree, and one body with its people and the names that documents print for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from zhiqiang.kernel.errors import Refused
from zhiqiang.portal.people import asking
from zhiqiang.portal.people.forms import EditBody
from zhiqiang.portal.people.gate import SEE_PEOPLE, needs
from zhiqiang.portal.people.people import page_of
from zhiqiang.portal.people.recording import acting
from zhiqiang.records.accounts import queries, rights
from zhiqiang.records.accounts.acting import Acting
from zhiqiang.records.accounts.actions import bodies as actions
from zhiqiang.records.accounts.actions.people import Overtaken
from zhiqiang.records.accounts.queries import Body
from zhiqiang.records.accounts.regions import installation_region
from zhiqiang.records.accounts.roles import roles


@never_cache
@needs(*SEE_PEOPLE)
@require_GET
def bodies(request: HttpRequest) -> HttpResponse:
    """Show the bodies in the order of the tree, or those that a text finds."""
    text, dissolved = request.GET.get("q", "").strip(), request.GET.get("dissolved") == "1"
    page = page_of(request, queries.bodies(text, dissolved))
    context = {
        "page": page,
        "rows": [(one, 0 if text else min(one.path.count("/") - 2, 6)) for one in page.items],
        "q": text,
        "dissolved": dissolved,
        "may_edit": rights.may(request.user, "manage_bodies"),
    }
    return render(request, "portal/people/bodies.html", context)


@never_cache
@needs("manage_bodies")
@require_http_methods(["GET", "POST"])
def add_body(request: HttpRequest) -> HttpResponse:
    """Add a body, by the link on another one beneath it."""
    first = {"region_code": installation_region(), "parent": request.GET.get("parent", "")}
    form = EditBody(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            parent = asking.body_of(given["parent"]) if given["parent"] else None
            made = actions.add_body(
                acting(request),
                given["name"],
                given["kind"],
                given["region_code"],
                parent,
                given["from_on"],
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"已建立“{made.name}”。")
            return redirect("portal:body", made.pk)
    context = {"form": form, "bodies": queries.bodies()}
    status = 400 if form.errors else 200
    return render(request, "portal/people/add_body.html", context, status=status)


@never_cache
@needs(*SEE_PEOPLE)
@require_http_methods(["GET", "POST"])
def body(request: HttpRequest, body_id: int) -> HttpResponse:
    """Show one body; a form of the page names its act."""
    one = queries.body(body_id)
    if request.method != "POST":
        return _page(request, one)
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise Refused("没有这项操作，请刷新页面后重试。")
    try:
        return act(request, acting(request), one)
    except Refused as error:
        return _page(request, queries.body(body_id), error=str(error))


def _page(
    request: HttpRequest, one: Body, error: str = "", edit: EditBody | None = None
) -> HttpResponse:
    names = {role.key: role.zh for role in roles().values()}
    may_edit = rights.may(request.user, "manage_bodies")
    now: dict[str, Any] = {
        key: getattr(one, key) for key in ("version", "name", "kind", "region_code", "from_on")
    }
    now["parent"] = one.parent.name if one.parent else ""
    context = {
        "body": one,
        "above": queries.above(one),
        "beneath": queries.bodies(dissolved=True).filter(parent=one),
        "aliases": one.aliases.all(),
        "posts": [(post, names.get(post.role, post.role)) for post in queries.posts_in(one)],
        "may_edit": may_edit,
        "edit": edit or EditBody(initial=now),
        "bodies": queries.bodies().exclude(pk=one.pk) if may_edit else [],
        "error": error,
    }
    bad = error or (edit and edit.errors)
    return render(request, "portal/people/body.html", context, status=400 if bad else 200)


Act = Callable[[HttpRequest, Acting, Body], HttpResponse]


def _back(request: HttpRequest, one: Body, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("portal:body", one.pk)


def _edit(request: HttpRequest, who: Acting, one: Body) -> HttpResponse:
    form = EditBody(request.POST)
    if not form.is_valid():
        return _page(request, one, edit=form)
    after = dict(form.cleaned_data)
    version = after.pop("version") or 0
    try:
        after["parent"] = asking.body_of(after["parent"]) if after["parent"] else None
        actions.edit_body(who, one, version, **after)
    except Overtaken as error:
        newest = queries.body(one.pk)
        form = EditBody(request.POST.dict() | {"version": newest.version})
        form.is_valid()
        return _page(request, newest, error=str(error), edit=form)
    except Refused as error:
        form.add_error(None, str(error))
        return _page(request, queries.body(one.pk), edit=form)
    return _back(request, one, "已保存。")


def _add_alias(request: HttpRequest, who: Acting, one: Body) -> HttpResponse:
    actions.add_alias(who, one, request.POST.get("name", ""))
    return _back(request, one, "别名已添加。")


def _remove_alias(request: HttpRequest, who: Acting, one: Body) -> HttpResponse:
    for alias in one.aliases.filter(name=request.POST.get("name", "")):
        actions.remove_alias(who, one, alias.pk)
    return _back(request, one, "别名已移除。")


def _dissolve(request: HttpRequest, who: Acting, one: Body) -> HttpResponse:
    actions.dissolve_body(who, one, asking.day(request, "until_on", "撤销日期"))
    return _back(request, one, f"“{one.name}”自 {one.until_on} 后撤销。")


def _remove(request: HttpRequest, who: Acting, one: Body) -> HttpResponse:
    actions.remove_body(who, one)
    messages.success(request, f"已删除“{one.name}”。")
    return redirect("portal:bodies")


ACTS: dict[str, Act] = {
    "edit": _edit,
    "add_alias": _add_alias,
    "remove_alias": _remove_alias,
    "dissolve": _dissolve,
    "remove": _remove,
}
