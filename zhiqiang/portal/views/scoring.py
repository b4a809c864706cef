"""Score or correct an assessment: the one act of it that needs the tasks of bodies."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from zhiqiang.domains.assessments import actions, queries
from zhiqiang.portal.assessing import work_of
from zhiqiang.portal.people.gate import signed_in
from zhiqiang.records.accounts import rights
from zhiqiang.ui.sent import number_of, told


@require_POST
@signed_in
def score(request: HttpRequest, assessment_id: int) -> HttpResponse:
    """Score a draft, or measure a published assessment anew with a reason."""
    of = queries.assessment(assessment_id, request.user)
    rights.require(request.user, "run_programmes")
    version = number_of(request.POST, "version", "版本")

    def run() -> Any:
        if request.POST.get("act") == "correct":
            reason = request.POST.get("reason", "")
            return actions.correct(request.user, of.pk, version, reason, work_of)
        return actions.score(request.user, of.pk, version, work_of)

    told(request, "已按现在的记录计算。", run)
    return redirect("assessments:assessment", of.pk)
