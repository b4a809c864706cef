"""Setting up second factors: an app, passkeys, recovery codes."""

from __future__ import annotations

import base64
import io

import segno
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhiqiang.kernel.errors import Refused
from zhiqiang.portal.people import entering
from zhiqiang.portal.people.gate import confirmed
from zhiqiang.portal.people.recording import acting
from zhiqiang.portal.people.signing import host_of
from zhiqiang.records.accounts import queries
from zhiqiang.records.accounts.actions import factors, passkeys, signing
from zhiqiang.records.accounts.actions.signing import subject_of
from zhiqiang.records.accounts.sealing import seal, unseal

NEW_SECRET, NEW_KEY = "new_secret", "new_passkey"


@never_cache
@confirmed
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def authenticator(request: HttpRequest) -> HttpResponse:
    """Show a fresh secret as QR code and text; put it in place once the app shows a right code."""
    person, error = queries.person(request.user.pk), ""
    if request.method == "POST" and request.POST.get("act") == "stop":
        try:
            factors.stop_authenticator(acting(request), person)
        except Refused as refused:
            error = str(refused)
        else:
            messages.success(request, "动态口令已停用。")
            return redirect("portal:account")
    elif request.method == "POST" and NEW_SECRET in request.session:
        try:
            factors.start_authenticator(
                acting(request), person, _new_secret(request), request.POST.get("code", "")
            )
        except Refused as refused:
            error = str(refused)
        else:
            del request.session[NEW_SECRET]
            return _set_up(request, "totp", "动态口令已启用。")
    elif request.method != "POST" or NEW_SECRET not in request.session:
        sealed = seal(factors.new_secret(), subject_of(person))
        request.session[NEW_SECRET] = base64.b64encode(sealed).decode()
    text = factors.readable(_new_secret(request)) if NEW_SECRET in request.session else ""
    context = {
        "groups": [text[i : i + 4] for i in range(0, len(text), 4)],
        "has_code": queries.has_authenticator(person.pk),
        "error": error,
    }
    status = 400 if error else 200
    return render(request, "portal/people/authenticator.html", context, status=status)


@never_cache
@confirmed
@require_GET
def authenticator_picture(request: HttpRequest) -> HttpResponse:
    """Draw the QR code of the secret that is being set up, and of no other."""
    if NEW_SECRET not in request.session:
        raise Http404
    address = factors.address_for_app(queries.person(request.user.pk), _new_secret(request))
    out = io.BytesIO()
    segno.make(address, error="m").save(
        out, kind="svg", scale=5, border=4, xmldecl=False, dark="#1f2933", light="#fff"
    )
    return HttpResponse(out.getvalue(), content_type="image/svg+xml")


@never_cache
@confirmed
@sensitive_post_parameters("answer")
@require_http_methods(["GET", "POST"])
def add_passkey(request: HttpRequest) -> HttpResponse:
    """Ask the browser for a new key, and keep it."""
    person, error = queries.person(request.user.pk), ""
    if request.method == "POST":
        state = request.session.pop(NEW_KEY, None)
        try:
            if state is None:
                raise Refused(passkeys.FAILED)
            passkeys.add_passkey(
                acting(request),
                person,
                host_of(request),
                state,
                request.POST.get("answer", "")[:20_000],
                request.POST.get("name", ""),
            )
        except Refused as refused:
            error = str(refused)
        else:
            return _set_up(request, "passkey", "通行密钥已登记。")
    options = None
    try:
        options, request.session[NEW_KEY] = passkeys.begin_adding(person, host_of(request))
    except Refused as refused:
        error = error or str(refused)
    context = {"options": options, "error": error, "name": request.POST.get("name", "")}
    status = 400 if error else 200
    return render(request, "portal/people/add_passkey.html", context, status=status)


@require_POST
@confirmed
def remove_passkey(request: HttpRequest, passkey_id: int) -> HttpResponse:
    """Take one passkey away."""
    try:
        passkeys.remove_passkey(acting(request), queries.person(request.user.pk), passkey_id)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "通行密钥已移除。")
    return redirect("portal:account")


@never_cache
@confirmed
@require_http_methods(["GET", "POST"])
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Say how many codes are left; on request make ten new ones and show them this once."""
    person = queries.person(request.user.pk)
    codes = []
    if request.method == "POST":
        codes = factors.make_recovery_codes(acting(request), person)
    context = {"codes": codes, "left": factors.recovery_codes_left(person)}
    return render(request, "portal/people/recovery_codes.html", context)


def _set_up(request: HttpRequest, factor: str, said: str) -> HttpResponse:
    """Go on after a factor was set up: first to recovery codes, where there are none.

    Elsewhere somebody may be signed in with the password alone: that ends.
    """
    person, keep = queries.person(request.user.pk), request.session.session_key or ""
    signing.sign_out_everywhere(acting(request), person, keep)
    request.session[entering.FACTOR] = factor
    messages.success(request, said)
    if factors.recovery_codes_left(person):
        return redirect("portal:account")
    messages.info(request, "请接着生成恢复码：手机或密钥丢失时，凭恢复码登录。")
    return redirect("portal:recovery_codes")


def _new_secret(request: HttpRequest) -> bytes:
    sealed = base64.b64decode(request.session[NEW_SECRET])
    return unseal(sealed, subject_of(queries.person(request.user.pk)))
