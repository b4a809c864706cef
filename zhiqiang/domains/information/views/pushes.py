"""Pushes: candidates and their release, deliveries with their receipts, what a firm says of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from zhiqiang.domains.information import actions
from zhiqiang.domains.information.actions.profiles import may_keep
from zhiqiang.domains.information.actions.releasing import MOST_AT_ONCE
from zhiqiang.domains.information.actions.topics import RUN
from zhiqiang.domains.information.models import PushDelivery
from zhiqiang.domains.information.push_rule import rule_on
from zhiqiang.domains.information.queries import pushes as queries
from zhiqiang.records.accounts import rights
from zhiqiang.records.indicators import queries as indicators
from zhiqiang.records.jobs import actions as jobs
from zhiqiang.records.journal import actions as journal
from zhiqiang.records.notices import mailing
from zhiqiang.ui.asked import BadAddress, read_number
from zhiqiang.ui.exports import list_answer, word_answer
from zhiqiang.ui.paging import paged
from zhiqiang.ui.sent import day_of, signed_in, told

_HEADINGS = (
    ("推送编号", 14), ("企业", 34), ("申请号", 20), ("名称", 44), ("推送理由", 40), ("分值", 8),
    ("打开", 18), ("评价", 10), ("意见", 30),
)  # fmt: skip


@require_safe
@signed_in
def pushes(request: HttpRequest) -> HttpResponse:
    """List what waits for release, with the reasons; for who runs information services."""
    rights.require(request.user, RUN)
    text, firm = request.GET.get("text", "").strip()[:100], _firm(request)
    page = paged(request, queries.candidates(request.user, text, firm))
    context = {
        "page": page,
        "text": text,
        "firm": firm,
        "round": queries.last_round(request.user),
        "totals": queries.totals(),
        "rule": rule_on(localdate()),
        "profiles": queries.profiles(request.user).filter(is_wanted=True).count(),
        "today": localdate(),
        "most": MOST_AT_ONCE,
    }
    return render(request, "information/pushes.html", context)


def _firm(request: HttpRequest) -> int | None:
    return read_number(request.GET, "profile", "画像", 0) or None


@require_POST
@signed_in
def push_act(request: HttpRequest) -> HttpResponse:
    """Release or drop the chosen candidates, release all of a filter, or offer from a day on."""
    rights.require(request.user, RUN)
    sent, who, kind = request.POST, request.user, request.POST.get("act", "")
    if kind in ("release", "drop"):
        chosen = [int(one) for one in sent.getlist("push") if one.isdecimal() and len(one) < 16]
        if not chosen:
            messages.error(request, "请先选择要办理的候选。")
        elif kind == "drop":
            told(request, "已去掉，不会再次成为候选。", lambda: actions.drop(who, chosen))
        else:
            _release(request, chosen)
    elif kind == "release_all":
        text, firm = sent.get("text", "").strip()[:100], sent.get("profile", "")
        rows = queries.candidates(who, text, int(firm) if firm.isdecimal() else None)
        _release(request, list(rows.values_list("pk", flat=True)[:MOST_AT_ONCE]))
    elif kind == "offer":
        newest = next(iter(indicators.snapshots()), None)
        if newest is None:
            messages.error(request, "还没有发布快照，没有可以推送的信息。")
        else:
            made: list[Any] = []
            if told(
                request, "已生成候选。",
                lambda: made.append(
                    actions.offer_since(who, newest.number, day_of(sent, "since", "公布日期"))
                ),
            ):  # fmt: skip
                said = f"看了 {made[0].looked:,} 件，新增候选 {made[0].offered:,} 条。"
                messages.info(request, said)
    else:
        raise BadAddress("没有收到要办理的事项，请用页面上的按钮。")
    return redirect("information:pushes")


def _release(request: HttpRequest, chosen: list[int]) -> None:
    made: list[PushDelivery] = []
    if told(request, "已发布。", lambda: made.extend(actions.release(request.user, chosen))):
        items = sum(one.items for one in made)
        waiting = sum(1 for one in made if one.state == PushDelivery.State.WAITING)
        rest = f"，其中 {waiting} 家待邮件或文件送达" if waiting else ""
        messages.info(request, f"共 {items:,} 条，{len(made):,} 家企业{rest}。")
        if any(one.letter_id for one in made):
            by = request.user.get_username()
            jobs.submit("send_letters", {"at": timezone.now().isoformat()}, by, "发送邮件")


@require_safe
@signed_in
def deliveries(request: HttpRequest) -> HttpResponse:
    """List what was released, firm by firm, with the receipts; for officials."""
    rights.require(request.user, RUN)
    state, text = request.GET.get("state", ""), request.GET.get("text", "").strip()[:100]
    if state and state not in PushDelivery.State.values:
        raise BadAddress(f"没有“{state[:20]}”这种状态。")
    context = {
        "page": paged(request, queries.deliveries(request.user, state, text)),
        "state": state,
        "text": text,
        "states": PushDelivery.State.choices,
        "totals": queries.totals(),
        "has_mail": mailing.is_set(),
    }
    return render(request, "information/deliveries.html", context)


@require_safe
@signed_in
def delivery(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Show one delivery: what it carries and why, its receipt, what the firm said."""
    of = queries.delivery(delivery_id, request.user)
    context = {
        "of": of,
        "pushes": queries.pushes_in(of, request.user),
        "is_own": may_keep(request.user, queries.profile(of.profile_id, request.user)),
        "may_run": rights.may(request.user, RUN),
        "letter": queries.letter_of(of),
        "today": localdate(),
    }
    return render(request, "information/delivery.html", context)


