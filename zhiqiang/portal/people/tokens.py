"""Personal tokens on one's own account: asked for, shown once, taken back."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from zhiqiang.kernel.errors import Refused
from zhiqiang.portal.people.forms import MUST, text
from zhiqiang.portal.people.gate import confirmed
from zhiqiang.portal.people.recording import acting
from zhiqiang.records.accounts import queries
from zhiqiang.records.accounts.actions import tokens


class AddToken(forms.Form):
    """What a token is for, and for how long."""

    name = text("用途", 60, help_text="便于日后辨认，如“每日取数脚本”。")
    days = forms.TypedChoiceField(
        label="有效期",
        coerce=int,
        choices=[(one, f"{one} 天") for one in tokens.DAYS],
        error_messages=MUST | {"invalid_choice": "请从所列有效期中选择。"},
    )


@never_cache
@confirmed
@require_http_methods(["GET", "POST"])
def add_token(request: HttpRequest) -> HttpResponse:
    """Ask for purpose and time, and show the new token this once."""
    form, secret = AddToken(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            person = queries.person(request.user.pk)
            secret = tokens.issue(acting(request), person, given["name"], given["days"])
        except Refused as error:
            form.add_error(None, str(error))
    status = 400 if form.errors else 200
    context = {"form": form, "secret": secret}
    return render(request, "portal/people/add_token.html", context, status=status)


@require_POST
@confirmed
def revoke_token(request: HttpRequest, token_id: int) -> HttpResponse:
    """Take one token back."""
    tokens.revoke(acting(request), queries.person(request.user.pk), token_id)
    messages.success(request, "访问令牌已撤销。")
    return redirect("portal:account")
