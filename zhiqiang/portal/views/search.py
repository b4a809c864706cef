"""The page of the search over everything."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhiqiang.portal.search import search
from zhiqiang.ui.asked import asked


def everything(request: HttpRequest) -> HttpResponse:
    """Show what is found in each of the places that are searched."""
    text = request.GET.get("q", "").strip()[:100]
    groups = search(text, request.user, asked(request)) if text else []
    total = sum(len(group.hits) for group in groups)
    return render(request, "portal/search.html", {"text": text, "groups": groups, "total": total})
