"""Trainings: sign up and sign in without an account; names, codes and the sheet for the organiser."""

from __future__ import annotations

import io
from typing import Any

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.accounts import rights
from zhiqiang.records.accounts.masking import mask_name, mask_phone
from zhiqiang.records.casework import queries
from zhiqiang.records.casework.trainings import joining, standing
from zhiqiang.ui.exports import cell, list_answer
from zhiqiang.ui.sent import day_of, number_of, signed_in

_SHEET = (("次序", 8), ("姓名", 14), ("单位", 36), ("电话", 18), ("情况", 12))


@require_safe
def trainings(request: HttpRequest) -> HttpResponse:
    """List the trainings of today and later, the next first."""
    return render(request, "services/trainings.html", {"trainings": standing.trainings()})


@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request: HttpRequest, case_id: int) -> HttpResponse:
    """Show one training and sign up for it."""
    found, refusal, sent = standing.training(case_id), "", request.POST
    if request.method == "POST":
        try:
            given = [sent.get(name, "") for name in ("name", "unit", "phone")]
            done = joining.enrol(case_id, *given)
            return render(request, "services/training_enrolled.html", {"done": done})
        except Refused as error:
            refusal = str(error)
    context = {"training": found, "refusal": refusal, "sent": sent}
    return render(request, "services/training.html", context, status=422 if refusal else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def own_enrolment(request: HttpRequest, case_id: int) -> HttpResponse:
    """Ask with phone and code whether one has a place, and give it back."""
    found, refusal, held, turn = standing.training(case_id), "", None, 0
    phone, code = request.POST.get("phone", "")[:40], request.POST.get("code", "")[:40]
    if request.method == "POST":
        try:
            if request.POST.get("then") == "cancel":
                joining.cancel(case_id, phone, code)
                messages.success(request, "已取消报名。")
                return redirect("services:training", case_id)
            held, turn = joining.enrolment(case_id, phone, code)
        except (Refused, NotFound) as error:
            refusal = str(error)
    context = {
        "training": found, "refusal": refusal, "held": held, "turn": turn,
        "name": mask_name(held.name) if held else "", "phone": phone, "code": code,
    }  # fmt: skip
    return render(request, "services/training_own.html", context, status=422 if refusal else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check_in(request: HttpRequest, case_id: int) -> HttpResponse:
    """Sign in on a phone with the code on the screen and the phone that signed up."""
    found, refusal, wants_name = standing.training(case_id), "", False
    asked = request.POST if request.method == "POST" else request.GET
    sent = {name: asked.get(name, "")[:120] for name in ("code", "phone", "name", "unit")}
    if request.method == "POST":
        try:
            made, is_new = joining.check_in(
                case_id, *(sent[n] for n in ("code", "phone", "name", "unit"))
            )
            context = {
                "training": found,
                "made": made,
                "is_new": is_new,
                "name": mask_name(made.enrolment.name),
            }
            return render(request, "services/training_signed_in.html", context)
        except joining.NameWanted as error:
            refusal, wants_name = str(error), True
        except Refused as error:
            refusal = str(error)
    wants_name = wants_name or bool(sent["name"] or sent["unit"])
    context = {"training": found, "refusal": refusal, "sent": sent, "wants_name": wants_name}
    return render(
        request, "services/training_sign_in.html", context, status=422 if refusal else 200
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def attendance(request: HttpRequest, case_id: int) -> HttpResponse:
    """Show who signed up and was there, masked; enter who stands on a signed sheet."""
    case = _case(request, case_id)
    may_organise = joining.may_organise(request.user, case)
    if request.method == "POST":
        sent = request.POST
        try:
            joining.mark_present(
                request.user,
                case_id,
                number_of(sent, "enrolment", "报名"),
                day_of(sent, "day", "日期"),
            )
            messages.success(request, "已代录签到。")
        except Refused as error:
            messages.error(request, str(error))
        return redirect("services:attendance", case_id)
    found = _public(case_id)
    people = standing.participants(case, found.capacity if found else 0)
    today = timezone.localdate()
    context = {
        "case": case, "training": found, "may_organise": may_organise,
        "people": [
            {"one": one, "name": mask_name(one.enrolment.name), "phone": mask_phone(one.enrolment.phone)}
            for one in people
        ],
        "days": [day for day in found.days if day <= today] if found else [],
        "person_times": sum(len(one.days) for one in people),
        "is_today": found is not None and today in found.days,
    }  # fmt: skip
    return render(request, "services/attendance.html", context)


@never_cache
@require_safe
@signed_in
def screen(request: HttpRequest, case_id: int) -> HttpResponse:
    """Show the code of the moment as a picture and in digits; on paper the code of the day."""
    case = _case(request, case_id)
    joining.require_organiser(request.user, case)
    now, is_printed = timezone.now(), request.GET.get("print") == "1"
    today = timezone.localdate(now)
    code = joining.code_of_day(case_id, today) if is_printed else joining.code_at(case_id, now)
    context = {
        "case": case, "training": standing.training(case_id), "code": code, "is_printed": is_printed,
        "today": today, "address": request.build_absolute_uri(reverse("services:check_in", args=[case_id])),
    }  # fmt: skip
    return render(request, "services/attendance_screen.html", context)


@never_cache
@require_safe
@signed_in
def picture(request: HttpRequest, case_id: int) -> HttpResponse:
    """Draw the code of the moment, or of the day, as a QR code that opens the page to sign in."""
    case = _case(request, case_id)
    joining.require_organiser(request.user, case)
    now = timezone.now()
    if request.GET.get("print") == "1":
        code = joining.code_of_day(case_id, timezone.localdate(now))
    else:
        code = joining.code_at(case_id, now)
    address = request.build_absolute_uri(reverse("services:check_in", args=[case_id]))
    out = io.BytesIO()
    segno.make(f"{address}?code={code}", error="m").save(
        out, kind="svg", scale=8, border=4, xmldecl=False, dark="#1f2933", light="#fff"
    )
    return HttpResponse(out.getvalue(), content_type="image/svg+xml")


@require_safe
@signed_in
def sheet(request: HttpRequest, case_id: int) -> HttpResponseBase:
    """Save the sheet to sign, with names and phones in full; the journal says who did."""
    case = _case(request, case_id)
    rows = joining.sheet(request.user, case_id)
    found = standing.training(case_id)
    origin = [
        f"{found.title}（{case.number}）签到表",
        f"{found.held_on} {found.place}；含个人信息，用后妥善保管。",
    ]
    lines = [
        [turn, cell(one.name), cell(one.unit), cell(one.phone),
         "现场登记" if one.walked_in else "候补" if turn > found.capacity else "已报名"]
        for turn, one in enumerate(sorted(rows, key=lambda one: (one.walked_in, one.place)), 1)
    ]  # fmt: skip
    return list_answer("xlsx", f"签到表-{case.number}", origin, _SHEET, lines)


def _public(case_id: int) -> standing.Training | None:
    try:
        return standing.training(case_id)
    except NotFound:
        return None


def _case(request: HttpRequest, case_id: int) -> Any:
    """Return the case of a training for those who work inside its office."""
    case = queries.case_by_id(case_id, request.user)
    is_inside = rights.may(request.user, "see_restricted", case.body)
    if not (is_inside and queries.item_of(case.service).is_training):
        raise NotFound("没有这个培训，或者您看不到它。")
    return case
