"""How plans of two levels fit, and the splitting of a target among the children of a region."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from zhiqiang.domains.plans import actions, queries
from zhiqiang.domains.plans.queries import cascade as cascade_queries
from zhiqiang.domains.plans.views.shell import EDIT, inside
from zhiqiang.kernel.errors import Refused
from zhiqiang.records.accounts import rights


@require_GET
def cascade(request: HttpRequest, id: int) -> HttpResponse:
    """Show the plan above, those below, and what does not fit."""
    of = queries.programme(id, request.user)
    context = inside(request, of, "cascade")
    context |= {
        "view": cascade_queries.cascade_view(of, request.user),
        "promises": cascade_queries.promises(of),
    }
    return render(request, "plans/cascade.html", context)


@require_http_methods(["GET", "POST"])
def shares(request: HttpRequest, id: int, code: str) -> HttpResponse:
    """Split one target among the children of the region."""
    rights.require(request.user, EDIT)
    of = queries.programme(id, request.user)
    target = queries.target(of, code)
    if target.value is None:
        raise Refused("没有数字的目标不能分解。")
    balance = cascade_queries.balance_of(of, target)
    error, typed = "", {}
    if request.method == "POST":
        typed = {region: request.POST.get(region, "") for region, _, _ in balance.parts}
        try:
            given = {region: _number(text) for region, text in typed.items() if text.strip()}
            actions.share_target(of, code, given, request.user.get_username())
            messages.success(request, f"已将“{target.indicator_name}”分解到 {len(given)} 个下级。")
            return redirect("plans:shares", of.pk, code)
        except Refused as refused:
            error = str(refused)
    rows = [
        (c, n, typed.get(c, "" if v is None else f"{v.normalize():f}")) for c, n, v in balance.parts
    ]
    context = inside(request, of, "cascade") | {
        "target": target,
        "balance": balance,
        "rows": rows,
        "error": error,
    }
    return render(request, "plans/shares.html", context, status=422 if error else 200)


def _number(text: str) -> Decimal:
    try:
        value = Decimal(text.strip().replace(",", "").replace("，", ""))
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        raise Refused(f"“{text.strip()[:20]}”不是数字，请只填数字；没有分解的留空。")
    return value
