"""Do one act on a case."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from zhiqiang.domains.services import offering
from zhiqiang.domains.services.views.cases import page_of_case
from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.casework import queries
from zhiqiang.records.casework.actions import ACTS
from zhiqiang.records.casework.verbs import VERBS
from zhiqiang.ui.sent import number_of, signed_in


@require_POST
@signed_in
def act(request: HttpRequest, case_id: int, verb: str) -> HttpResponse:
    """Do an act; whether it is allowed says the engine, and a refusal keeps what was typed."""
    case = queries.case_by_id(case_id, request.user)
    if verb not in offering.ORDER:
        raise NotFound("没有这个办理动作。")
    sent, item = request.POST, queries.item_of(case.service)
    version = number_of(sent, "version", "版本")
    try:
        # What one may not do is refused as such, before what its form lacks.
        queries.require(request.user, case, verb)
        given = offering.given(verb, case, item, request.user, sent)
        key = sent.get("request_key", "")[:40] or uuid4().hex
        ACTS[verb](request.user, case.pk, version=version, request_key=key, **given)
    except Refused as error:
        return page_of_case(request, case_id, str(error), 422)
    messages.success(request, f"已{VERBS[verb].zh}。")
    return redirect("services:case", case_id)
