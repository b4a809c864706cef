"""The first account: where every page leads while nobody has one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from zhiqiang.kernel.errors import Refused
from zhiqiang.portal.people import entering
from zhiqiang.portal.people.forms import FirstAccount
from zhiqiang.portal.people.recording import address_of, record_as
from zhiqiang.portal.people.signing import locked
from zhiqiang.records.accounts import queries
from zhiqiang.records.accounts.actions import first_account as actions
from zhiqiang.records.accounts.actions import lockout
from zhiqiang.records.accounts.regions import installation_region


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def first_account(request: HttpRequest) -> HttpResponse:
    """Make the first account with the code from the server's console, and sign in with it."""
    if queries.has_people():
        return redirect("portal:sign_in")
    actions.code()
    form = FirstAccount(request.POST or None, initial={"region_code": installation_region()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            person = actions.create_first(
                given["code"],
                address_of(request),
                (given["username"], given["display_name"]),
                given["body_name"],
                given["region_code"],
                given["password"],
                record_as(given["username"]),
            )
        except lockout.Locked as error:
            return locked(request, error)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            return entering.enter(request, person, "/account/", "first_account", "")
    status = 400 if form.errors else 200
    return render(request, "portal/people/first_account.html", {"form": form}, status=status)
