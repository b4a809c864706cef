"""Pages and files that show personal data whole to those who say why; all others see masks."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from zhiqiang.records.accounts import masking, rights
from zhiqiang.records.registry import actions

#: the field of the form by which the reason is sent
FIELD = "clear_reason"

View = Callable[..., HttpResponseBase]


def clearable(subject: str, argument: str = "") -> Callable[[View], View]:
    """Let a page be asked for with a reason, as a form: it then shows what it masks otherwise.

    ``subject`` and the ``argument`` of the address name the record in the journal; without an
    argument the address itself names it. A page of rows says which row.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST" and FIELD in request.POST:
                kind = kwargs.get("subject", subject)
                record = f"{kind}:{kwargs[argument]}" if argument else f"{kind}:{request.path}"
                about = _row(request)
                actions.read_clear(request.user, record, request.POST[FIELD], about)
                request.method = "GET"  # From here on the page is read like any other.
            return view(request, *args, **kwargs)

        return opened

    return decorate


def _row(request: HttpRequest) -> str:
    row = request.GET.get("row", "")[:12]
    sheet = request.GET.get("sheet", "")[:120]
    return " ".join(part for part in (sheet, f"第 {row} 行" if row else "") if part)


def clear_reading(request: HttpRequest) -> dict[str, Any]:
    """Return, for templates, whether the asker may read whole, and whether this page is read so."""
    return {
        "may": rights.may(request.user, "unmask"),
        "is_clear": masking.reads_clear(request.user),
        "field": FIELD,
    }
