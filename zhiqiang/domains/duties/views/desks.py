"""My desk: what is due, returned, silent, waiting, decided."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from zhiqiang.domains.duties import queries
from zhiqiang.domains.duties.allowed import may_run
from zhiqiang.domains.duties.views.asking import signed_in

#: name of a pile, its heading, what is to be done with it
PILES = (
    ("returned", "被退回", "按审核意见补充后重新提交。"),
    ("late", "已逾期", "时限已过，尚未销号。"),
    ("silent", "久未填报", "太久没有进展，请填报或说明原因。"),
    ("due", "三十天内到期", "请在时限前完成并申请销号。"),
    ("waiting", "待审核", "已填报，等待审核。"),
    ("rest", "其他在办", ""),
)


@require_safe
@signed_in
def desk(request: HttpRequest) -> HttpResponse:
    """Show what lies before the one who asks, the most pressing first."""
    found = queries.desk(request.user, localdate())
    piles = [
        (key, label, hint, rows) for key, label, hint in PILES if (rows := getattr(found, key))
    ]
    context = {
        "desk": found,
        "piles": piles,
        "may_run": may_run(request.user),
        "lists": list(queries.work_lists(request.user)[:6]),
        "today": localdate(),
    }
    return render(request, "duties/desk.html", context)
