"""Review a plan: source on the left, what was read on the right, each reading to be corrected."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from zhiqiang.domains.plans import actions, queries, words
from zhiqiang.domains.plans.forms import IndicatorChoice
from zhiqiang.domains.plans.models import PlanCorrection, Programme
from zhiqiang.domains.plans.queries import review as review_queries
from zhiqiang.domains.plans.readings import LEAD, SUPPORT
from zhiqiang.domains.plans.views.shell import EDIT, inside
from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.accounts import rights
from zhiqiang.ui.asked import BadAddress

_SEPARATORS = "、,，;；\n"


@require_GET
def review(request: HttpRequest, id: int) -> HttpResponse:
    """Show the text beside what was read, and the form for the reading that was asked for."""
    rights.require(request.user, EDIT)
    of = queries.programme(id, request.user)
    at = request.GET.get("at", "").strip()
    view = queries.source_view(of, at)
    found = review_queries.progress(view)
    chosen = view.asked_reading
    context = inside(request, of, "review") | {
        "view": view,
        "chosen": chosen,
        "form": review_queries.form_of(chosen) if chosen else None,
        "typed": {},
        "progress": found,
        "next_code": found.after(at),
        "operators": words.OPERATORS,
        "bases": words.BASES,
        "similar": review_queries.earlier_targets(of, chosen),
        "is_adding": request.GET.get("add", "") in ("target", "task"),
        "adding": request.GET.get("add", ""),
    }
    return render(request, "plans/review.html", context)


@require_GET
def corrections(request: HttpRequest, id: int) -> HttpResponse:
    """List what people corrected, newest first, with what stood there before."""
    rights.require(request.user, EDIT)
    of = queries.programme(id, request.user)
    context = inside(request, of, "review") | {"corrections": review_queries.corrections(of)}
    return render(request, "plans/corrections.html", context)


@require_POST
def correct(request: HttpRequest, id: int) -> HttpResponseRedirect:
    """Take one correction."""
    rights.require(request.user, EDIT)
    of = queries.programme(id, request.user)
    sent = request.POST
    kind, code = sent.get("act", ""), sent.get("code", "").strip()
    if kind not in PlanCorrection.Kind.values or kind in ("answer", "link"):
        raise BadAddress("没有收到要办理的更正，请回到核对与更正页重新提交。")
    seen = sent.get("seen", "")
    try:
        review_queries.require_same(of, code, seen)
        after = _after(kind, sent)
        actor = request.user.get_username()
        actions.correct(of, kind, code, after, actor, sent.get("reason", ""))
    except (Refused, NotFound) as error:
        messages.error(request, str(error))
        return _back(of, code)
    messages.success(request, f"已{PlanCorrection.Kind(kind).label}。")
    return _back(of, sent.get("next", "") or ("" if kind in ("remove", "add") else code))


def _back(of: Programme, at: str) -> HttpResponseRedirect:
    address = reverse("plans:review", args=[of.pk])
    there = of.targets.filter(code=at).exists() or of.tasks.filter(code=at).exists()
    return redirect(f"{address}?{urlencode({'at': at})}#w-at" if there else address)


_TARGET = ("indicator_name", "subject", "operator", "value", "value_to", "unit", "year", "basis")


def _values(sent: QueryDict, prefix: str = "") -> dict[str, Any]:
    """Return the fields of a target or a task as they were sent."""
    names = _TARGET if f"{prefix}indicator_name" in sent else ("title", "due")
    out: dict[str, Any] = {n: sent[f"{prefix}{n}"] for n in names if f"{prefix}{n}" in sent}
    if f"{prefix}has_every_year" in sent:
        out["is_every_year"] = f"{prefix}is_every_year" in sent
        out["is_mean"] = f"{prefix}is_mean" in sent
    return out


def _after(kind: str, sent: QueryDict) -> dict[str, Any]:
    match kind:
        case "change":
            return _values(sent)
        case "assign":
            return {"bodies": _bodies(sent)}
        case "split":
            return {"parts": [_values(sent, "1-"), _values(sent, "2-")]}
        case "merge":
            return {"others": [one for one in sent.getlist("others") if one]}
        case "identify":
            return {"identity": sent.get("identity", "")}
        case "add":
            return {
                "subject": "task" if sent.get("subject") == "task" else "target",
                "quote": sent.get("quote", "").replace("\r\n", "\n"),
                "values": _values(sent),
                "bodies": _bodies(sent),
            }
    return {}


def _bodies(sent: QueryDict) -> list[list[str]]:
    out = []
    for duty, name in ((LEAD, "leads"), (SUPPORT, "supports")):
        typed = sent.get(name, "")
        for mark in _SEPARATORS:
            typed = typed.replace(mark, "、")
        out += [[duty, one] for one in typed.split("、") if one.strip()]
    return out


@require_POST
def withdraw(request: HttpRequest, id: int) -> HttpResponseRedirect:
    """Take a correction back."""
    rights.require(request.user, EDIT)
    of = queries.programme(id, request.user)
    number = request.POST.get("correction", "")
    if not number.isdecimal() or len(number) > 18:
        raise BadAddress("没有收到要撤回的更正，请回到更正记录重新提交。")
    try:
        actions.withdraw_correction(of, int(number), request.user.get_username())
        messages.success(request, "已撤回更正。")
    except Refused as error:
        messages.error(request, str(error))
    return redirect("plans:corrections", of.pk)


@require_POST
def answer(request: HttpRequest, id: int) -> HttpResponseRedirect:
    """Confirm which indicator a target means, or take that back."""
    if not rights.may(request.user, EDIT):
        raise Refused("目标与指标的对应由工作人员确认，当前账户只能查看。")
    of = queries.programme(id, request.user)
    form = IndicatorChoice(request.POST)
    if not form.is_valid():
        raise BadAddress("没有收到目标名称，请回到核对意见页重新提交。")
    about, name = form.cleaned_data["about"], form.cleaned_data["indicator"].strip()
    actor = request.user.get_username()
    try:
        if name:
            count = actions.confirm_indicator(of, about, name, actor)
            messages.success(request, f"已确认“{about}”对应“{name}”，共 {count} 处目标。")
        else:
            count = actions.release_indicator(of, about, actor)
            messages.success(request, f"已撤销“{about}”的对应，{count} 处目标重新待确认。")
    except (NotFound, Refused) as error:
        messages.error(request, str(error))
    return redirect("plans:findings", of.pk)


@require_POST
def answer_finding(request: HttpRequest, id: int) -> HttpResponseRedirect:
    """Write what was done about a finding."""
    rights.require(request.user, EDIT)
    of = queries.programme(id, request.user)
    sent = request.POST
    position = sent.get("position", "")
    if not position.isdecimal() or len(position) > 9:
        raise BadAddress("没有收到要答复的核对意见，请回到核对意见页重新提交。")
    try:
        actions.answer_finding(
            of, int(position), sent.get("code", ""), sent.get("answer", ""),
            request.user.get_username(),
        )  # fmt: skip
        messages.success(request, "已答复核对意见。")
    except Refused as error:
        messages.error(request, str(error))
    return redirect("plans:findings", of.pk)
