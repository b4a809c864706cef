"""Without an account: send a case that is for everybody, ask with a receipt, read what came of them."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from zhiqiang.domains.services import forming
from zhiqiang.domains.services.views.applying import sent_papers
from zhiqiang.kernel.errors import NotFound, Refused, UnreadableFile
from zhiqiang.records.accounts import queries as accounts
from zhiqiang.records.casework import actions, public, queries
from zhiqiang.records.casework.choices import wrong_choices
from zhiqiang.records.casework.fields import errors_in
from zhiqiang.records.registry import queries as registry
from zhiqiang.ui.asked import BadAddress
from zhiqiang.ui.paging import paged
from zhiqiang.ui.sent import number_of
from zhiqiang.ui.uploads import on_disk


@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, key: str) -> HttpResponse:
    """Fill in and send a case in one step; whoever sends it gets a receipt with a code."""
    service = queries.service(key)
    if not service.item.for_everybody:
        return redirect("services:begin", key)
    about, record = _about(request, service.item)
    names = forming.asked_of_applicants(service.item)
    answers: dict[str, Any] = {}
    errors: list[tuple[str, str]] = []
    refusal, subject = "", about[0] if about else ""
    if request.method == "POST":
        answers = forming.read_answers(service.item, request.POST, names)
        errors = list(errors_in(service.item.fields, answers))
        errors += wrong_choices(service.item, answers, subject)
        if not errors:
            try:
                case = _applied(request, key, answers, about)
                return render(
                    request, "services/receipt_given.html", {"case": case, "service": service}
                )
            except (Refused, UnreadableFile) as error:
                refusal = str(error)
    titles = service.item.fields["properties"]
    context = {
        "service": service,
        "item": service.item,
        "offices": queries.offices(),
        "record": record,
        "about": about,
        "chosen": request.POST.get("body", ""),
        "controls": forming.controls(service.item, answers, names, errors, subject),
        "errors": [(f"f-{p.split('.')[0]}", titles.get(p.split(".")[0], {}).get("title", ""), m) for p, m in errors],
        "refusal": refusal,
        "request_key": request.POST.get("request_key", "")[:40] or uuid4().hex,
    }  # fmt: skip
    return render(request, "services/send.html", context, status=422 if errors or refusal else 200)


def _about(request: HttpRequest, item: Any) -> tuple[tuple[str, int] | None, dict[str, Any]]:
    """Return the record at issue and what is publicly known of it, or raise ``BadAddress``."""
    if not item.about:
        return None, {}
    asked = request.POST if request.method == "POST" else request.GET
    subject = asked.get("subject", "")
    if subject not in item.about:
        raise BadAddress(
            f"“{item.title}”须从有关记录的页面提出：请在台账中打开这条记录，再点“对此记录有异议”。"
        )
    number = number_of(asked, "id", "记录编号")
    fact = registry.fact_of(subject, number, request.user)
    page = reverse(f"portal:{subject}", args=[number])
    name = fact.title if subject == "right" else registry.shown_name(fact, request.user)
    more = fact.number if subject == "right" else fact.get_kind_display()
    return (subject, number), {"name": name, "more": more, "href": page}


def _applied(
    request: HttpRequest, key: str, answers: dict[str, Any], about: tuple[str, int] | None
) -> Any:
    with ExitStack() as held:
        papers = [
            (wanted, held.enter_context(on_disk(upload)), upload.name or "材料")
            for wanted, upload in sent_papers(request, queries.service(key).item)
        ]
        return actions.apply_at_once(
            request.user,
            key,
            accounts.body(number_of(request.POST, "body", "办理单位")),
            answers,
            request_key=request.POST.get("request_key", "")[:40] or uuid4().hex,
            about=about,
            papers=papers,
        )


@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest) -> HttpResponse:
    """Ask with number and code of a receipt where a case stands; the code stays out of the address."""
    found, refusal = None, ""
    if request.method == "POST":
        try:
            found = public.by_receipt(request.POST.get("number", ""), request.POST.get("code", ""))
        except NotFound as error:
            refusal = str(error)
    context = {"found": found, "refusal": refusal, "number": request.POST.get("number", "")[:40]}
    return render(request, "services/receipt.html", context, status=422 if refusal else 200)


@require_safe
def outcomes(request: HttpRequest) -> HttpResponse:
    """List what came of the cases that are public."""
    page = paged(request, public.public_cases())
    context = {"page": page, "cases": public.as_public(page.items, request.user)}
    return render(request, "services/outcomes.html", context)
