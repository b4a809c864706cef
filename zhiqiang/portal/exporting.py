"""Save a list as a file: of exactly what is seen, with where it comes from, and a journal line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from zhiqiang.records.accounts import rights
from zhiqiang.records.journal import actions as journal
from zhiqiang.ui.exports import list_answer, read_format
from zhiqiang.ui.listing import Listing

RIGHT = "export_rows"
AT_ONCE = 2_000


def may_export(request: HttpRequest) -> bool:
    """Say whether the asker may save lists."""
    return rights.may(request.user, RIGHT)


def exported(
    request: HttpRequest, listing: Listing, said: Iterable[str], total: int, rows: Iterable[Any]
) -> HttpResponseBase:
    """Answer with the rows of a list as XLSX or CSV.

    ``said`` is the filter in words, which the file carries with who saved it and when. Refuses
    more rows than a format holds. Journalled.
    """
    kind = read_format(request.GET.get("format", "xlsx"), total)
    chosen = " · ".join(one for one in (listing.title, *said) if one)
    with transaction.atomic():
        journal.write(
            request.user.get_username(),
            "export_rows",
            request.path,
            {"list": chosen, "rows": total, "format": kind},
        )
    now = f"{timezone.localtime():%Y-%m-%d %H:%M}"
    by = f"由 {request.user.get_username()} 于 {now} 导出，共 {total:,} 条"
    name = f"{listing.title} {now[:10]}"
    return list_answer(kind, name, (chosen, by), listing.headings, listing.values(rows))


def in_chunks(rows: Iterable[Any]) -> Iterator[list[Any]]:
    """Give rows in lists, so that what belongs to them is asked for once a list."""
    left = iter(rows)
    while some := list(islice(left, AT_ONCE)):
        yield some
