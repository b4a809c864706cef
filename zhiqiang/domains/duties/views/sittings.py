"""Sittings: the list with what is to be followed, one sitting, its agenda, its minutes, its papers."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiqiang.domains.duties import actions, queries
from zhiqiang.domains.duties.allowed import may_run, require_run
from zhiqiang.domains.duties.lists import paged
from zhiqiang.domains.duties.models import Sitting, WorkList
from zhiqiang.domains.duties.sitting_papers import agenda_paper, minutes_paper
from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.accounts import queries as accounts
from zhiqiang.ui.asked import BadAddress, read_day, read_number, read_size
from zhiqiang.ui.exports import word_answer
from zhiqiang.ui.sent import day_of, number_of, signed_in, told

WHICH = (("", "会议"), ("open", "在办议定事项"), ("late", "逾期议定事项"), ("done", "已落实"))
_BLANK_POINTS, _BLANK_DECISIONS, _MOST_ROWS = 2, 4, 60
#: so many matters of the records are offered beside an agenda
_OFFERED = 40


@require_safe
@signed_in
def sittings(request: HttpRequest) -> HttpResponse:
    """List the sittings, or what they decided and what became of it."""
    which = request.GET.get("which", "").strip()
    if which not in dict(WHICH):
        raise BadAddress(f"没有“{which[:20]}”这一类，请用列表上方的选项。")
    today = localdate()
    if which:
        rows: Any = queries.decisions(request.user, which, today)
    else:
        rows = queries.sittings(request.user, today)
    page = paged(list(rows), read_number(request.GET, "page", "页码", 1), read_size(request.GET))
    context = {
        "page": page, "which": which, "ways": WHICH, "today": today,
        "may_run": may_run(request.user),
        "late": {one.pk for one in page.items if which and one.is_late(today)},
    }  # fmt: skip
    return render(request, "duties/sittings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def open_sitting(request: HttpRequest) -> HttpResponse:
    """Draw a sitting up for a list."""
    require_run(request.user)
    sent, refusal = request.POST, ""
    key = sent.get("request_key", "")[:40] or uuid4().hex
    lists = [one for one in queries.work_lists(request.user) if one.state == "issued"]
    if request.method == "POST":
        chosen = number_of(sent, "list", "年度推进计划")
        try:
            made = actions.open_sitting(request.user, chosen, _called(sent), key)
            messages.success(request, "已拟出议题，请核对议题和参会单位后发出通知。")
            return redirect("duties:sitting", made.pk)
        except Refused as error:
            refusal = str(error)
    context = {
        "lists": lists, "kinds": Sitting.Kind.choices, "sent": sent, "refusal": refusal,
        "request_key": key, "today": localdate(),
        "chosen": sent.get("list") or request.GET.get("list", ""),
        "name": sent.get("name") or _usual_name(lists),
    }  # fmt: skip
    return render(request, "duties/open_sitting.html", context, status=422 if refusal else 200)


def _usual_name(lists: list[WorkList]) -> str:
    region = lists[0].region_name if lists else ""
    return f"{region}知识产权工作联席会议{localdate().year}年第1次会议"


def _called(sent: QueryDict) -> actions.Called:
    return actions.Called(
        sent.get("kind", ""), sent.get("name", ""), day_of(sent, "held_on", "召开日期"),
        sent.get("place", ""), sent.get("chair", ""),
    )  # fmt: skip


@require_safe
@signed_in
def sitting(request: HttpRequest, sitting_id: int) -> HttpResponse:
    """Show a sitting: its agenda, who comes or came, what was said and decided."""
    of = queries.sitting(sitting_id, request.user)
    view = queries.sitting_view(of, request.user)
    today = localdate()
    context = {
        "sitting": of,
        "view": view,
        "may_run": may_run(request.user),
        "is_over": of.held_on <= today,
        "late": {one.pk for one in view.decisions if one.is_late(today)},
    }
    return render(request, "duties/sitting.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def agenda(request: HttpRequest, sitting_id: int) -> HttpResponse:
    """Change the agenda of a draft: points, order, day, place, bodies."""
    require_run(request.user)
    of = queries.sitting(sitting_id, request.user)
    sent, refusal, version = request.POST, "", of.version
    if request.method == "POST":
        version = number_of(sent, "version", "版本")
        try:
            points, bodies = _points(sent), _keys(sent.getlist("body"))
            actions.change_agenda(request.user, of.pk, version, _called(sent), points, bodies)
            messages.success(request, "已保存议程。")
            return redirect("duties:sitting", of.pk)
        except Refused as error:
            refusal = str(error)
            of.refresh_from_db()
            version = of.version
    standing = list(of.points.all())
    taken = {one.key for one in standing if one.key}
    offered = [
        one
        for one in queries.proposals(of.work_list, request.user, localdate())
        if one.key not in taken
    ]
    asked = set(of.bodies.values_list("body_id", flat=True))
    context = {
        "sitting": of, "sent": sent, "refusal": refusal, "version": version,
        "kinds": Sitting.Kind.choices,
        "rows": _typed_points(sent) if sent else _rows(standing),
        "offered": offered[:_OFFERED], "more": max(0, len(offered) - _OFFERED),
        "added": set(sent.getlist("add")),
        "bodies": list(accounts.bodies().values_list("pk", "name")),
        "asked": set(_keys(sent.getlist("body"))) if sent else asked,
    }  # fmt: skip
    return render(request, "duties/agenda.html", context, status=422 if refusal else 200)


Row = tuple[str, str, str, str]


def _rows(standing: list[Any]) -> list[Row]:
    rows = [(str(n), one.title, one.ground, one.key) for n, one in enumerate(standing, 1)]
    return rows + [("", "", "", "")] * _BLANK_POINTS


def _typed_points(sent: QueryDict) -> list[Row]:
    columns = [sent.getlist(name) for name in ("position", "title", "ground", "key")]
    count = min(len(columns[1]), _MOST_ROWS + _BLANK_POINTS)
    return [tuple(c[n] if n < len(c) else "" for c in columns) for n in range(count)]  # type: ignore[misc]


def _points(sent: QueryDict) -> list[actions.Point]:
    """Return the points in the order of their numbers; a row without a number is left out."""
    kept = []
    for nth, (position, title, ground, key) in enumerate(_typed_points(sent)):
        number = position.strip()
        if not number and title.strip() and not key:
            number = "999"
        if not number or not (title.strip() or key):
            continue
        if not number.isdecimal() or len(number) > 3:
            raise Refused(f"次序“{number[:10]}”应是不超过三位的整数；留空表示去掉这一议题。")
        kept.append((int(number), nth, actions.Point(title, ground, key)))
    kept.sort(key=lambda one: one[:2])
    return [one[2] for one in kept] + [actions.Point("", "", key) for key in sent.getlist("add")]


def _keys(texts: list[str]) -> list[int]:
    return [int(one) for one in texts if one.isdecimal() and len(one) <= 18]


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def minutes(request: HttpRequest, sitting_id: int) -> HttpResponse:
    """Keep the minutes: who came, what was said to each point, what was decided."""
    require_run(request.user)
    of = queries.sitting(sitting_id, request.user)
    sent, refusal, version = request.POST, "", of.version
    view = queries.sitting_view(of, request.user)
    if request.method == "POST":
        version = number_of(sent, "version", "版本")
        try:
            actions.keep_minutes(request.user, of.pk, version, _minutes(sent, view))
            messages.success(request, "已保存纪要。核对后可以印发。")
            return redirect("duties:sitting", of.pk)
        except Refused as error:
            refusal = str(error)
            of.refresh_from_db()
            version = of.version
    outcomes = sent.getlist("outcome")
    present = set(sent.getlist("present"))
    context = {
        "sitting": of, "view": view, "sent": sent, "refusal": refusal, "version": version,
        "points": [
            (n, one, outcomes[n - 1] if len(outcomes) >= n else one.outcome)
            for n, one in enumerate(view.points, 1)
        ],
        "came": [
            (one, str(one.body_id) in present, sent.get(f"people-{one.body_id}", ""))
            if sent else (one, one.is_present, one.people)
            for one in view.bodies
        ],
        "rows": _typed_decisions(sent) if sent else _standing_decisions(view),
        "bodies": list(accounts.bodies().values_list("pk", "name")),
    }  # fmt: skip
    return render(request, "duties/minutes.html", context, status=422 if refusal else 200)


def _standing_decisions(view: queries.SittingView) -> list[Row]:
    places = {point.pk: n for n, point in enumerate(view.points, 1)}
    rows = [
        (str(places.get(one.point_id or 0, "")), str(one.body_id), one.text, str(one.due_on))
        for one in view.decisions
    ]
    return rows + [("", "", "", "")] * _BLANK_DECISIONS


def _typed_decisions(sent: QueryDict) -> list[Row]:
    columns = [sent.getlist(name) for name in ("point", "decided_body", "decided", "due_on")]
    count = min(len(columns[2]), _MOST_ROWS + _BLANK_DECISIONS)
    return [tuple(c[n] if n < len(c) else "" for c in columns) for n in range(count)]  # type: ignore[misc]


def _minutes(sent: QueryDict, view: queries.SittingView) -> actions.Minutes:
    decided = []
    for n, (point, body, text, due) in enumerate(_typed_decisions(sent), 1):
        if not text.strip():
            continue
        if not body.isdecimal() or len(body) > 18:
            raise Refused(f"请为第 {n} 项议定事项选择责任单位。")
        try:
            on = read_day(due)
        except BadAddress as error:
            raise Refused(f"第 {n} 项议定事项的时限：{error}") from error
        place = int(point) if point.isdecimal() and len(point) <= 3 else 0
        decided.append(actions.Decided(place, int(body), text, on))
    present = set(sent.getlist("present"))
    came = {
        one.body_id: (str(one.body_id) in present, sent.get(f"people-{one.body_id}", ""))
        for one in view.bodies
    }
    return actions.Minutes(sent.get("opening", ""), sent.getlist("outcome"), came, decided)


@require_POST
@signed_in
def act(request: HttpRequest, sitting_id: int) -> HttpResponse:
    """Convene a sitting, issue its minutes, or cancel it."""
    of = queries.sitting(sitting_id, request.user)
    require_run(request.user)
    version, who = number_of(request.POST, "version", "版本"), request.user
    reason = request.POST.get("reason", "")
    acts: dict[str, tuple[str, Any]] = {
        "convene": ("已发出会议通知。", lambda: actions.convene(who, of.pk, version)),
        "issue": (
            "纪要已印发，议定事项已逐项转为督办。",
            lambda: actions.issue_minutes(who, of.pk, version),
        ),
        "cancel": (
            "会议已取消。",
            lambda: actions.cancel_sitting(who, of.pk, version, reason),
        ),
    }
    kind = request.POST.get("act", "")
    if kind not in acts:
        raise BadAddress("没有收到要办理的事项，请用页面上的按钮。")
    told(request, *acts[kind])
    return redirect("duties:sitting", of.pk)


@require_safe
@signed_in
def paper(request: HttpRequest, sitting_id: int, form: str) -> HttpResponseBase:
    """Save the agenda or the minutes as Word."""
    of = queries.sitting(sitting_id, request.user)
    view = queries.sitting_view(of, request.user)
    if form == "agenda":
        return word_answer(f"{of.name}议程.docx", agenda_paper(view))
    if form == "minutes" and (of.state == "minuted" or may_run(request.user)):
        return word_answer(f"{of.name}纪要.docx", minutes_paper(view))
    raise NotFound("没有这份文件，纪要印发后才能下载。")
