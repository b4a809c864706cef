"""From a right password, or a vouched-for identity, to an open account.

``enter`` is the one way in. What has been shown so far is kept in the session as ``pending``, for
five minutes; the account opens when nothing is missing.
"""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from zhiqiang.portal.people.recording import address_of, record_as
from zhiqiang.records.accounts import queries
from zhiqiang.records.accounts.actions import factors, lockout, signing
from zhiqiang.records.accounts.queries import Person

PENDING, CONFIRMED, FACTOR = "pending", "confirmed_at", "second_factor"
PENDING_FOR, CONFIRMED_FOR = 300, 600
#: a form that was opened in time may be filled in at leisure
CONFIRMED_FOR_FORMS = 1800


def after_sign_in(request: HttpRequest) -> str:
    """Return the page to go to; an address outside this installation is not followed."""
    address = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure()):
        return address
    return reverse("portal:home")


def proceed(request: HttpRequest, person: Person, after: str, method: str) -> HttpResponse:
    """Go on to the second factor where there is one, else enter."""
    if not factors.has_second_factor(person):
        return enter(request, person, after, method, "")
    # Whoever knows the key of this session from before shall not stand at the second step too.
    request.session.cycle_key()
    request.session[PENDING] = {
        "person": person.pk,
        "at": int(time.time()),
        "after": after,
        "method": method,
        # A password that is changed in the meantime takes this first step back.
        "password": person.get_session_auth_hash(),
    }
    return redirect("portal:second_factor")


def pending(request: HttpRequest) -> tuple[Person, dict[str, Any]] | None:
    """Return the person who has passed the first step in this browser, and what was kept."""
    kept = request.session.get(PENDING)
    if not kept or not -PENDING_FOR <= time.time() - kept["at"] <= PENDING_FOR:
        request.session.pop(PENDING, None)
        return None
    person = queries.person(kept["person"])
    if not person.is_open or person.get_session_auth_hash() != kept["password"]:
        request.session.pop(PENDING, None)
        return None
    return person, kept


def enter(
    request: HttpRequest, person: Person, after: str, method: str, factor: str
) -> HttpResponse:
    """Open the account in this browser under a new session key."""
    request.session.pop(PENDING, None)
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    session = request.session
    session["address"] = address_of(request)
    session["agent"] = request.META.get("HTTP_USER_AGENT", "")[:200]
    session["method"] = method
    session[FACTOR] = factor
    confirm(request)
    lockout.succeed(person.username)
    signing.keep_newest_sessions(person, session.session_key or "")
    detail = {"method": method, "second_factor": factor or "none"}
    record_as(person.username)("signed_in", signing.subject_of(person), detail)
    return redirect(after)


def confirm(request: HttpRequest) -> None:
    """Remember that the person at the browser has just shown the password."""
    request.session[CONFIRMED] = int(time.time())


def is_confirmed(request: HttpRequest) -> bool:
    """Say whether the password was shown in the last ten minutes; for a form, half an hour."""
    at = request.session.get(CONFIRMED)
    most = CONFIRMED_FOR_FORMS if request.method == "POST" else CONFIRMED_FOR
    return at is not None and -60 <= time.time() - at <= most
