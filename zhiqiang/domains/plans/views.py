"""Pages of programmes: each view reads the address, makes one call and draws."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhiqiang.domains.plans import actions, charts, export, filters, lamps, queries
from zhiqiang.domains.plans.forms import IndicatorChoice, PlanFile
from zhiqiang.domains.plans.models import Programme
from zhiqiang.domains.plans.standing import Standing
from zhiqiang.kernel.errors import NotFound, Refused, UnreadableFile
from zhiqiang.records.accounts.access import is_official
from zhiqiang.records.files.types import check
from zhiqiang.records.indicators import queries as indicators
from zhiqiang.ui.asked import BadAddress, asked, read_number, read_size
from zhiqiang.ui.tables import Page


@require_GET
def programmes(request: HttpRequest) -> HttpResponse:
    """List the programmes that one may see."""
    context = {
        "programmes": list(queries.programmes(request.user)),
        "may_load": is_official(request.user),
    }
    return render(request, "plans/programmes.html", context)


@require_http_methods(["GET", "POST"])
def load(request: HttpRequest) -> HttpResponse:
    """Take a plan in; for officials."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not is_official(request.user):
        raise Refused("载入规划由工作人员办理，当前账户只能查看公开的规划。")
    form = PlanFile(
        request.POST or None, request.FILES or None, initial={"region": asked(request).region}
    )
    if request.method == "POST" and form.is_valid():
        loaded = _load(form, request)
        if loaded is not None:
            return redirect("plans:programme", loaded.pk)
    status = 422 if form.is_bound else 200
    return render(request, "plans/load.html", {"form": form}, status=status)


