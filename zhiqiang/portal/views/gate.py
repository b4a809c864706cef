"""Who may open a page that is not public."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from zhiqiang.kernel.errors import Refused
from zhiqiang.records.accounts import rights

View = Callable[..., HttpResponse]


def officials_only(view: View) -> View:
    """Send those who have not signed in to the sign-in page; refuse visitors with an account."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if rights.may(request.user, "see_internal"):
            return view(request, *args, **kwargs)
        if request.user.is_authenticated:
            raise Refused("此页只对工作人员开放，当前账户为访客。")
        after = urlencode({"next": request.get_full_path()})
        return redirect(f"{reverse('portal:sign_in')}?{after}")

    return guarded
