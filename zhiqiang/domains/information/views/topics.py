"""Topic databases: the list, one with its records and statistics, founding, curating, the file."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiqiang.domains.information import actions, lists
from zhiqiang.domains.information.actions.topics import RUN
from zhiqiang.domains.information.models import TopicDatabase, TopicEntry
from zhiqiang.domains.information.queries import topics as queries
from zhiqiang.kernel.errors import Refused
from zhiqiang.records.accounts import queries as accounts
from zhiqiang.records.accounts import rights
from zhiqiang.records.accounts.regions import divisions, installation_region
from zhiqiang.records.journal import actions as journal
from zhiqiang.records.registry.queries import right_by_id, right_kinds
from zhiqiang.ui.asked import BadAddress, read_number
from zhiqiang.ui.charts import Chart, line_option
from zhiqiang.ui.exports import list_answer, read_format
from zhiqiang.ui.paging import page_of, paged
from zhiqiang.ui.sent import day_of, number_of, signed_in, told
from zhiqiang.ui.tables import Cell, Table, table

EXPORT = "export_rows"
#: how records came in, as a filter of the page names it
VERDICTS = {"found": "按检索式", "in": "人工收入"}


@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    """List the topic databases that the asker may read."""
    page = paged(request, queries.topics(request.user))
    counts = queries.counts(page.items)
    context = {
        "page": page,
        "lines": [(one, counts.get(one.pk, 0)) for one in page.items],
        "may_run": rights.may(request.user, RUN),
    }
    return render(request, "information/topics.html", context)


def _wanted(request: HttpRequest, of: TopicDatabase) -> tuple[queries.Wanted, str]:
    """Read from the address which records are asked for, and say it in words."""
    query = request.GET
    kind, verdict = query.get("kind", ""), query.get("verdict", "")
    names = right_kinds()
    if kind and kind not in names:
        raise BadAddress(f"没有“{kind[:20]}”这个种类。")
    if verdict and verdict not in VERDICTS:
        raise BadAddress(f"没有“{verdict[:20]}”这种收录方式。")
    year = read_number(query, "year", "申请年份", 0)
    text = query.get("text", "").strip()[:100]
    since = queries.seen_at(of, request.user) if query.get("new") else None
    are_out = bool(query.get("out")) and rights.may(request.user, RUN)
    said = [
        f"名称含“{text}”" if text else "", names.get(kind, ""), f"{year} 年申请" if year else "",
        VERDICTS.get(verdict, ""), "上次查看以来新增" if since else "", "未收录" if are_out else "",
    ]  # fmt: skip
    wanted = queries.Wanted(text, kind, year or None, verdict, since, are_out)
    return wanted, "，".join(one for one in said if one)


@require_safe
def topic(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Show a database: what it asks for, how fresh it is, what is new, its records, its counts."""
    of = queries.topic(topic_id, request.user)
    wanted, said = _wanted(request, of)
    may_run = rights.may(request.user, RUN)
    listing = lists.topic_list(of, request.GET, request.user, may_run and of.closed_on is None)
    rows = queries.rights_in(of, request.user, wanted)
    page = page_of(request, rows.count())
    shown = listing.ordered(rows.select_related("holder"))[page.offset : page.offset + page.size]
    lines = queries.lines(of, shown, request.user, lists.has_origins(listing, in_file=False))
    seen = queries.seen_at(of, request.user)
    counted = queries.statistics(of, request.user)
    fresh = queries.Wanted(since=seen)
    context = {
        "of": of,
        "wanted": wanted,
        "said": said,
        "page": page,
        "listing": listing.draw(lines),
        "counted": f"共 {page.total:,} 件",
        "export": reverse("information:export_topic", args=[of.pk])
        if rights.may(request.user, EXPORT)
        else "",
        "seen": seen,
        "fresh": queries.rights_in(of, request.user, fresh).count() if seen else None,
        "stats": counted,
        "tables": _tables(counted),
        "chart": _chart(of, counted),
        "kinds": [(key, right_kinds()[key]) for key, _ in counted.kinds],
        "years": [year for year, _ in reversed(counted.years)],
        "verdicts": VERDICTS.items(),
        "may_run": may_run,
        "readers": queries.readers_of(of) if may_run else [],
        "region_name": _region(of.region_code),
    }
    return render(request, "information/topic.html", context)


