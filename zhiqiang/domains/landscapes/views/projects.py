"""Projects: the list, opening one, its steps, tree, samples and watches."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from zhiqiang.domains.landscapes import actions, queries
from zhiqiang.domains.landscapes.counting.rules import DAYS, KINDS, UNITS
from zhiqiang.domains.landscapes.kinds import kinds
from zhiqiang.domains.landscapes.models import (
    HitSample,
    HitWatch,
    LandscapeProject,
    TechnologyBranch,
)
from zhiqiang.domains.landscapes.steps import standings
from zhiqiang.kernel.errors import Refused
from zhiqiang.records.accounts import rights
from zhiqiang.records.accounts.regions import divisions, installation_region
from zhiqiang.ui.asked import read_day
from zhiqiang.ui.paging import paged
from zhiqiang.ui.sent import day_of, signed_in


@require_safe
@signed_in
def projects(request: HttpRequest) -> HttpResponse:
    """List the projects; for those who see internal things."""
    rights.require(request.user, "see_internal")
    known = kinds()
    kind, state = request.GET.get("kind", ""), request.GET.get("state", "")
    kind, state = (
        kind if kind in known else "",
        state if state in LandscapeProject.State.values else "",
    )
    found = queries.projects(request.user, kind, state)
    context = {
        "page": paged(request, found), "kinds": known, "kind": kind, "state": state,
        "states": LandscapeProject.State.choices, "may_run": rights.may(request.user, actions.RUN),
    }  # fmt: skip
    return render(request, "landscapes/projects.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def open_project(request: HttpRequest) -> HttpResponse:
    """Open a project."""
    rights.require(request.user, actions.RUN)
    sent, refusal = request.POST, ""
    key = sent.get("request_key", "")[:40] or uuid4().hex
    if request.method == "POST":
        try:
            made = actions.open_project(request.user, _opened(sent), key)
            messages.success(request, "已立项。下一步：填写领域检索式，画技术分支。")
            return redirect("landscapes:project", made.pk)
        except Refused as error:
            refusal = str(error)
    region = sent.get("region") or installation_region()
    own = divisions()
    context = {
        "kinds": known_kinds(), "sent": sent, "refusal": refusal, "request_key": key,
        "today": localdate().isoformat(), "region": region,
        "regions": [(one.code, one.name) for one in (own.get(installation_region()), *own.children(installation_region()))],
    }  # fmt: skip
    return render(request, "landscapes/open.html", context, status=422 if refusal else 200)


def known_kinds() -> list[tuple[str, str]]:
    """Return the kinds in the order of the standard's parts."""
    return [(one.key, one.title) for one in sorted(kinds().values(), key=lambda one: one.part)]


def _opened(sent: Any) -> actions.Opened:
    text = sent.get("cost", "").replace(",", "").strip()
    try:
        cost = Decimal(text) if text else None
    except InvalidOperation as error:
        raise Refused(f"经费“{text[:20]}”不是数字，请填写如 150000 的金额，单位元。") from error
    if cost is not None and not cost.is_finite():
        raise Refused("经费应是一个金额，单位元。")
    due = read_day(sent["due_on"]) if sent.get("due_on", "").strip() else None
    return actions.Opened(
        sent.get("kind", ""), sent.get("title", ""), sent.get("question", ""),
        sent.get("commissioner", ""), sent.get("region", ""),
        day_of(sent, "begin_on", "立项日期"), sent.get("undertaker", ""), cost, due,
    )  # fmt: skip


def shell(request: HttpRequest, of: LandscapeProject, tab: str) -> dict[str, Any]:
    """Return what the pages of one project share."""
    return {
        "of": of,
        "tab": tab,
        "may_run": rights.may(request.user, actions.RUN) and of.state == "open",
        "may_watch": rights.may(request.user, actions.RUN),
    }


@require_safe
@signed_in
def project(request: HttpRequest, landscape_id: int) -> HttpResponse:
    """Show a project: what it asks, its steps, its rules; accept or end it."""
    of = queries.project(landscape_id, request.user)
    steps = standings(of)
    rules = of.rules or {}
    context = shell(request, of, "project") | {
        "kind": of.declared, "steps": steps, "run": queries.run(of),
        "region_name": divisions().path_name(of.region_code),
        "rules": of.rules_on(localdate()) if of.rules else None, "kept": rules,
        "units": UNITS.items(), "days": DAYS.items(), "right_kinds": KINDS.items(),
        "usual": ("invention", "utility_model"), "today": localdate(),
        "is_ready": all(one.is_done for one in steps if one.step.needs != "acceptance"),
    }  # fmt: skip
    return render(request, "landscapes/project.html", context)


@require_safe
@signed_in
def tree(request: HttpRequest, landscape_id: int) -> HttpResponse:
    """Show the field and the technology tree, each with its question and count."""
    of = queries.project(landscape_id, request.user)
    nodes = queries.tree(of)
    context = shell(request, of, "tree") | {
        "nodes": nodes, "axes": TechnologyBranch.Axis.choices,
        "uppers": [one.branch for one in nodes],
    }  # fmt: skip
    return render(request, "landscapes/tree.html", context)


@require_safe
@signed_in
def samples(request: HttpRequest, landscape_id: int) -> HttpResponse:
    """Show the samples with precision, noise and recall; draw another."""
    of = queries.project(landscape_id, request.user)
    context = shell(request, of, "samples") | {
        "samples": [queries.judged(one) for one in of.samples.all()],
        "aims": HitSample.Aim.choices, "branches": of.branches.all(),
    }  # fmt: skip
    return render(request, "landscapes/samples.html", context)


@require_safe
@signed_in
def sample(request: HttpRequest, sample_id: int) -> HttpResponse:
    """Show a sample to be judged, line by line."""
    one = queries.sample(sample_id, request.user)
    context = shell(request, one.project, "samples") | {
        "judged": queries.judged(one),
        "sample": one,
    }
    return render(request, "landscapes/sample.html", context)


@require_safe
@signed_in
def watches(request: HttpRequest, landscape_id: int) -> HttpResponse:
    """Show the watches of a project and their alerts."""
    of = queries.project(landscape_id, request.user)
    found = list(of.watches.prefetch_related("alerts"))
    context = shell(request, of, "watches") | {"watches": found, "levels": HitWatch.Level.choices}
    return render(request, "landscapes/watches.html", context)
