"""What pages read from the forms that were sent to them, and whom they let send one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from zhiqiang.kernel.errors import Refused
from zhiqiang.ui.asked import BadAddress, read_day

View = Callable[..., Any]


def signed_in(view: View) -> View:
    """Send those who have not signed in to the sign-in page, and back afterwards."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            answer: HttpResponse = view(request, *args, **kwargs)
            return answer
        here = urlencode({"next": request.get_full_path()})
        return redirect(f"{reverse('portal:sign_in')}?{here}")

    return guarded


def number_of(sent: QueryDict, name: str, label: str) -> int:
    """Return a whole number that a form carries, or raise ``BadAddress``."""
    text = sent.get(name, "").strip()
    if not text.isdecimal() or len(text) > 18:
        raise BadAddress(f"没有收到{label}，请回到原页面重新提交。")
    return int(text)


def day_of(sent: QueryDict, name: str, label: str) -> date:
    """Return a day that somebody typed, or raise ``Refused`` that names the field."""
    try:
        return read_day(sent.get(name, ""))
    except BadAddress as error:
        raise Refused(f"{label}：{error}") from error


def told(request: HttpRequest, done: str, act: Callable[[], Any]) -> bool:
    """Do an act and say how it went; a refusal is a message, not a page of its own."""
    try:
        act()
    except Refused as error:
        messages.error(request, str(error))
        return False
    messages.success(request, done)
    return True