def _region(code: str) -> str:
    table_ = divisions()
    return table_.get(code).name if code in table_ else code


def _tables(counted: queries.Counted) -> list[Table]:
    names = right_kinds()
    kinds = [(Cell(names.get(key, key), is_head=True), f"{n:,}") for key, n in counted.kinds]
    holders = [(Cell(name, is_head=True), f"{n:,}") for name, n in counted.holders]
    if counted.other_holders:
        holders.append((Cell("其余权利人", is_head=True), f"{counted.other_holders:,}"))
    states = [(Cell(name or "未载明", is_head=True), f"{n:,}") for name, n in counted.states]
    parts = (("种类", kinds), ("权利人", holders), ("来源所载状态", states))
    return [table(f"按{label}", [(label, "t"), ("件数", "n")], rows) for label, rows in parts]


def _chart(of: TopicDatabase, counted: queries.Counted) -> Chart | None:
    if len(counted.years) < 2:
        return None
    first, last = counted.years[0][0], counted.years[-1][0]
    by_year = dict(counted.years)
    labels = [str(year) for year in range(first, last + 1)]
    values = [by_year.get(year, 0) for year in range(first, last + 1)]
    most = max(by_year, key=lambda year: by_year[year])
    rows = [(one, f"{n:,}") for one, n in zip(labels, values, strict=True)]
    return Chart(
        "by-year", f"申请量以 {most} 年为最多，{by_year[most]:,} 件",
        line_option(labels, "申请量", values, "件"),
        table("各年申请量", [("年份", "d"), ("件数", "n")], rows),
        f"专题数据库“{of.title}”，快照 {of.snapshot}，按申请日所在年计",
    )  # fmt: skip


