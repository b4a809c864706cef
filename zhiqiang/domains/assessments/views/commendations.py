"""Commendations: the public list, one with its nominees, nominating, objections, the paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiqiang.domains.assessments import actions, commended, publicity, queries
from zhiqiang.domains.assessments.models import Nominee
from zhiqiang.kernel.errors import Refused
from zhiqiang.records.accounts import queries as accounts
from zhiqiang.records.accounts import rights
from zhiqiang.ui.asked import BadAddress, read_number
from zhiqiang.ui.exports import word_answer
from zhiqiang.ui.sent import day_of, number_of, signed_in, told

RUN = "run_programmes"


@require_safe
def commendations(request: HttpRequest) -> HttpResponse:
    """List the commendations: those in publicity and those decided, for everybody."""
    found = list(commended.commendations(request.user))
    context = {"commendations": found, "may_run": rights.may(request.user, RUN)}
    return render(request, "assessments/commendations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def open_commendation(request: HttpRequest) -> HttpResponse:
    """Open a commendation, mostly after an assessment."""
    rights.require(request.user, RUN)
    sent, refusal = request.POST, ""
    key = sent.get("request_key", "")[:40] or uuid4().hex
    if request.method == "POST":
        year = read_number(sent, "year", "年度", 0, low=1)
        words = [sent.get(name, "") for name in ("basis", "contact")]
        chosen = number_of(sent, "assessment", "考核") if sent.get("assessment") else None
        try:
            told_ = actions.Announced(sent.get("title", ""), year, *words, chosen)
            made = actions.open_commendation(request.user, told_, key)
            messages.success(request, "已拟定。请核对提名后公示。")
            return redirect("assessments:commendation", made.pk)
        except Refused as error:
            refusal = str(error)
    context = {
        "assessments": [one for one in queries.assessments(request.user) if one.state != "draft"],
        "sent": sent, "refusal": refusal, "request_key": key,
        "year": sent.get("year") or localdate().year - 1,
    }  # fmt: skip
    return render(request, "assessments/open_commendation.html", context, status=422 if refusal else 200)  # fmt: skip


@require_safe
def commendation(request: HttpRequest, commendation_id: int) -> HttpResponse:
    """Show a commendation: who is nominated or commended, on what ground."""
    of = commended.commendation(commendation_id, request.user)
    may_run = rights.may(request.user, RUN)
    context = {
        "of": of,
        "view": commended.commendation_view(of, request.user),
        "may_run": may_run,
        "bodies": list(accounts.bodies().values_list("pk", "name")) if may_run else [],
        "kinds": Nominee.Kind.choices,
        "limit": publicity.rule().on(of.from_on or localdate()).publicity,
        "is_over": of.until_on is not None and localdate() > of.until_on,
    }
    return render(request, "assessments/commendation.html", context)


@require_POST
@signed_in
def act(request: HttpRequest, commendation_id: int) -> HttpResponse:
    """Nominate, strike off, make public, record and answer objections, decide, or end."""
    of = commended.commendation(commendation_id, request.user)
    rights.require(request.user, RUN)
    sent, who, kind = request.POST, request.user, request.POST.get("act", "")
    version = number_of(sent, "version", "版本")
    reason = sent.get("reason", "")
    acts: dict[str, tuple[str, Callable[[], Any]]] = {
        "nominate": ("已提名。", lambda: _nominate(who, of.pk, version, sent)),
        "strike": ("已去掉。", lambda: actions.strike(who, _of(sent), version, reason)),
        "publicise": ("已公示，任何人都可以查看。", lambda: actions.publicise(who, of.pk, version)),
        "object": ("已登记异议。", lambda: _object(who, version, sent)),
        "reject": ("已答复。", lambda: _answer(who, version, sent, False)),
        "uphold": ("异议成立，已去掉。", lambda: _answer(who, version, sent, True)),
        "decide": ("已作出表彰决定。", lambda: actions.decide(who, of.pk, version)),
        "drop": ("已终止。", lambda: actions.drop(who, of.pk, version, reason)),
    }
    if kind not in acts:
        raise BadAddress("没有收到要办理的事项，请用页面上的按钮。")
    told(request, *acts[kind])
    return redirect("assessments:commendation", of.pk)


def _of(sent: Any) -> int:
    return number_of(sent, "nominee", "表彰对象")


def _nominate(who: Any, key: int, version: int, sent: Any) -> Any:
    body = number_of(sent, "body", "单位")
    words = sent.get("kind", ""), sent.get("name", "")
    return actions.nominate(who, key, version, *words, body, sent.get("ground", ""))


def _object(who: Any, version: int, sent: Any) -> Any:
    received = day_of(sent, "received_on", "收到日期")
    source, text = sent.get("source", ""), sent.get("text", "")
    return actions.record_objection(who, _of(sent), version, source, received, text)


def _answer(who: Any, version: int, sent: Any, is_upheld: bool) -> Any:
    key = number_of(sent, "objection", "异议")
    return actions.answer_objection(who, key, version, sent.get("answer", ""), is_upheld)


@require_safe
def paper(request: HttpRequest, commendation_id: int) -> HttpResponseBase:
    """Save the notice of the publicity or the decision as Word."""
    of = commended.commendation(commendation_id, request.user)
    word = "决定" if of.state == "decided" else "公示"
    view = commended.commendation_view(of, request.user)
    return word_answer(f"关于{of.title}的{word}.docx", commended.paper(view))
