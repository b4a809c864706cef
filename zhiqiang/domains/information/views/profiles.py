"""Profiles of firms: the list, making them from the register, editing, saying no and yes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiqiang.domains.information import actions
from zhiqiang.domains.information.actions.profiles import may_keep
from zhiqiang.domains.information.actions.topics import RUN
from zhiqiang.domains.information.queries import pushes as queries
from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.accounts import queries as accounts
from zhiqiang.records.accounts import rights
from zhiqiang.records.notices import mailing
from zhiqiang.records.registry.queries import search_parties
from zhiqiang.ui.asked import BadAddress, asked
from zhiqiang.ui.paging import paged
from zhiqiang.ui.sent import number_of, signed_in, told

NONE = queries.Receipts()
FOUND = 20


@require_safe
@signed_in
def profiles(request: HttpRequest) -> HttpResponse:
    """List the profiles with their receipts; for officials."""
    rights.require(request.user, RUN)
    text = request.GET.get("text", "").strip()[:100]
    page = paged(request, queries.profiles(request.user, text))
    told_ = queries.receipts(one.pk for one in page.items)
    context = {
        "page": page,
        "text": text,
        "lines": [(one, told_.get(one.pk, NONE)) for one in page.items],
    }
    return render(request, "information/profiles.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def make_profiles(request: HttpRequest) -> HttpResponse:
    """Make the profile of one firm of the register, or of all firms of a region with enough patents."""
    rights.require(request.user, RUN)
    sent = request.POST
    if request.method == "POST":
        try:
            if sent.get("act") == "many":
                least = number_of(sent, "least", "专利件数")
                made = actions.make_profiles(request.user, asked(request).region, least)
                messages.success(request, f"已建立 {made:,} 份画像，已有画像的不变。")
                return redirect("information:profiles")
            body = number_of(sent, "body", "单位") if sent.get("body") else None
            one = actions.make_profile(request.user, number_of(sent, "party", "企业"), body)
            messages.success(request, "已按台账中的权利建立画像。")
            return redirect("information:profile", one.pk)
        except (Refused, NotFound) as error:
            messages.error(request, str(error))
    text = request.GET.get("text", "").strip()[:100]
    context = {
        "text": text,
        "found": search_parties(text, request.user, FOUND) if text else [],
        "bodies": list(accounts.bodies().values_list("pk", "name")),
    }
    return render(request, "information/make_profile.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def own(request: HttpRequest) -> HttpResponse:
    """Show the firms whose profile one keeps, with what reached them; make a profile that is missing."""
    bodies = queries.own_bodies(request.user)
    if not bodies:
        raise Refused("当前账户不是企业经办人，没有可以维护的画像。请联系知识产权管理部门。")
    if request.method == "POST":
        body = number_of(request.POST, "body", "单位")
        if body not in {key for key, _, _ in bodies}:
            raise BadAddress("请从页面上的单位中选择。")
        made: list[Any] = []
        if told(
            request, "已按台账中的权利建立画像，请核对关注的内容。",
            lambda: made.append(actions.make_own_profile(request.user, body)),
        ):  # fmt: skip
            return redirect("information:profile", made[0].pk)
    page = paged(request, queries.deliveries(request.user))
    context = {"bodies": bodies, "page": page}
    return render(request, "information/own.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def profile(request: HttpRequest, profile_id: int) -> HttpResponse:
    """Show what a firm wants to hear of, and change it; for the firm and for officials."""
    of = queries.profile(profile_id, request.user)
    sent, refusal = request.POST, ""
    if request.method == "POST":
        try:
            edited = actions.Edited(
                _words(sent.get("classes", "").upper()), _words(sent.get("words", "")),
                _lines(sent.get("industries", "")), sent.get("mail", ""),
            )  # fmt: skip
            version = number_of(sent, "version", "版本")
            actions.edit_profile(request.user, of.pk, version, edited)
            messages.success(request, "已保存，下一轮推送起按新的画像。")
            return redirect("information:profile", of.pk)
        except Refused as error:
            refusal = str(error)
    shown = {
        "classes": "、".join(of.classes), "words": "、".join(of.words),
        "industries": "\n".join(of.industries), "mail": of.mail,
    }  # fmt: skip
    context = {
        "of": of,
        "is_own": may_keep(request.user, of),
        "may_run": rights.may(request.user, RUN),
        "refusal": refusal,
        "shown": {name: sent.get(name, "") for name in shown} if refusal else shown,
        "receipts": queries.receipts([of.pk]).get(of.pk, NONE),
        "deliveries": queries.deliveries(request.user).filter(profile=of)[:10],
        "has_mail": mailing.is_set(),
    }
    return render(request, "information/profile.html", context, status=422 if refusal else 200)


def _words(text: str) -> list[str]:
    for sign in "，；,;\n\r\t ":
        text = text.replace(sign, "、")
    return text.split("、")


def _lines(text: str) -> list[str]:
    return text.replace("；", "\n").splitlines()


@require_POST
@signed_in
def profile_act(request: HttpRequest, profile_id: int) -> HttpResponse:
    """Say no or yes to pushes, or read the profile anew from the register."""
    of = queries.profile(profile_id, request.user)
    version = number_of(request.POST, "version", "版本")
    acts: dict[str, tuple[str, Callable[..., Any]]] = {
        "decline": ("已谢绝推送，不会再收到。", actions.decline),
        "accept": ("已恢复接收推送。", actions.accept),
        "read": ("已按台账中的权利重新读取。", actions.read_again),
    }
    kind = request.POST.get("act", "")
    if kind not in acts:
        raise BadAddress("没有收到要办理的事项，请用页面上的按钮。")
    done, act = acts[kind]
    told(request, done, lambda: act(request.user, of.pk, version))
    return redirect("information:profile", of.pk)
