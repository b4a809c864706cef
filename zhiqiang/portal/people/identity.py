"""Signing in, and linking one's account, with the identity provider of the city."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from zhiqiang.kernel.errors import Refused
from zhiqiang.portal.people import entering
from zhiqiang.portal.people.gate import confirmed
from zhiqiang.portal.people.recording import acting, address_of, record_as
from zhiqiang.records.accounts import provider
from zhiqiang.records.accounts.actions import identities, lockout

KEPT = "asked_provider"


@never_cache
@require_GET
def begin(request: HttpRequest) -> HttpResponse:
    """Send the browser to the provider; of somebody signed in, to link the account."""
    found = provider.configured()
    if found is None:
        raise Http404
    if request.user.is_authenticated:
        return _link(request, found)
    return _send(request, found)


@confirmed
def _link(request: HttpRequest, found: provider.Provider) -> HttpResponse:
    # Only from the own page: a link elsewhere could tie the account to somebody else's identity.
    if not constant_time_compare(request.GET.get("word", ""), link_word(request)):
        return redirect("portal:account")
    return _send(request, found)


def link_word(request: HttpRequest) -> str:
    """Return the word that the page of the account, and nobody else, puts into its link."""
    return salted_hmac("link identity", request.session.session_key or "").hexdigest()


def _send(request: HttpRequest, found: provider.Provider) -> HttpResponse:
    back = request.build_absolute_uri(reverse("portal:sign_in_provider_return"))
    try:
        address, kept = provider.begin(found, back)
    except Refused as error:
        return _refused(request, error)
    kept |= {"after": entering.after_sign_in(request), "links": request.user.pk}
    request.session[KEPT] = kept
    return redirect(address)


@never_cache
@require_GET
def come_back(request: HttpRequest) -> HttpResponse:
    """Take the answer of the provider: once, and only for the browser that was sent."""
    found = provider.configured()
    if found is None:
        raise Http404
    kept = request.session.pop(KEPT, None)
    # Saved before anything is asked of the provider, so that a second copy of the same answer
    # that arrives meanwhile finds nothing.
    request.session.save()
    answer = {key: request.GET.get(key, "")[:2000] for key in ("state", "code", "error")}
    name = "·provider·"
    try:
        lockout.begin(f"{name}{address_of(request)}", address_of(request))
        claims = provider.finish(found, kept, answer)
        if request.user.is_authenticated:
            if kept["links"] != request.user.pk:
                raise Refused("请在“我的账户”中关联统一身份。")
            who = acting(request)
            assert who.person is not None
            identities.link(who, who.person, claims)
            lockout.take_back(f"{name}{address_of(request)}", address_of(request))
            return redirect("portal:account")
        record = record_as(claims.username or claims.subject)
        person = identities.person_of(claims, found.link_by_username, record)
    except lockout.Locked as error:
        from zhiqiang.portal.people.signing import locked

        return locked(request, error)
    except Refused as error:
        return _refused(request, error)
    lockout.take_back(f"{name}{address_of(request)}", address_of(request))
    return entering.proceed(request, person, kept["after"], "provider")


def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
    found = provider.configured()
    context = {"error": str(error), "provider": found.name if found else ""}
    context["next"] = reverse("portal:home")
    return render(request, "portal/people/sign_in.html", context, status=401)
