"""Long work: the list, one job with its progress, its end and another try."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from zhiqiang.portal.outcomes import outcome
from zhiqiang.portal.paging import filled, paged
from zhiqiang.portal.people.gate import needs
from zhiqiang.records.jobs import actions, queries


@needs("see_jobs")
def jobs(request: HttpRequest) -> HttpResponse:
    """List the jobs that the person may see, newest first."""
    state = request.GET.get("state", "")
    page = paged(request, queries.jobs(request.user, state))
    context = {
        "page": filled(page, [queries.view_of(run) for run in page.items]),
        "state": state,
        "states": queries.states(),
    }
    return render(request, "portal/jobs.html", context)


@needs("see_jobs")
def job(request: HttpRequest, run_id: int) -> HttpResponse:
    """Show one job: who asked for it, how far it is, what it says, what came of it."""
    return render(request, "portal/job.html", _context(request, run_id))


@needs("see_jobs")
def job_progress(request: HttpRequest, run_id: int) -> HttpResponse:
    """Return the part of a job's page that changes while it runs."""
    return render(request, "portal/job_progress.html", _context(request, run_id))


@require_POST
@needs("see_jobs")
def cancel_job(request: HttpRequest, run_id: int) -> HttpResponse:
    """Ask for the end of a job that is waiting or running."""
    state = actions.cancel(run_id, request.user)
    ended = state == "cancelled"
    messages.info(request, "作业已取消。" if ended else "已要求取消，作业将在当前步骤后停止。")
    return redirect("office:job", run_id)


@require_POST
@needs("see_jobs")
def retry_job(request: HttpRequest, run_id: int) -> HttpResponse:
    """Ask once more for a job that failed or was cancelled."""
    again = actions.retry(run_id, request.user)
    messages.info(request, "已重新提交。")
    return redirect("office:job", again.pk)


def _context(request: HttpRequest, run_id: int) -> dict[str, object]:
    view = queries.job(run_id, request.user)
    return {
        "job": view,
        "may_end": queries.may_end(request.user, view.asked_by),
        "outcome": outcome(view),
    }
