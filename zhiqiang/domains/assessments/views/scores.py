"""Pages of assessments: all of them, the ranking of one, a sheet with its grounds, acts."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiqiang.domains.assessments import actions, queries
from zhiqiang.domains.assessments.forms import forms
from zhiqiang.domains.assessments.result_paper import result_paper
from zhiqiang.kernel.errors import Refused
from zhiqiang.records.accounts import queries as accounts
from zhiqiang.records.accounts import rights
from zhiqiang.records.accounts.regions import installation_region
from zhiqiang.ui.asked import BadAddress, asked, read_number
from zhiqiang.ui.exports import word_answer
from zhiqiang.ui.sent import number_of, signed_in, told

RUN = "run_programmes"


@require_safe
@signed_in
def assessments(request: HttpRequest) -> HttpResponse:
    """List the assessments that one may see."""
    found = list(queries.assessments(request.user))
    context = {"assessments": found, "may_run": rights.may(request.user, RUN)}
    return render(request, "assessments/assessments.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def open_assessment(request: HttpRequest) -> HttpResponse:
    """Open the assessment of a year by one of the forms."""
    rights.require(request.user, RUN)
    sent, refusal = request.POST, ""
    if request.method == "POST":
        year = read_number(sent, "year", "年度", 0, low=1)
        chosen = [int(one) for one in sent.getlist("body") if one.isdecimal() and len(one) < 18]
        region = asked(request).region or installation_region()
        opened = actions.Opened(sent.get("form", ""), region, year, chosen)
        try:
            made = actions.open_assessment(request.user, opened)
            messages.success(request, "已开始考核。请认定没有记录的各项后评分。")
            return redirect("assessments:assessment", made.pk)
        except Refused as error:
            refusal = str(error)
    context = {
        "forms": [(one.key, one.title, one.of, one.on(localdate())) for one in forms().values()],
        "bodies": list(accounts.bodies().values_list("pk", "name")),
        "year": sent.get("year") or localdate().year - 1,
        "chosen": set(sent.getlist("body")), "form_key": sent.get("form", ""),
        "refusal": refusal, "region_name": asked(request).region_name,
    }  # fmt: skip
    return render(request, "assessments/open.html", context, status=422 if refusal else 200)


@require_safe
@signed_in
def assessment(request: HttpRequest, assessment_id: int) -> HttpResponse:
    """Show the ranking of an assessment; who runs programmes states, scores, publishes here."""
    of = queries.assessment(assessment_id, request.user)
    form = of.values
    context = {
        "assessment": of,
        "form": form,
        "ranking": queries.ranking(of, request.user),
        "may_run": rights.may(request.user, RUN),
        "stated": [(k, zh, by.stated) for k, (zh, by) in form.sources.items() if by.stated],
        "grades": [(one.zh, one.at_least) for one in form.grades],
    }
    return render(request, "assessments/assessment.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def sheet(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Show the points of a unit line by line, each with its ground; take an appeal in."""
    version = read_number(request.GET, "version", "版次", 0, low=0)
    view = queries.sheet(unit_id, request.user, version)
    of = view.unit.assessment
    may_appeal = of.state == "published" and actions.may_appeal(request.user, view.unit)
    sent, refusal = request.POST, ""
    key = sent.get("request_key", "")[:40] or uuid4().hex
    if request.method == "POST":
        try:
            actions.appeal(request.user, unit_id, sent.get("line", ""), sent.get("text", ""), key)
            messages.success(request, "申诉已提交，答复后会收到提醒。")
            return redirect("assessments:sheet", unit_id)
        except Refused as error:
            refusal = str(error)
    context = {
        "view": view, "assessment": of, "may_appeal": may_appeal, "sent": sent,
        "refusal": refusal, "request_key": key, "may_run": rights.may(request.user, RUN),
        "is_over": of.appeal_until is not None and localdate() > of.appeal_until,
    }  # fmt: skip
    return render(request, "assessments/sheet.html", context, status=422 if refusal else 200)


@require_POST
@signed_in
def act(request: HttpRequest, assessment_id: int) -> HttpResponse:
    """State a fact, publish, or end an assessment. What measures stands with the portal."""
    of = queries.assessment(assessment_id, request.user)
    rights.require(request.user, RUN)
    sent, who = request.POST, request.user
    version, kind = number_of(sent, "version", "版本"), sent.get("act", "")
    acts: dict[str, tuple[str, Callable[[], Any]]] = {
        "state": ("已认定，评分后计入。", lambda: _state(request, of.pk, version)),
        "publish": ("已公布，考核对象会收到提醒。", lambda: actions.publish(who, of.pk, version)),
        "close": ("考核已结束。", lambda: actions.close(who, of.pk, version)),
    }
    if kind not in acts:
        raise BadAddress("没有收到要办理的事项，请用页面上的按钮。")
    told(request, *acts[kind])
    return redirect("assessments:assessment", of.pk)


def _state(request: HttpRequest, key: int, version: int) -> Any:
    sent = request.POST
    unit = number_of(sent, "unit", "考核对象")
    value = _amount(sent.get("value", ""), "数值")
    line, document = sent.get("line", ""), sent.get("document", "")
    return actions.state_fact(request.user, key, version, unit, line, value, document)


def _amount(text: str, label: str) -> Decimal:
    try:
        found = Decimal(text.strip())
    except InvalidOperation as error:
        raise Refused(f"{label}“{text[:20]}”不是数字，请填写如 2 或 1.5。") from error
    if not found.is_finite():
        raise Refused(f"{label}应是一个数字。")
    return found


@require_POST
@signed_in
def answer(request: HttpRequest, appeal_id: int) -> HttpResponse:
    """Answer an appeal: the line stands, or gets other points."""
    rights.require(request.user, RUN)
    sent = request.POST
    version, unit = number_of(sent, "version", "版本"), number_of(sent, "unit", "考核对象")

    def run() -> Any:
        points = _amount(sent.get("points", ""), "得分") if sent.get("act") == "change" else None
        return actions.answer(request.user, appeal_id, version, sent.get("text", ""), points)

    told(request, "已答复，申诉单位会收到提醒。", run)
    return redirect("assessments:sheet", unit)


@require_safe
@signed_in
def paper(request: HttpRequest, assessment_id: int) -> HttpResponseBase:
    """Save the result as Word: what the ranking shows, and the sheets that one may open."""
    of = queries.assessment(assessment_id, request.user)
    return word_answer(f"{of.title}结果.docx", result_paper(of, request.user))
