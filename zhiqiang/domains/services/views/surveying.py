"""Surveys: the sample and its score for officials, the questionnaire for whoever has a code."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.accounts import rights
from zhiqiang.records.casework import actions, queries
from zhiqiang.records.casework.surveys import gathering
from zhiqiang.records.casework.surveys.declaration import Questionnaire, questionnaires
from zhiqiang.records.casework.surveys.standing import standing_of
from zhiqiang.ui.exports import cell, list_answer
from zhiqiang.ui.sent import number_of, signed_in

_HEADINGS = (("序号", 8), ("层", 14), ("名称", 36), ("地址", 40), ("答卷码", 20), ("情况", 8))


@require_safe
@signed_in
def survey(request: HttpRequest, case_id: int) -> HttpResponse:
    """Show the questionnaire, the sample, what was answered, and once it has ended the score."""
    case = _case(request, case_id)
    standing = standing_of(case)
    planned = questionnaires().get(str(case.fields.get("questionnaire")))
    context = {
        "case": case,
        "standing": standing,
        "questions": standing.questions if standing else planned,
        "may_gather": gathering.may_gather(request.user, case),
    }
    return render(request, "services/survey.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def enter(request: HttpRequest, case_id: int) -> HttpResponse:
    """Enter at the counter what somebody of the sample answered by telephone or on paper."""
    case = _case(request, case_id)
    gathering.require_gatherer(request.user, case)
    standing = standing_of(case)
    assert standing is not None
    asked, refusal = standing.questions, ""
    if request.method == "POST":
        try:
            place = number_of(request.POST, "place", "调查对象的序号")
            actions.enter_answer(request.user, case.pk, place, _marks(asked, request.POST))
            messages.success(request, f"已代录第 {place} 号的答卷。")
            return redirect("services:enter_answer", case.pk)
        except (Refused, NotFound) as error:
            refusal = str(error)
    context = {
        "case": case, "refusal": refusal, "rows": _rows(asked, request.POST, bool(refusal)),
        "place": request.POST.get("place", "")[:8], "questions": asked,
    }  # fmt: skip
    return render(request, "services/survey_enter.html", context, status=422 if refusal else 200)


@require_safe
@signed_in
def codes(request: HttpRequest, case_id: int) -> HttpResponseBase:
    """Save the codes with names and addresses, for letters of invitation; the journal says who did."""
    case = _case(request, case_id)
    rows = gathering.codes(request.user, case.pk)
    origin = [
        f"{case.fields.get('title', '')}（{case.number}）答卷码",
        f"作答网址：{request.build_absolute_uri('/services/survey/')}。每码只能用一次，请分别寄送，不要公开。",
    ]
    lines = [[*row[:2], *map(cell, row[2:4]), _grouped(row[4]), row[5]] for row in rows]
    return list_answer("xlsx", f"答卷码-{case.number}", origin, _HEADINGS, lines)


def _grouped(code: str) -> str:
    return "-".join(code[place : place + 4] for place in range(0, len(code), 4))


@require_http_methods(["GET", "HEAD", "POST"])
def respond(request: HttpRequest) -> HttpResponse:
    """Answer a questionnaire with a code and without an account; the code stays out of addresses."""
    code = request.POST.get("code", "")[:40]
    opened, refusal, rows, wrong = None, "", [], False
    if request.method == "POST":
        try:
            opened = gathering.open_survey(code)
            if request.POST.get("then") == "send":
                wrong = True
                actions.answer_survey(code, _marks(opened.questions, request.POST))
                return render(request, "services/survey_done.html", {"opened": opened})
        except (Refused, NotFound) as error:
            refusal = str(error)
        if opened is not None:
            rows = _rows(opened.questions, request.POST, wrong)
    context = {"code": code, "opened": opened, "refusal": refusal, "rows": rows}
    return render(request, "services/survey_respond.html", context, status=422 if refusal else 200)


def _case(request: HttpRequest, case_id: int) -> Any:
    """Return the case of a survey for those who work inside its office."""
    case = queries.case_by_id(case_id, request.user)
    is_inside = rights.may(request.user, "see_restricted", case.body)
    if not (is_inside and queries.item_of(case.service).is_survey):
        raise NotFound("没有这项调查，或者您看不到它。")
    return case


def _marks(asked: Questionnaire, sent: QueryDict) -> dict[str, str]:
    return {one.key: sent.get(f"q-{one.key}", "") for one in asked.questions}


def _rows(asked: Questionnaire, sent: QueryDict, is_checked: bool) -> list[dict[str, Any]]:
    """Return each question with what was chosen and, after it was sent, what is wrong at it."""
    marks = _marks(asked, sent)
    wrong = dict(asked.faults_in(marks)) if is_checked else {}
    return [
        {"key": one.key, "zh": one.zh, "chosen": marks[one.key], "scale": asked.scale, "wrong": wrong.get(one.key, "")}
        for one in asked.questions
    ]  # fmt: skip
