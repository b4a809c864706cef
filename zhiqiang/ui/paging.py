"""Lists in pages: which page the address asks for, and no page past the end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest

from zhiqiang.ui.asked import BadAddress, read_number, read_size
from zhiqiang.ui.tables import Page


def page_of(request: HttpRequest, total: int) -> Page:
    """Return the page that is asked for of a list of ``total``, without its items."""
    page = Page(read_number(request.GET, "page", "页码", 1), read_size(request.GET), total)
    if page.number > page.pages:
        raise BadAddress(f"页码 {page.number} 超出范围，共 {page.pages} 页。")
    return page


def filled(page: Page, items: Sequence[Any]) -> Page:
    """Return the page with what stands on it."""
    return Page(page.number, page.size, page.total, items)


def paged(request: HttpRequest, found: Any) -> Page:
    """Return the page that is asked for of a queryset or a list."""
    total = len(found) if isinstance(found, list | tuple) else found.count()
    page = page_of(request, total)
    return filled(page, list(found[page.offset : page.offset + page.size]))