def _load(form: PlanFile, request: HttpRequest) -> Programme | None:
    received = form.cleaned_data["file"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"plan{Path(received.name).suffix.lower()}"
        with path.open("wb") as out:
            for chunk in received.chunks():
                out.write(chunk)
        try:
            check(path, received.name)
            return actions.load_programme(
                path, form.cleaned_data["region"], request.user.get_username(), received.name
            )
        except (Refused, UnreadableFile) as error:
            form.add_error("file", str(error))
        except NotFound as error:
            form.add_error("region", str(error))
    return None


@require_GET
def programme(request: HttpRequest, id: int) -> HttpResponse:
    """Show a programme: facts, lamps and its commitments."""
    of = queries.programme(id, request.user)
    chosen = filters.read_filters(request.GET)
    as_of = asked(request).as_of
    found = queries.commitment_standings(of, as_of)
    rows = [
        (one, charts.year_spark(one.standing))
        for one in found
        if chosen.keeps(one.standing, (t.quote for t in one.commitment.others))
    ]
    rows.sort(key=lambda row: chosen.rank(row[0].standing))
    if request.GET.get("format") == "csv":
        return _as_file(of, [row[0].standing for row in rows], as_of)
    standings = [one.standing for one in found]
    context = _context(request, of, "programme") | {
        "rows": rows,
        "total": len(found),
        "filters": chosen,
        "lamp_counts": queries.lamp_counts(standings),
        "chart": charts.completion_chart(standings, as_of.isoformat()),
        "rule": lamps.rule().on(as_of),
        "facts": queries.summary(of.pk),
    }
    return render(request, "plans/programme.html", context)


@require_GET
def targets(request: HttpRequest, id: int) -> HttpResponse:
    """List every printed place of every target, or the goals without a number."""
    of = queries.programme(id, request.user)
    kind = request.GET.get("kind", "").strip()
    if kind not in ("", "soft"):
        raise BadAddress(f"目标种类“{kind[:20]}”无效，可选有数字的目标或无数字的目标。")
    if kind == "soft":
        context = _context(request, of, "soft") | {"soft_targets": list(queries.soft_targets(of))}
        return render(request, "plans/soft_targets.html", context)
    chosen = filters.read_filters(request.GET)
    found = queries.target_standings(of, asked(request).as_of)
    kept = sorted((one for one in found if chosen.keeps(one)), key=chosen.rank)
    if request.GET.get("format") == "csv":
        return _as_file(of, kept, asked(request).as_of)
    page = Page(read_number(request.GET, "page", "页码", 1), read_size(request.GET), len(kept))
    if page.number > page.pages:
        raise BadAddress(f"没有第 {page.number} 页，符合条件的目标共 {page.pages} 页。")
    context = _context(request, of, "targets") | {
        "standings": kept[page.offset : page.offset + page.size],
        "page": page,
        "total": len(found),
        "filters": chosen,
    }
    return render(request, "plans/targets.html", context)


def _as_file(of: Programme, standings: Iterable[Standing], as_of: date) -> HttpResponse:
    name = quote(f"{of.region_name}规划目标进度_{as_of.isoformat()}.csv")
    response = HttpResponse(
        export.standings_as_csv(of, standings), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


@require_GET
def target(request: HttpRequest, id: int, code: str) -> HttpResponse:
    """Show one target: its clause, its places, its figure, its years, what is open about it."""
    of = queries.programme(id, request.user)
    one = queries.target(of, code)
    views = queries.findings_about(one, queries.finding_views(of))
    context = _context(request, of, "targets") | {
        "target": one,
        "quoted": queries.quoted(of, one.span_start, one.span_end),
        "views": views,
        "may_answer": is_official(request.user),
    }
    if one.value is not None:
        found = queries.commitment_of(one, asked(request).as_of)
        context |= {
            "standing": found.standing,
            "commitment": found.commitment,
            "chart": charts.year_chart(found.standing),
        }
    return render(request, "plans/target.html", context)


@require_GET
def tasks(request: HttpRequest, id: int) -> HttpResponse:
    """List the tasks by section, or by responsible body."""
    of = queries.programme(id, request.user)
    by = request.GET.get("by", "section").strip()
    if by not in ("section", "body"):
        raise BadAddress(f"任务的排列方式“{by[:20]}”无效，可按章节或按责任单位。")
    context = _context(request, of, "tasks") | {"by": by}
    if by == "body":
        context |= {
            "bodies": queries.tasks_by_body(of),
            "without_body": queries.tasks_without_body(of),
        }
    else:
        context["sections"] = queries.tasks_by_section(of)
    return render(request, "plans/tasks.html", context)


@require_GET
def findings(request: HttpRequest, id: int) -> HttpResponse:
    """Show what has to be looked at in a plan, its places side by side."""
    of = queries.programme(id, request.user)
    views = queries.finding_views(of)
    open_names = [one for one in views if one.finding.code == "indicator_open"]
    context = _context(request, of, "findings") | {
        "views": [one for one in views if one.finding.code != "indicator_open"],
        "open_names": open_names,
        "may_answer": is_official(request.user),
        "known": indicators.catalogue(),
        "total": len(views),
    }
    return render(request, "plans/findings.html", context)


@require_POST
def answer(request: HttpRequest, id: int) -> HttpResponse:
    """Confirm which indicator a target means, or take that back; for officials."""
    if not is_official(request.user):
        raise Refused("目标与指标的对应由工作人员确认，当前账户只能查看。")
    of = queries.programme(id, request.user)
    form = IndicatorChoice(request.POST)
    if not form.is_valid():
        raise BadAddress("没有收到目标名称，请回到核对意见页重新提交。")
    about, name = form.cleaned_data["about"], form.cleaned_data["indicator"].strip()
    actor = request.user.get_username()
    try:
        if name:
            count = actions.confirm_indicator(of, about, name, actor)
            messages.success(request, f"已确认“{about}”对应“{name}”，共 {count} 处目标。")
        else:
            count = actions.release_indicator(of, about, actor)
            messages.success(request, f"已撤销“{about}”的对应，{count} 处目标重新待确认。")
    except (NotFound, Refused) as error:
        messages.error(request, str(error))
    return redirect("plans:findings", of.pk)


@require_GET
def source(request: HttpRequest, id: int) -> HttpResponse:
    """Show the source text beside what was read from it."""
    of = queries.programme(id, request.user)
    at = request.GET.get("at", "").strip()
    context = _context(request, of, "source") | {"view": queries.source_view(of, at)}
    return render(request, "plans/source.html", context)


_TABS = (
    ("programme", "目标进度", "plans:programme", ""),
    ("targets", "逐处目标", "plans:targets", ""),
    ("soft", "无数字目标", "plans:targets", "?kind=soft"),
    ("tasks", "任务", "plans:tasks", ""),
    ("findings", "核对意见", "plans:findings", ""),
    ("source", "原文对照", "plans:source", ""),
)


def _context(request: HttpRequest, of: Programme, current: str) -> dict[str, Any]:
    kept = request.GET.get("as_of", "").strip()
    tabs = []
    for key, label, view, query in _TABS:
        address = reverse(view, args=[of.pk]) + query
        if kept:
            address += f"{'&' if query else '?'}as_of={asked(request).as_of.isoformat()}"
        tabs.append((label, address, key == current))
    return {"programme": of, "tabs": tabs, "as_of": asked(request).as_of}
