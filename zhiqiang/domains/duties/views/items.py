"""The page of an item, and what those who run programmes settle about it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiqiang.domains.duties import actions, queries, timeline
from zhiqiang.domains.duties.allowed import require_run
from zhiqiang.domains.duties.models import ItemBody
from zhiqiang.kernel.errors import Refused
from zhiqiang.records.accounts import queries as accounts
from zhiqiang.records.indicators import queries as indicators
from zhiqiang.ui.asked import BadAddress, asked
from zhiqiang.ui.sent import day_of, number_of, signed_in, told

_ROWS = 12


@require_safe
@signed_in
def item(request: HttpRequest, item_id: int) -> HttpResponse:
    """Show an item: what is wanted, who owes what, how it goes, and its one timeline."""
    one = queries.item(item_id, request.user)
    view = queries.item_view(one, request.user, localdate())
    people = {
        part.pk: list(accounts.posts_in(part.body)) for part in view.mine if part.body is not None
    }
    context = {
        "view": view,
        "item": one,
        "entries": [(entry, _evidence(entry, view)) for entry in view.entries],
        "timeline": timeline.of_item(view),
        "figure": _figure(one, asked(request).as_of),
        "may_report": any(view.waiting.get(part.body_id or 0) is not None for part in view.mine)
        or (bool(view.mine) and one.is_open and one.work_list.state == "issued"),
        "parts": [(part, view.waiting.get(part.body_id or 0)) for part in view.mine],
        "people": [(part, people[part.pk]) for part in view.mine if part.pk in people],
        "may_check": view.may_run,
    }
    return render(request, "duties/item.html", context)


def _evidence(entry: Any, view: queries.ItemView) -> list[tuple[Any, bool]]:
    """Return each piece of evidence with whether the one who looks may open it."""
    return [
        (one, not one.right_key or one.right_key in view.seen_rights)
        for one in entry.evidence.all()
    ]


def _figure(one: Any, as_of: Any) -> Any:
    """Return the figure of the indicator that an item is linked to, where there is one."""
    if not one.indicator_key or one.indicator_key not in indicators.catalogue():
        return None
    if not indicators.snapshots():
        return None
    return indicators.figure(one.indicator_key, one.work_list.region_code, as_of)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def settle(request: HttpRequest, item_id: int) -> HttpResponse:
    """Settle an item: what, by when, which figure, which bodies; two forms on one page."""
    one = queries.item(item_id, request.user)
    require_run(request.user)
    sent = request.POST
    refusal = ""
    if request.method == "POST":
        try:
            _settled(request, one.pk, sent)
            messages.success(request, "已保存。")
            return redirect("duties:item", one.pk)
        except Refused as error:
            refusal = str(error)
            one.refresh_from_db()
    known = sorted(indicators.catalogue().values(), key=lambda i: i.name)
    rows = [(p.duty, p.body_id, p.printed, p.own_duty) for p in one.bodies.all()]
    blank = [("support", None, "", "")] * 3
    context = {
        "item": one,
        "refusal": refusal,
        "sent": sent,
        "typed": sent if sent.get("act") == "settle" else None,
        "rows": _typed_rows(sent) if sent.get("act") == "assign" else [*rows, *blank],
        "indicators": known,
        "bodies": list(accounts.bodies().values_list("pk", "name", "region_code")),
        "duties": ItemBody.Duty.choices,
    }
    return render(request, "duties/settle.html", context, status=422 if refusal else 200)


def _settled(request: HttpRequest, item_id: int, sent: QueryDict) -> None:
    version = number_of(sent, "version", "版本")
    if sent.get("act") == "assign":
        rows = [
            actions.Assigned(duty, body, printed, own)
            for duty, body, printed, own in _typed_rows(sent)
            if body is not None or printed
        ]
        actions.assign_bodies(request.user, item_id, version, rows)
        return
    due_on = day_of(sent, "due_on", "完成时限")
    wanted = sent.get("request", ""), sent.get("indicator", ""), sent.get("question", "")
    actions.settle_item(request.user, item_id, version, actions.Settled(due_on, *wanted))


def _typed_rows(sent: QueryDict) -> list[tuple[str, int | None, str, str]]:
    out = []
    for n in range(min(len(sent.getlist("duty")), 60)):
        parts = [_nth(sent, name, n) for name in ("duty", "body", "printed", "own_duty")]
        duty, body, printed, own = parts
        if duty not in ItemBody.Duty.values:
            raise BadAddress("没有收到单位的职责，请回到原页面重新提交。")
        key = int(body) if body.isdecimal() and len(body) <= 18 else None
        out.append((duty, key, printed.strip(), own.strip()))
    return out


def _nth(sent: QueryDict, name: str, n: int) -> str:
    several = sent.getlist(name)
    return several[n].strip() if n < len(several) else ""


@require_POST
@signed_in
def act(request: HttpRequest, item_id: int) -> HttpResponseRedirect:
    """Do one of the small acts on an item."""
    one = queries.item(item_id, request.user)
    sent, kind = request.POST, request.POST.get("act", "")
    acts: dict[str, tuple[str, Any]] = {
        "delegate": ("已分办。", _delegate),
        "step": ("已设置节点。", _step),
        "finish": ("已登记。", _finish),
        "wait": ("已保存先后关系。", _wait),
        "cancel": ("已改为不再推进。", _cancel),
        "reopen": ("已重新开启。", _reopen),
    }
    if kind not in acts:
        raise BadAddress("没有收到要办理的事项，请用页面上的按钮。")
    done, run = acts[kind]
    told(request, done, lambda: run(request.user, one.pk, sent))
    return redirect("duties:item", one.pk)


def _delegate(person: Any, item_id: int, sent: QueryDict) -> None:
    to = number_of(sent, "person", "经办人") if sent.get("person", "").strip() else None
    actions.delegate(person, item_id, number_of(sent, "body", "单位"), to)


def _step(person: Any, item_id: int, sent: QueryDict) -> None:
    due_on = day_of(sent, "due_on", "节点时限")
    version = number_of(sent, "version", "版本")
    actions.add_step(person, item_id, version, sent.get("title", ""), due_on)


def _finish(person: Any, item_id: int, sent: QueryDict) -> None:
    on = localdate() if sent.get("done") else None
    version, step = number_of(sent, "version", "版本"), number_of(sent, "step", "节点")
    actions.finish_step(person, item_id, version, step, on)


def _wait(person: Any, item_id: int, sent: QueryDict) -> None:
    firsts = [int(one) for one in sent.getlist("first") if one.isdecimal() and len(one) <= 18]
    actions.wait_for(person, item_id, number_of(sent, "version", "版本"), firsts)


def _cancel(person: Any, item_id: int, sent: QueryDict) -> None:
    version = number_of(sent, "version", "版本")
    actions.cancel_item(person, item_id, version, sent.get("reason", ""))


def _reopen(person: Any, item_id: int, sent: QueryDict) -> None:
    version = number_of(sent, "version", "版本")
    actions.reopen_item(person, item_id, version, sent.get("reason", ""))
