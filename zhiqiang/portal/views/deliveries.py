"""What messages were sent out of the program, what failed and why, and another attempt."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from zhiqiang.kernel.errors import Misconfigured
from zhiqiang.portal.paging import paged
from zhiqiang.portal.people.gate import needs
from zhiqiang.records.notices import queries, sending
from zhiqiang.records.notices.ways import configured

_WAYS = {"mail": "邮件", "gateway": "单位网关"}
_AGAIN = ("failed", "unsure")


@require_safe
@needs("manage_people")
def deliveries(request: HttpRequest) -> HttpResponse:
    """List deliveries, newest first, and say by which ways messages leave at all."""
    state = request.GET.get("state", "")
    page = paged(request, queries.deliveries(request.user, state))
    for one in page.items:
        one.way_name = _WAYS.get(one.way, one.way)
        one.may_again = one.state in _AGAIN
    try:
        ways, wrong = [_WAYS[way.key] for way in configured()], ""
    except Misconfigured as error:
        ways, wrong = [], str(error)
    context = {
        "page": page,
        "state": state,
        "states": queries.delivery_states(),
        "ways": ways,
        "wrong": wrong,
    }
    return render(request, "portal/deliveries.html", context)


@require_POST
@needs("manage_people")
def send_again(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Ask for another attempt at what failed or is unsure."""
    sending.send_again(request.user, letter_id)
    messages.success(request, "已列入待发送，稍后自动重试。")
    return redirect("office:deliveries")
