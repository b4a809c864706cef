"""What comes before any page: the first account, a due password, a second factor that a role demands."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from zhiqiang.kernel.errors import Refused
from zhiqiang.portal.people import entering
from zhiqiang.records.accounts import queries, rights
from zhiqiang.records.accounts.actions import factors, signing
from zhiqiang.records.accounts.roles import access_rights

#: pages that stay open to somebody who has still to change a password or to set a factor up
OPEN = {"portal:sign_out", "portal:sign_in", "portal:second_factor", "portal:confirm"}
PASSWORD = {*OPEN, "portal:change_password"}
FACTORS = {
    *PASSWORD,
    "portal:account",
    "portal:authenticator",
    "portal:authenticator_picture",
    "portal:passkeys",
    "portal:recovery_codes",
}

#: who may look at accounts and bodies
SEE_PEOPLE = ("manage_people", "assign_posts", "manage_bodies", "see_internal")

View = Callable[..., HttpResponse]


class FirstThings:
    """Middleware: leads to what has to be done before anything else. Stands behind sign-in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._has_people = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.FIRST_ACCOUNT and not self._has_people:
            self._has_people = queries.has_people()
            if not self._has_people and request.path != reverse("portal:first_account"):
                return redirect("portal:first_account")
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Lead those who are signed in to what is due."""
        person = request.user
        if not person.is_authenticated:
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name not in PASSWORD and signing.must_change_password(person):  # type: ignore[arg-type]
            return redirect("portal:change_password")
        if name in FACTORS or not settings.SECOND_FACTOR_BY_ROLE:
            return None
        if rights.held_by(person).needs_second_factor and not request.session.get(entering.FACTOR):
            if factors.has_second_factor(person):  # type: ignore[arg-type]
                # A token was asked for behind that factor; one from before there was any was not.
                if getattr(request, "token_opens", False):
                    return None
                return entering.proceed(request, person, request.get_full_path(), "session")  # type: ignore[arg-type]
            return redirect("portal:account")
        return None


def signed_in(view: View) -> View:
    """Send those who have not signed in to the sign-in page, and back afterwards."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        return _go("portal:sign_in", request)

    return guarded


def needs(*wanted: str) -> Callable[[View], View]:
    """Open a page to those who hold one of the rights ``wanted``; refuse all others by name."""

    def decorate(view: View) -> View:
        @signed_in
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if any(rights.may(request.user, right) for right in wanted):
                return view(request, *args, **kwargs)
            names = "”或“".join(access_rights()[right].zh for right in wanted)
            raise Refused(f"此页须有“{names}”权限，当前账户没有。")

        return guarded

    return decorate


def confirmed(view: View) -> View:
    """Ask for the password again when it was not shown in the last ten minutes."""

    @signed_in
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if entering.is_confirmed(request):
            return view(request, *args, **kwargs)
        return _go("portal:confirm", request)

    return guarded


def _go(name: str, request: HttpRequest) -> HttpResponse:
    # A form cannot be sent again after a detour: lead back to the page that it stood on.
    here = request.get_full_path()
    return redirect(f"{reverse(name)}?{urlencode({'next': here})}")
