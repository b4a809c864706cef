"""The journal: lines found by who, what and when; one line; its verification; its export."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from zhiqiang.portal.paging import paged
from zhiqiang.portal.people.gate import needs
from zhiqiang.records.journal import actions, queries
from zhiqiang.ui.asked import read_day
from zhiqiang.ui.exports import csv_answer

_LABELS = {
    "actor": "操作人", "act": "操作", "subject": "对象", "address": "来源",
    "from_on": "从", "until_on": "到",
}  # fmt: skip
_HEADINGS = ("序号", "时间", "操作人", "来源", "操作", "对象", "内容", "校验值")


@needs("read_journal")
def entries(request: HttpRequest) -> HttpResponse:
    """List lines, newest first, by the filters of the address; that it was read is journalled."""
    asked = _asked(request)
    page = paged(request, queries.entries(request.user, asked))
    for line in page.items:
        line.act_name = _name(line.act)
        line.about = queries.words().subject(line.subject)
    _told(request, "read_journal", {"filter": _filters(asked), "page": page.number})
    context = {
        "page": page,
        "asked": asked,
        "about": queries.words().subject(asked.subject),
        "acts": queries.acts(),
        "query": request.GET.urlencode(),
        "is_filtered": bool(_filters(asked)),
    }
    return render(request, "portal/journal.html", context)


@needs("read_journal")
def entry(request: HttpRequest, sequence: int) -> HttpResponse:
    """Show one line whole; that it was read is journalled."""
    line = queries.entry(sequence, request.user)
    _told(request, "read_journal", {"sequence": sequence})
    context = {
        "line": line,
        "act": _name(line.act),
        "about": queries.words().subject(line.subject),
        "parts": _parts(line.detail),
    }
    return render(request, "portal/journal_entry.html", context)


@require_POST
@needs("read_journal")
def verify(request: HttpRequest) -> HttpResponse:
    """Walk the whole chain and show what does not hold."""
    findings = queries.verify()
    _told(request, "verify_journal", {"findings": len(findings)})
    return render(request, "portal/journal_verified.html", {"findings": findings})


@needs("read_journal")
def export(request: HttpRequest) -> HttpResponseBase:
    """Save the lines that the filters show as CSV, with their origin; journalled."""
    asked = _asked(request)
    found = queries.entries(request.user, asked)
    newest = found.values_list("sequence", flat=True).first() or 0
    # Lines written meanwhile, this export's own among them, do not belong to what was asked for.
    found = found.filter(sequence__lte=newest)
    count = found.count()
    _told(request, "export_journal", {"filter": _filters(asked), "lines": count})
    now = f"{timezone.localtime():%Y-%m-%d %H:%M:%S}"
    chosen = "，".join(f"{_LABELS[k]} {v}" for k, v in _filters(asked).items()) or "全部"
    origin = (
        f"操作日志 · {chosen}",
        f"由 {request.user.get_username()} 于 {now} 导出，共 {count} 条，末条为第 {newest} 条",
    )
    rows = (
        (
            line.sequence,
            f"{timezone.localtime(line.at):%Y-%m-%d %H:%M:%S}",
            line.actor,
            line.address,
            _name(line.act),
            queries.words().subject(line.subject),
            json.dumps(line.detail, ensure_ascii=False),
            line.hash,
        )
        for line in found.iterator(chunk_size=2000)
    )
    return csv_answer(f"操作日志 {now[:10]}.csv", origin, _HEADINGS, rows)


def _told(request: HttpRequest, act: str, detail: dict[str, Any]) -> None:
    with transaction.atomic():
        actions.write(request.user.get_username(), act, "journal", detail)


def _asked(request: HttpRequest) -> queries.Asked:
    texts = {name: request.GET.get(name, "").strip() for name in _LABELS}
    return queries.Asked(
        actor=texts["actor"],
        act=texts["act"],
        subject=queries.words().written(texts["subject"]),
        address=texts["address"],
        from_on=_day(texts["from_on"]),
        until_on=_day(texts["until_on"]),
    )


def _day(text: str) -> date | None:
    return read_day(text) if text else None


def _filters(asked: queries.Asked) -> dict[str, str]:
    values = {name: getattr(asked, name) for name in _LABELS}
    values["subject"] = queries.words().subject(asked.subject)
    return {name: str(value) for name, value in values.items() if value}


def _name(act: str) -> str:
    return queries.acts().get(act, act)


def _parts(detail: Any) -> list[tuple[str, str, str]]:
    """Return the contents of a line as (name, before, now); before is empty where nothing changed."""
    if not isinstance(detail, dict):
        return [("内容", "", _plain(detail))]
    out = []
    for name, value in detail.items():
        is_change = isinstance(value, list) and len(value) == 2
        before, now = value if is_change else ("", value)
        out.append(
            (
                queries.words().details.get(str(name), str(name)),
                _plain(before) if is_change else "",
                _plain(now),
            )
        )
    return out


def _plain(value: Any) -> str:
    if value is None:
        return "（空）"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