@require_safe
@signed_in
def export_topic(request: HttpRequest, topic_id: int) -> HttpResponseBase:
    """Save what the page shows as a file, with the question, the snapshot and each row's origin."""
    rights.require(request.user, EXPORT)
    of = queries.topic(topic_id, request.user)
    wanted, said = _wanted(request, of)
    listing = lists.topic_list(of, request.GET, request.user, may_curate=False)
    rows = queries.rights_in(of, request.user, wanted)
    total = rows.count()
    kind = read_format(request.GET.get("format", "xlsx"), total)
    synonyms = "（含同义词）" if of.has_synonyms else ""
    origin = [
        f"专题数据库“{of.title}”，检索式 {of.question}{synonyms}，加人工收入和剔除；快照 {of.snapshot}",
        f"由 {request.user.get_username()} 于 {timezone.localtime():%Y-%m-%d %H:%M} 导出，共 {total:,} 件",
    ]
    origin += [f"筛选：{said}"] if said else []
    with transaction.atomic():
        journal.write(
            request.user.get_username(), "export_rows", f"topic:{of.pk}",
            {"list": of.title, "rows": total, "format": kind},
        )  # fmt: skip
    ordered = listing.ordered(rows.select_related("holder")).iterator(2_000)
    lines = queries.lines(of, ordered, request.user, lists.has_origins(listing, in_file=True))
    name = f"{of.title} {localdate()}"
    return list_answer(kind, name, origin, listing.headings, listing.values(lines))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def found_topic(request: HttpRequest) -> HttpResponse:
    """Found a topic database; a question may come along from the search page."""
    rights.require(request.user, RUN)
    sent, refusal = request.POST, ""
    key = sent.get("request_key", "")[:40] or uuid4().hex
    if request.method == "POST":
        try:
            made = actions.found_topic(request.user, _read(sent), key)
            messages.success(request, "已建库。名称、建成日期已登记到台账，规划的指标自此计入。")
            return redirect("information:topic", made.pk)
        except Refused as error:
            refusal = str(error)
    asked = request.GET
    shown: dict[str, Any] = {
        "question": asked.get("q", ""), "has_synonyms": asked.get("syn") == "1",
        "founded_on": localdate(), "access": "public",
    }  # fmt: skip
    context = {
        "shown": _sent(sent) if request.method == "POST" else shown,
        "refusal": refusal, "request_key": key, "is_new": True, **_choices(),
    }  # fmt: skip
    return render(request, "information/topic_form.html", context, status=422 if refusal else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def edit_topic(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Change what a database is for, asks for, or is open to."""
    rights.require(request.user, RUN)
    of = queries.topic(topic_id, request.user)
    sent, refusal = request.POST, ""
    if request.method == "POST":
        try:
            version = number_of(sent, "version", "版本")
            actions.edit_topic(request.user, of.pk, version, _read(sent, of))
            messages.success(request, "已保存，库内记录已按新的检索式更新。")
            return redirect("information:topic", of.pk)
        except Refused as error:
            refusal = str(error)
    shown = {
        "title": of.title, "about": of.about, "question": of.question, "access": of.access,
        "has_synonyms": of.has_synonyms, "industry": of.industry, "fields": "\n".join(of.fields),
        "readers": {one for one, _ in queries.readers_of(of)},
    }  # fmt: skip
    context = {
        "of": of, "shown": _sent(sent) | {"title": of.title} if sent else shown,
        "refusal": refusal, **_choices(),
    }  # fmt: skip
    return render(request, "information/topic_form.html", context, status=422 if refusal else 200)


def _choices() -> dict[str, Any]:
    return {
        "accesses": TopicDatabase.Access.choices,
        "bodies": list(accounts.bodies().values_list("pk", "name")),
    }


def _sent(sent: Any) -> dict[str, Any]:
    readers = {int(one) for one in sent.getlist("readers") if one.isdecimal() and len(one) < 16}
    return {name: sent.get(name, "") for name in sent} | {"readers": readers}


def _read(sent: Any, of: TopicDatabase | None = None) -> actions.Founded:
    return actions.Founded(
        title=of.title if of else sent.get("title", ""),
        about=sent.get("about", ""),
        question=sent.get("question", ""),
        access=sent.get("access", ""),
        founded_on=of.founded_on if of else day_of(sent, "founded_on", "建成日期"),
        region_code=of.region_code if of else installation_region(),
        has_synonyms=sent.get("has_synonyms") == "1",
        fields=sent.get("fields", "").replace("；", "\n").splitlines(),
        readers=sorted(_sent(sent)["readers"]),
        document_number=sent.get("document_number", ""),
        industry=sent.get("industry", ""),
    )


@require_POST
@signed_in
def act(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Put a record in, keep one out, leave one to the question, or close the database."""
    rights.require(request.user, RUN)
    of = queries.topic(topic_id, request.user)
    sent, who, kind = request.POST, request.user, request.POST.get("act", "")
    version = number_of(sent, "version", "版本")
    reason = sent.get("reason", "")
    number: str | int = (
        number_of(sent, "right", "记录") if "right" in sent else sent.get("number", "")
    )
    if kind == "close":
        told(
            request,
            "已停用，台账中的认定记录随之终止。",
            lambda: actions.close_topic(
                who, of.pk, version, day_of(sent, "on", "停用日期"), reason
            ),
        )
    elif kind in ("in", "out", "found"):
        verdict = "" if kind == "found" else kind
        done = {"in": "已收入。", "out": "已剔除。", "found": "已改为按检索式收录。"}[kind]
        told(
            request,
            done,
            lambda: actions.judge_entry(who, of.pk, version, number, verdict, reason),
        )
    else:
        raise BadAddress("没有收到要办理的事项，请用页面上的按钮。")
    return redirect("information:topic", of.pk)


@require_POST
@signed_in
def seen(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Note that the asker has seen what a database holds."""
    actions.mark_seen(request.user, topic_id)
    messages.success(request, "已记下。此后新收录的记录会单独列出。")
    return redirect("information:topic", topic_id)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def entry(request: HttpRequest, topic_entry_id: int) -> HttpResponse:
    """Write a note and the further fields of a record, or keep it out of its database."""
    one: TopicEntry = queries.entry(topic_entry_id, request.user)
    rights.require(request.user, RUN)
    right = right_by_id(one.right_id, request.user)
    of = one.database
    sent = request.POST
    if request.method == "POST":
        values = {label: sent.get(f"own{n}", "") for n, label in enumerate(of.fields)}
        note = sent.get("note", "")
        if told(request, "已保存。", lambda: actions.annotate(request.user, one.pk, note, values)):
            return redirect("information:topic", of.pk)
    own = [
        (f"own{n}", label, sent.get(f"own{n}", one.values.get(label, "")))
        for n, label in enumerate(of.fields)
    ]
    context = {"one": one, "of": of, "right": right, "own": own, "note": sent.get("note", one.note)}
    return render(request, "information/entry.html", context)
