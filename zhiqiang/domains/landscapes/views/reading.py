"""Reading a run: the charts with their findings, the report, what changed, and counting again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiqiang.domains.landscapes import queries
from zhiqiang.domains.landscapes.actions import RUN
from zhiqiang.domains.landscapes.actions.running import recount
from zhiqiang.domains.landscapes.report import report_paper
from zhiqiang.domains.landscapes.showing import changes
from zhiqiang.domains.landscapes.views.projects import shell
from zhiqiang.kernel.errors import NotFound
from zhiqiang.records.accounts import rights
from zhiqiang.records.accounts.regions import divisions
from zhiqiang.records.files.serving import as_download
from zhiqiang.records.jobs import actions as jobs
from zhiqiang.ui.asked import read_number
from zhiqiang.ui.exports import word_answer
from zhiqiang.ui.sent import signed_in


@require_safe
@signed_in
def analyses(request: HttpRequest, landscape_id: int) -> HttpResponse:
    """Show the figures of a run chapter by chapter, and take the analyst's texts in."""
    of = queries.project(landscape_id, request.user)
    run = queries.run(of, read_number(request.GET, "run", "运算", 0, low=0))
    context = shell(request, of, "analyses") | {
        "run": run, "runs": list(of.runs.all()), "parts": queries.parts(of, run),
        "is_newest": run is not None and run.number == len(of.runs.all()),
    }  # fmt: skip
    return render(request, "landscapes/analyses.html", context)


@require_safe
@signed_in
def report(request: HttpRequest, landscape_id: int) -> HttpResponse:
    """Show the report as it will be printed."""
    of = queries.project(landscape_id, request.user)
    run = queries.run(of, read_number(request.GET, "run", "运算", 0, low=0))
    context = shell(request, of, "report") | {
        "run": run, "parts": queries.parts(of, run), "nodes": queries.tree(of),
        "samples": [queries.judged(one) for one in of.samples.all()],
        "region_name": divisions().path_name(of.region_code),
    }  # fmt: skip
    return render(request, "landscapes/report.html", context)


@require_safe
@signed_in
def paper(request: HttpRequest, landscape_id: int) -> HttpResponseBase:
    """Save the report as Word."""
    of = queries.project(landscape_id, request.user)
    run = queries.run(of)
    if run is None:
        raise NotFound("还没有运算，运算后才能下载报告。")
    return word_answer(f"{of.title}报告.docx", report_paper(of, run))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def printed(request: HttpRequest, landscape_id: int) -> HttpResponseBase:
    """Save the report as PDF, or ask for it to be printed anew."""
    of = queries.project(landscape_id, request.user)
    run = queries.run(of)
    if request.method == "POST":
        rights.require(request.user, RUN)
        given = {"landscape": of.pk, "version": of.version}
        who, title = request.user.get_username(), f"编制{of.title}报告 PDF"
        job = jobs.submit("print_landscape", given, who, title)
        messages.success(request, "已开始编制 PDF，完成后在报告页下载。")
        return redirect("office:job", job.pk)
    if run is None or run.printed is None:
        raise NotFound("还没有编制 PDF。请在报告页编制，或下载 Word。")
    return as_download(run.printed, f"{of.title}报告.pdf")


@require_safe
@signed_in
def changed(request: HttpRequest, landscape_id: int) -> HttpResponse:
    """Show what changed between two runs."""
    of = queries.project(landscape_id, request.user)
    runs = list(of.runs.all())
    new = queries.run(of, read_number(request.GET, "after", "后一次运算", 0, low=0))
    older = max((one.number for one in runs if new and one.number < new.number), default=0)
    number = read_number(request.GET, "before", "前一次运算", older, low=0)
    old = queries.run(of, number) if number else None
    context = shell(request, of, "changes") | {
        "runs": runs, "old": old, "new": new,
        "found": changes(old, new) if old is not None and new is not None else [],
    }  # fmt: skip
    return render(request, "landscapes/changes.html", context)


@require_POST
@signed_in
def recounted(request: HttpRequest, landscape_id: int) -> HttpResponse:
    """Compute the newest run again from its snapshot and say whether every number is the same."""
    of = queries.project(landscape_id, request.user)
    run = queries.run(of)
    if run is None:
        raise NotFound("还没有运算。")
    if recount(run) == run.results:
        messages.success(request, f"已按快照 {run.snapshot} 重新计算，全部数字与保存的一致。")
    else:
        messages.error(
            request, "重新计算的结果与保存的不一致。请联系系统管理员核对快照和程序版本。"
        )
    return redirect("landscapes:analyses", of.pk)
