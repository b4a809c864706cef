"""Read a programme: list, progress, targets, tasks, findings, source text."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from zhiqiang.domains.plans import charts, export, filters, lamps, lists, queries
from zhiqiang.domains.plans.models import Programme
from zhiqiang.domains.plans.standing import Standing
from zhiqiang.domains.plans.views.shell import inside, may_edit
from zhiqiang.records.indicators import queries as indicators
from zhiqiang.ui.asked import BadAddress, asked, read_number, read_size
from zhiqiang.ui.tables import Page


@require_GET
def programmes(request: HttpRequest) -> HttpResponse:
    """List the programmes that one may see."""
    context = {
        "programmes": list(queries.programmes(request.user)),
        "may_load": may_edit(request.user),
    }
    return render(request, "plans/programmes.html", context)


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
    context = inside(request, of, "programme") | {
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
        context = inside(request, of, "soft") | {"soft_targets": list(queries.soft_targets(of))}
        return render(request, "plans/soft_targets.html", context)
    chosen = filters.read_filters(request.GET)
    found = queries.target_standings(of, asked(request).as_of)
    kept = sorted((one for one in found if chosen.keeps(one)), key=chosen.rank)
    if request.GET.get("format") == "csv":
        return _as_file(of, kept, asked(request).as_of)
    listing = lists.target_list(request.GET, of, asked(request))
    page, rows = _paged(request, listing.sorted(kept), "符合条件的目标")
    said = f"符合条件 {len(kept):,} 处，" if not chosen.is_empty else ""
    context = inside(request, of, "targets") | {
        "listing": listing.draw(rows),
        "page": page,
        "counted": f"{said}共 {len(found):,} 处，截至 {asked(request).as_of.isoformat()}",
        "total": len(found),
        "filters": chosen,
    }
    return render(request, "plans/targets.html", context)


def _paged(request: HttpRequest, rows: list[Any], what: str) -> tuple[Page, list[Any]]:
    """Return the page asked for of a list, and its rows."""
    page = Page(read_number(request.GET, "page", "页码", 1), read_size(request.GET), len(rows))
    if page.number > page.pages:
        raise BadAddress(f"没有第 {page.number} 页，{what}共 {page.pages} 页。")
    return page, rows[page.offset : page.offset + page.size]


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
    context = inside(request, of, "targets") | {
        "target": one,
        "quoted": queries.quoted(of, one.span_start, one.span_end),
        "views": views,
        "may_answer": may_edit(request.user),
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
    """List the tasks, sorted by a heading, or by responsible body."""
    of = queries.programme(id, request.user)
    by = request.GET.get("by", "").strip() or "list"
    if by not in ("list", "body"):
        raise BadAddress(f"任务的排列方式“{by[:20]}”无效，可看任务清单或按责任单位。")
    context = inside(request, of, "tasks") | {"by": by}
    if by == "body":
        context |= {
            "bodies": queries.tasks_by_body(of),
            "without_body": queries.tasks_without_body(of),
        }
    else:
        listing = lists.task_list(request.GET, of)
        page, rows = _paged(request, listing.sorted(queries.tasks(of)), "任务")
        context |= {"listing": listing.draw(rows), "page": page, "counted": f"共 {page.total:,} 项"}
    return render(request, "plans/tasks.html", context)


@require_GET
def findings(request: HttpRequest, id: int) -> HttpResponse:
    """Show what has to be looked at in a plan, its places side by side."""
    of = queries.programme(id, request.user)
    views = queries.finding_views(of)
    open_names = [one for one in views if one.finding.code == "indicator_open"]
    context = inside(request, of, "findings") | {
        "views": [one for one in views if one.finding.code != "indicator_open"],
        "open_names": open_names,
        "may_answer": may_edit(request.user),
        "known": indicators.catalogue(),
        "total": len(views),
    }
    return render(request, "plans/findings.html", context)


@require_GET
def source(request: HttpRequest, id: int) -> HttpResponse:
    """Show the source text beside what was read from it."""
    of = queries.programme(id, request.user)
    at = request.GET.get("at", "").strip()
    context = inside(request, of, "source") | {"view": queries.source_view(of, at)}
    return render(request, "plans/source.html", context)
