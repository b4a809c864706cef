"""The plain page that turns a request away before any of our own code has looked at it."""

from __future__ import annotations

from django.http import HttpResponse
from django.template.loader import render_to_string


def refusal(status: int, title: str, message: str, then: str) -> HttpResponse:
    """Answer with ``status`` and a page that needs neither database nor session."""
    context = {"title": title, "message": message, "then": then}
    answer = HttpResponse(render_to_string("portal/broken.html", context), status=status)
    answer.says = f"{message}{then}"  # type: ignore[attr-defined]
    return answer
