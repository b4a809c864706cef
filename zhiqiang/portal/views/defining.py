"""Define an indicator in a form: look at its value first, keep it, take it back."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiqiang.domains.plans import queries as plans
from zhiqiang.engines.metrics.writing import plain
from zhiqiang.kernel.errors import BadCatalogue, NotFound
from zhiqiang.portal import scope
from zhiqiang.portal.defining.columns import STATISTIC, TABLES
from zhiqiang.portal.defining.faults import say
from zhiqiang.portal.defining.form import KINDS, DefinitionForm, initial_of, places_of
from zhiqiang.portal.defining.parts import WORDS, tables_of
from zhiqiang.portal.people.gate import needs
from zhiqiang.records.indicators import actions, rules
from zhiqiang.records.indicators import queries as indicators
from zhiqiang.records.indicators.actions import defining
from zhiqiang.ui.asked import BadAddress, asked
from zhiqiang.ui.tables import Cell, table

SOURCES = {**TABLES, STATISTIC: "公布的统计数据"}
#: what a survey takes is published, and what is counted apart has rows
_ONLY = {"survey": {STATISTIC}, "stock": set(TABLES), "distinct": set(TABLES)}


@dataclass(frozen=True, slots=True)
class Looked:
    """A draft that was looked at: its value, and the value by what holds today."""

    draft: defining.Draft
    figure: Any
    before: Any
    token: str


@require_safe
@needs(defining.RIGHT)
def definitions(request: HttpRequest) -> HttpResponse:
    """List the indicators with definitions of this installation's own; begin a new one."""
    known = indicators.catalogue()
    rows = [
        (
            Cell(one.name, f"{reverse('figures:define', args=[key])}", is_head=True),
            KINDS[one.kind].split("：")[0],
            one.unit,
            f"{one.versions[-1].start}",
            f"{len(one.versions)}",
            "本地指标" if not rules.shipped_file(key).exists() else "本地口径",
        )
        for key, one in known.items()
        if rules.is_own(key)
    ]
    heads = [("指标", "t"), ("种类", ""), ("单位", "k"), ("施行", "d"), ("版本", "n"), ("性质", "")]
    context = {
        "own": table("本地指标与口径", heads, rows),
        "kinds": KINDS,
        "sources": SOURCES,
        "words": WORDS,
    }
    return render(request, "portal/definitions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(defining.RIGHT)
def define_new(request: HttpRequest) -> HttpResponse:
    """Define an indicator that the catalogue does not have."""
    kind = request.GET.get("kind", "stock")
    if kind not in KINDS:
        raise BadAddress(f"没有“{kind[:20]}”这种指标。可选{'、'.join(KINDS.values())}。")
    tables = {place: _table(request, kind, place) for place in places_of(kind)}
    form = DefinitionForm(kind, tables, True, request.POST or None)
    return _worked(request, form, None)


def _table(request: HttpRequest, kind: str, place: str) -> str:
    allowed = _ONLY.get(kind, set(SOURCES))
    usual = "rights" if "rights" in allowed and place != "denominator" else STATISTIC
    chosen = request.GET.get(place, "") or usual
    if chosen not in SOURCES:
        raise BadAddress(f"没有“{chosen[:20]}”这种来源。可选{'、'.join(SOURCES.values())}。")
    if chosen not in allowed:
        raise BadAddress(
            f"“{KINDS[kind].split('：')[0]}”不能取自{SOURCES[chosen]}，请改选来源或种类。"
        )
    return chosen


@require_http_methods(["GET", "HEAD", "POST"])
@needs(defining.RIGHT)
def define(request: HttpRequest, key: str) -> HttpResponse:
    """Put a dated version below the definitions of an indicator."""
    declared = indicators.find(key)
    last = declared.versions[-1]
    tables = tables_of(last)
    initial = initial_of(plain(declared)["versions"][-1], declared.kind)
    form = DefinitionForm(declared.kind, tables, False, request.POST or None, initial=initial)
    return _worked(request, form, declared)


def _worked(request: HttpRequest, form: DefinitionForm, declared: Any) -> HttpResponse:
    looked = None
    if form.is_bound and form.is_valid():
        looked = _looked(request, form, declared)
    if looked is not None and request.POST.get("act") == "keep":
        if request.POST.get("token") == looked.token:
            kept = actions.keep_definition(request.user, looked.draft, request.POST.get("seen", ""))
            messages.success(request, f"已保存“{kept.name}”{kept.versions[-1].start} 起的口径。")
            return redirect("portal:indicator", kept.key)
        form.add_error(None, "预览之后内容又有改动，请核对新的预览后再保存。")
    context = {
        "form": form,
        "declared": declared,
        "last_start": declared.versions[-1].start if declared else None,
        "kind": KINDS[form.kind],
        "sections": form.drawn(),
        "looked": looked,
        "is_own": declared is not None and rules.is_own(declared.key),
        "sources": [(WORDS[place], SOURCES[one]) for place, one in form.tables.items()],
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "portal/define.html", context, status=status)


def _looked(request: HttpRequest, form: DefinitionForm, declared: Any) -> Looked | None:
    """Return the draft with its value; where it is refused, say why in the form."""
    at = asked(request)
    try:
        if declared is None:
            values = {**form.head(), "versions": [form.version()]}
            draft = defining.draft_indicator(form.cleaned_data["key"], values)
        else:
            draft = defining.draft_version(declared.key, form.version())
    except BadCatalogue as error:
        say(form, str(error))
        return None
    figure = before = None
    if scope.snapshot():
        # A version of a day to come is looked at as if it held already.
        day = max(at.as_of, draft.indicator.versions[-1].start)
        figure = defining.preview(draft, at.region, day)
        before = indicators.figure(declared.key, at.region, day) if declared else None
    token = hashlib.sha256(draft.text.encode()).hexdigest()[:16]
    return Looked(draft, figure, before, token)


@require_POST
@needs(defining.RIGHT)
def take_back(request: HttpRequest, key: str) -> HttpResponse:
    """Take the last own version of an indicator back."""
    said = actions.take_back_definition(request.user, key, plans.targets_of_indicator(key))
    messages.success(request, said)
    try:
        indicators.find(key)
    except NotFound:
        return redirect("figures:definitions")
    return redirect("portal:indicator", key)
