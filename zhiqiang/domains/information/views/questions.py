"""The questions that one keeps: saving from the search page, running, what is new, deleting."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from zhiqiang.domains.information import actions
from zhiqiang.domains.information.actions.questions import MOST
from zhiqiang.domains.information.models import SavedQuestion
from zhiqiang.domains.information.queries.topics import AT_ONCE
from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.registry import queries as registry
from zhiqiang.records.search.queries import ORDERS, Question
from zhiqiang.ui.asked import BadAddress
from zhiqiang.ui.paging import paged
from zhiqiang.ui.sent import signed_in, told
from zhiqiang.ui.tables import Cell, table
from zhiqiang.ui.templatetags.figures import dash, day

_MOST_CHOSEN = 50


@require_safe
@signed_in
def questions(request: HttpRequest) -> HttpResponse:
    """List the questions of the asker."""
    found = list(SavedQuestion.objects.visible_to(request.user))
    context = {"lines": [(one, address_of(one)) for one in found], "most": MOST}
    return render(request, "information/questions.html", context)


def address_of(one: SavedQuestion) -> str:
    """Return where a question is asked."""
    pairs = [("q", one.text)]
    pairs += [("f", f"{key}:{value}") for key, values in one.chosen.items() for value in values]
    pairs += [("order", one.order)] if one.order else []
    pairs += [("syn", "1")] if one.has_synonyms else []
    return f"{reverse('portal:find')}?{urlencode(pairs)}"


@require_POST
@signed_in
def save_question(request: HttpRequest) -> HttpResponse:
    """Keep the question that the search page shows."""
    sent = request.POST
    order = sent.get("order", "")
    chosen: dict[str, tuple[str, ...]] = {}
    for one in sent.getlist("f")[:_MOST_CHOSEN]:
        key, _, value = one.partition(":")
        if key and value:
            chosen[key] = (*chosen.get(key, ()), value)
    asked = Question(
        sent.get("q", "").strip(), chosen, order if order in ORDERS else "", sent.get("syn") == "1"
    )
    try:
        actions.save_question(request.user, sent.get("name", ""), asked, sent.get("told") == "1")
    except (Refused, NotFound) as error:
        messages.error(request, f"没有保存：{error}")
        unsaved = SavedQuestion(
            text=asked.text, order=asked.order, has_synonyms=asked.has_synonyms,
            chosen={key: list(values) for key, values in chosen.items()},
        )  # fmt: skip
        return redirect(address_of(unsaved))
    messages.success(request, "已保存。")
    return redirect("information:questions")


@require_safe
@signed_in
def question(request: HttpRequest, question_id: int) -> HttpResponse:
    """Show what the newest snapshot brought to a question."""
    one = _own(request, question_id)
    rows = registry.visible_rights(request.user).filter(pk__in=one.new_rights[:AT_ONCE])
    page = paged(request, rows.select_related("holder").order_by("-filed_on", "pk"))
    listed = table(
        f"“{one.name}”新增的记录",
        [("名称", "t"), ("申请号或注册号", "k"), ("种类", "k"), ("权利人", "t"), ("申请日", "d")],
        [_row(right, request.user) for right in page.items],
    )
    context = {"one": one, "page": page, "table": listed, "address": address_of(one)}
    return render(request, "information/question.html", context)


def _own(request: HttpRequest, key: int) -> SavedQuestion:
    found: SavedQuestion | None = (
        SavedQuestion.objects.visible_to(request.user).filter(pk=key).first()
    )
    if found is None:
        raise NotFound("没有这个保存的检索。")
    return found


def _row(right: Any, person: Any) -> list[str | Cell]:
    holder = registry.shown_name(right.holder, person)
    return [
        Cell(right.title, href=reverse("portal:right", args=[right.pk]), is_head=True),
        dash(right.number), right.get_kind_display(), dash(holder), day(right.filed_on),
    ]  # fmt: skip


@require_POST
@signed_in
def question_act(request: HttpRequest, question_id: int) -> HttpResponse:
    """Delete a question of one's own, or be told of new hits or not."""
    _own(request, question_id)
    kind, who = request.POST.get("act", ""), request.user
    if kind == "forget":
        told(request, "已删除。", lambda: actions.forget_question(who, question_id))
    elif kind in ("follow", "leave"):
        done = "有新增时将提醒您。" if kind == "follow" else "不再提醒。"
        told(
            request, done, lambda: actions.follow_question(who, question_id, kind == "follow")
        )  # fmt: skip
    else:
        raise BadAddress("没有收到要办理的事项，请用页面上的按钮。")
    return redirect("information:questions")
