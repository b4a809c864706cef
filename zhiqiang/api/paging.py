"""Pages of lists: asked for with ``page`` and ``size``, and none past the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import ceil
from typing import Annotated, Any

from ninja import Query

from zhiqiang.ui.asked import BadAddress

Number = Annotated[int, Query(ge=1, le=1_000_000, description="页码，从 1 起")]
Size = Annotated[int, Query(ge=1, le=100, description="每页条数")]
USUAL = 50


def paged(
    found: Any, page: int, size: int, shape: Callable[[Any], dict[str, Any]] | None = None
) -> dict[str, Any]:
    """Return one page of a queryset, a list or a search, each item put into ``shape``."""
    total = len(found) if isinstance(found, list | tuple) else found.count()
    start = offset(total, page, size)
    return answer(found[start : start + size], total, page, size, shape)


def offset(total: int, page: int, size: int) -> int:
    """Return where a page begins, or raise ``BadAddress`` past the last one."""
    pages = max(1, ceil(total / size))
    if page > pages:
        raise BadAddress(f"页码 {page} 超出范围，共 {pages} 页。")
    return (page - 1) * size


def answer(
    items: Iterable[Any],
    total: int,
    page: int,
    size: int,
    shape: Callable[[Any], dict[str, Any]] | None = None,
) -> dict[str, Any]:
    """Return the answer that a page of a list is."""
    kept = [shape(one) if shape else one for one in items]
    return {"total": total, "page": page, "size": size, "items": kept}
