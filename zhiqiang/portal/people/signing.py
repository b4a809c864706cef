"""Signing in, step by step, and out."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from zhiqiang.kernel.errors import Misconfigured, Refused
from zhiqiang.portal.people import entering
from zhiqiang.portal.people.gate import signed_in
from zhiqiang.portal.people.recording import acting, address_of, record_as
from zhiqiang.records.accounts import provider, queries
from zhiqiang.records.accounts.actions import factors, lockout, passkeys
from zhiqiang.records.accounts.actions import signing as actions
from zhiqiang.records.accounts.queries import Person

CHALLENGE = "challenge"


def locked(request: HttpRequest, error: lockout.Locked) -> HttpResponse:
    """Answer while a door is closed: for how long, and what to do meanwhile."""
    minutes = max(1, -(-error.seconds // 60))
    answer = render(request, "portal/people/locked.html", {"minutes": minutes}, status=429)
    answer["Retry-After"] = str(error.seconds)
    return answer


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The first step: user name and password, or the way to the city's identity provider."""
    after = entering.after_sign_in(request)
    context: dict[str, Any] = {"next": after, "provider": _provider_name()}
    if request.method != "POST":
        if request.user.is_authenticated:
            return redirect(after)
        return render(request, "portal/people/sign_in.html", context)
    username = request.POST.get("username", "").strip()[:60]
    try:
        person = actions.sign_in(
            username,
            request.POST.get("password", "")[:1000],
            address_of(request),
            record_as(username or "（空）"),
        )
    except lockout.Locked as error:
        return locked(request, error)
    except Refused as error:
        context |= {"username": username, "error": str(error)}
        return render(request, "portal/people/sign_in.html", context, status=401)
    return entering.proceed(request, person, after, "password")


@never_cache
@sensitive_post_parameters("code", "answer")
@require_http_methods(["GET", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """The second step: a one-time code, a passkey, or a recovery code."""
    found = entering.pending(request)
    if found is None:
        return redirect("portal:sign_in")
    person, kept = found
    context: dict[str, Any] = {}
    status = 200
    if request.method == "POST":
        kind = request.POST.get("kind", "")
        try:
            closes = lockout.begin(person.username, address_of(request))
            if _accepts(request, person, kind):
                lockout.take_back(person.username, address_of(request))
                return entering.enter(request, person, kept["after"], kept["method"], kind)
        except lockout.Locked as error:
            request.session.pop(entering.PENDING, None)
            return locked(request, error)
        actions.refuse(person.username, closes, kind[:20], record_as(person.username))
        context["error"], status = _why(kind), 401
        context["kind"] = kind
    context |= _ways(request, person)
    return render(request, "portal/people/second_factor.html", context, status=status)


def _accepts(request: HttpRequest, person: Person, kind: str) -> bool:
    if kind == "totp":
        return factors.accept_code(person, request.POST.get("code", ""))
    if kind == "recovery":
        return factors.accept_recovery_code(person, request.POST.get("code", ""))
    if kind == "passkey":
        # The challenge is taken out before it is looked at: an answer serves once.
        state = request.session.pop(CHALLENGE, None)
        answer = request.POST.get("answer", "")[:20_000]
        return state is not None and passkeys.accept_answer(person, host_of(request), state, answer)
    return False


def _why(kind: str) -> str:
    return {
        "totp": "动态口令不正确或已经用过，请输入当前显示的 6 位数字；仍不正确时请核对手机时间。",
        "recovery": "恢复码不正确或已经用过。",
        "passkey": "通行密钥没有通过验证，请重试或改用其他方式。",
    }.get(kind, "请选择一种验证方式。")


def _ways(request: HttpRequest, person: Person) -> dict[str, Any]:
    asked = passkeys.begin_asking(person, host_of(request))
    if asked is not None:
        request.session[CHALLENGE] = asked[1]
    return {
        "has_code": queries.has_authenticator(person.pk),
        "has_passkeys": bool(queries.passkeys_of(person.pk)),
        "passkey_options": asked[0] if asked else None,
        "codes_left": factors.recovery_codes_left(person),
    }


def host_of(request: HttpRequest) -> str:
    """Return the host name of the request without its port."""
    return urlsplit(f"//{request.get_host()}").hostname or ""


def _provider_name() -> str:
    try:
        found = provider.configured()
    except Misconfigured:
        return ""
    return found.name if found else ""


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    if request.user.is_authenticated:
        who = acting(request)
        assert who.person is not None
        who.record("signed_out", actions.subject_of(who.person), {})
    logout(request)
    return redirect("portal:home")


@never_cache
@signed_in
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Ask for the password again before something that opens or closes doors."""
    after = entering.after_sign_in(request)
    error = ""
    if request.method == "POST":
        who = acting(request)
        assert who.person is not None
        try:
            actions.sign_in(
                who.person.username,
                request.POST.get("password", "")[:1000],
                address_of(request),
                who.record,
            )
        except lockout.Locked as closed:
            return locked(request, closed)
        except Refused:
            error = "密码不正确。"
        else:
            entering.confirm(request)
            return redirect(after)
    context = {"next": after, "error": error, "is_known": request.user.has_usable_password()}
    return render(request, "portal/people/confirm.html", context, status=401 if error else 200)
