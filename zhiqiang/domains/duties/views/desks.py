"""My desk: what is due, returned, silent, waiting, decided."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from zhiqiang.domains.duties import queries, rhythm
from zhiqiang.domains.duties.allowed import may_run
from zhiqiang.domains.duties.lists import paged
from zhiqiang.records.accounts.workdays import work_calendar
from zhiqiang.ui.asked import BadAddress, read_number, read_size
from zhiqiang.ui.sent import signed_in

#: name of a pile, its heading, what is to be done with it
PILES = (
    ("returned", "被退回", "按审核意见补充后重新提交。"),
    ("late", "已逾期", "时限已过，尚未销号。"),
    ("silent", "久未填报", "太久没有进展，请填报或说明原因。"),
    ("due", "三十天内到期", "请在时限前完成并申请销号。"),
    ("waiting", "待审核", "已填报，等待审核。"),
    ("rest", "其他在办", ""),
)
#: so many items of a pile stand on the desk; the others have pages of their own
SHOWN = 30


@require_safe
@signed_in
def desk(request: HttpRequest) -> HttpResponse:
    """Show what lies before the one who asks, the most pressing first."""
    found = queries.desk(request.user, localdate())
    asked = request.GET.get("pile", "").strip()
    if asked and asked not in {key for key, _, _ in PILES}:
        raise BadAddress(f"没有“{asked[:20]}”这一类事项，请用页面上的链接。")
    chosen = [one for one in PILES if asked in ("", one[0])]
    whole = [(*one, rows) for one in chosen if (rows := getattr(found, one[0]))]
    page = None
    if asked:
        number, size = read_number(request.GET, "page", "页码", 1), read_size(request.GET)
        page = paged(getattr(found, asked), number, size)
    context = {
        "desk": found,
        "asked": asked,
        "page": page,
        "piles": [
            (key, label, hint, page.items if page else rows[:SHOWN], len(rows))
            for key, label, hint, rows in whole
        ],
        "may_run": may_run(request.user),
        "lists": list(queries.work_lists(request.user)[:6]),
        "today": localdate(),
        "open_orders": queries.orders(request.user, "open").count(),
    }
    return render(request, "duties/desk.html", context)


@require_safe
@signed_in
def calendar(request: HttpRequest) -> HttpResponse:
    """Show a year month by month: what is asked for by when, and what comes due."""
    today = localdate()
    year = read_number(request.GET, "year", "年份", today.year)
    if not 2000 <= year <= 2100:
        raise BadAddress(f"年份“{year}”无效，应在 2000 到 2100 之间。")
    found = rhythm.rounds(year, rhythm.rule().on(date(year, 12, 31)), work_calendar())
    items = queries.due_in_year(request.user, year, today)
    months = [
        (month, [one for one in found if one.until.month == month], *items.get(month, ([], 0)))
        for month in range(1, 13)
    ]
    context = {
        "year": year,
        "months": months,
        "today": today,
        "missing": next((one.remark for one in found if one.remark), ""),
        "basis": rhythm.rule().on(date(year, 12, 31)).basis.document,
    }
    return render(request, "duties/calendar.html", context)