@require_POST
@signed_in
def delivery_act(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """State that a list was handed over, or send its letter again."""
    of = queries.delivery(delivery_id, request.user)
    rights.require(request.user, RUN)
    kind, who = request.POST.get("act", ""), request.user
    if kind == "hand_over":
        told(
            request, "已登记送达，计入信息推送指标。",
            lambda: actions.hand_over(who, of.pk, day_of(request.POST, "on", "送达日期")),
        )  # fmt: skip
    elif kind == "send_again":
        if told(request, "将再次发送。", lambda: actions.send_again(who, of.pk)):
            by = who.get_username()
            jobs.submit("send_letters", {"at": timezone.now().isoformat()}, by, "发送邮件")
    else:
        raise BadAddress("没有收到要办理的事项，请用页面上的按钮。")
    return redirect("information:delivery", of.pk)


@require_safe
@signed_in
def delivery_file(request: HttpRequest, delivery_id: int) -> HttpResponseBase:
    """Save a delivery as a list, Word or Excel; for its firm and for officials."""
    of = queries.delivery(delivery_id, request.user)
    kind = request.GET.get("format", "docx")
    if kind not in ("docx", "xlsx", "csv"):
        raise BadAddress(f"不能导出为“{kind[:20]}”格式，可选 DOCX、XLSX 或 CSV。")
    rows = list(queries.pushes_in(of, request.user))
    with transaction.atomic():
        journal.write(
            request.user.get_username(), "export_rows", f"push:{of.pk}",
            {"list": f"推送 {of.number}", "rows": len(rows), "format": kind},
        )  # fmt: skip
    name = f"专利信息推送清单 {of.number}"
    if kind == "docx":
        return word_answer(f"{name}.docx", queries.paper(of, rows, localdate(of.released_at)))
    said = [
        f"推送 {of.number}，{of.profile.name}，{localdate(of.released_at)} 由 {of.released_by} 发布",
        f"由 {request.user.get_username()} 于 {timezone.localtime():%Y-%m-%d %H:%M} 导出，共 {len(rows)} 条",
    ]
    table = [
        (
            of.number, of.profile.name, one.number, one.title, "；".join(one.reasons), one.score,
            f"{timezone.localtime(one.opened_at):%Y-%m-%d %H:%M}" if one.opened_at else "",
            one.get_verdict_display(), one.word,
        )
        for one in rows
    ]  # fmt: skip
    return list_answer(kind, name, said, _HEADINGS, table)


@require_POST
@signed_in
def open_push(request: HttpRequest, push_id: int) -> HttpResponse:
    """Note that the firm opened what was pushed, and lead to the record."""
    one = actions.open_push(request.user, push_id)
    return redirect("portal:right", one.right_id)


@require_POST
@signed_in
def answer_push(request: HttpRequest, push_id: int) -> HttpResponse:
    """Take what a firm says of a push: useful or not, with a word."""
    sent = request.POST
    verdict, word = sent.get("act", ""), sent.get("word", "")
    of = queries.push(push_id, request.user).delivery_id
    told(
        request, "已记下，谢谢反馈。",
        lambda: actions.answer_push(request.user, push_id, verdict, word),
    )  # fmt: skip
    return redirect("information:delivery", of)
