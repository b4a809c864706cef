"""Supervision orders: the list, one order, issuing, answering, closing."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiqiang.domains.duties import actions, queries
from zhiqiang.domains.duties.actions.entries import KINDS, LONGEST
from zhiqiang.domains.duties.actions.orders import Ordered
from zhiqiang.domains.duties.allowed import may_report, may_run, require_run
from zhiqiang.domains.duties.lists import paged
from zhiqiang.kernel.errors import Refused, UnreadableFile
from zhiqiang.records.accounts import queries as accounts
from zhiqiang.records.files.serving import as_download
from zhiqiang.ui.asked import BadAddress, read_number, read_size
from zhiqiang.ui.sent import day_of, number_of, signed_in, told
from zhiqiang.ui.uploads import file_field, on_disk

WHICH = (("", "全部"), ("open", "在办"), ("late", "逾期未回复"), ("closed", "已办结"))


@require_safe
@signed_in
def orders(request: HttpRequest) -> HttpResponse:
    """List the orders that one may see."""
    which = request.GET.get("which", "").strip()
    if which not in dict(WHICH):
        raise BadAddress(f"没有“{which[:20]}”这一类督办单，请用列表上方的选项。")
    found = list(queries.orders(request.user, which, localdate()))
    page = paged(found, read_number(request.GET, "page", "页码", 1), read_size(request.GET))
    context = {
        "page": page, "which": which, "ways": WHICH, "today": localdate(),
        "may_run": may_run(request.user),
    }  # fmt: skip
    return render(request, "duties/orders.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def issue(request: HttpRequest) -> HttpResponse:
    """Issue an order, mostly about an item that is late."""
    require_run(request.user)
    sent, refusal = request.POST, ""
    key = sent.get("request_key", "")[:40] or uuid4().hex
    asked_item = (sent or request.GET).get("item", "").strip()
    item = None
    if asked_item:
        item = queries.item(number_of(sent or request.GET, "item", "事项"), request.user)
    if request.method == "POST":
        try:
            made = actions.issue_order(request.user, _ordered(sent, item), key)
            messages.success(request, f"已签发{made.number}，承办单位会收到提醒。")
            return redirect("duties:order", made.pk)
        except Refused as error:
            refusal = str(error)
    if item is not None:
        parts = item.bodies.select_related("body").exclude(body=None)
        bodies = [(part.body_id, f"{part.name}（{part.get_duty_display()}）") for part in parts]
    else:
        bodies = list(accounts.bodies().values_list("pk", "name"))
    context = {
        "item": item, "bodies": bodies, "sent": sent, "refusal": refusal, "request_key": key,
    }  # fmt: skip
    return render(request, "duties/issue_order.html", context, status=422 if refusal else 200)


def _ordered(sent: Any, item: Any) -> Ordered:
    body, due_on = number_of(sent, "body", "承办单位"), day_of(sent, "due_on", "回复时限")
    words = [sent.get(name, "") for name in ("title", "basis", "request")]
    return Ordered(body, *words, due_on, item.pk if item is not None else None)


class ReplyForm(forms.Form):
    """What was done about an order."""

    text = forms.CharField(
        label="办理情况", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": "请填写办理情况。",
            "max_length": f"办理情况最多 {LONGEST:,} 字，请压缩或作为附件上传。",
        },
    )  # fmt: skip
    file = file_field("附件", [f".{one}" for one in KINDS], f"可选。{'、'.join(KINDS)}。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].required = False


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def order(request: HttpRequest, order_id: int) -> HttpResponse:
    """Show an order with its replies; take a reply in."""
    of = queries.order(order_id, request.user)
    may_reply = of.state in ("issued", "returned") and may_report(request.user, of.body)
    form = ReplyForm(request.POST or None, request.FILES or None) if may_reply else None
    if request.method == "POST":
        if form is None:
            raise Refused("当前账户不能回复这份督办单，或它正等待审核。")
        version = number_of(request.POST, "version", "版本")
        if form.is_valid() and _replied(request, form, of.pk, version):
            messages.success(request, "已回复，等待审核。")
            return redirect("duties:order", of.pk)
    context = {
        "order": of, "decision": queries.decision_of(of, request.user), "form": form,
        "may_run": may_run(request.user),
        "is_late": of.state in ("issued", "returned") and of.due_on < localdate(),
    }  # fmt: skip
    status = 422 if form is not None and form.errors else 200
    return render(request, "duties/order.html", context, status=status)


def _replied(request: HttpRequest, form: ReplyForm, order_id: int, version: int) -> bool:
    given = form.cleaned_data
    with ExitStack() as held:
        file = None
        if given.get("file"):
            file = (held.enter_context(on_disk(given["file"])), given["file"].name or "附件")
        try:
            actions.reply(request.user, order_id, version, given["text"], file)
        except (Refused, UnreadableFile) as error:
            form.add_error(None, str(error))
            return False
    return True


_ACTS = {
    "return": ("已退回。", actions.return_reply),
    "close": ("已办结。", actions.close_order),
    "withdraw": ("已撤回。", actions.withdraw_order),
}


@require_POST
@signed_in
def act(request: HttpRequest, order_id: int) -> HttpResponse:
    """Close an order, give its reply back, or withdraw it."""
    of = queries.order(order_id, request.user)
    require_run(request.user)
    kind = request.POST.get("act", "")
    if kind not in _ACTS:
        raise BadAddress("没有收到要办理的事项，请用页面上的按钮。")
    version, note = number_of(request.POST, "version", "版本"), request.POST.get("note", "")
    done, run = _ACTS[kind]
    told(request, done, lambda: run(request.user, of.pk, version, note))
    return redirect("duties:order", of.pk)


@require_safe
@signed_in
def reply_file(request: HttpRequest, reply_id: int) -> HttpResponseBase:
    """Save the file of a reply."""
    one = queries.reply_file(reply_id, request.user)
    assert one.file is not None
    return as_download(one.file, one.file_name)
