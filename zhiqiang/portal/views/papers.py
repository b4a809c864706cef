"""Bulletins and reports of a work list: asked for, made as long work, saved."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from zhiqiang.domains.duties import actions, queries
from zhiqiang.domains.duties.allowed import may_run, require_run
from zhiqiang.domains.duties.spans import read_span, spans_of
from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.portal import bulletins
from zhiqiang.portal.people.gate import needs, signed_in
from zhiqiang.records.files.serving import as_download
from zhiqiang.records.jobs import actions as jobs
from zhiqiang.ui.exports import word_answer

FORMS = {"docx": "document", "pdf": "pdf", "xlsx": "tables"}


@require_http_methods(["GET", "HEAD", "POST"])
@needs("see_internal")
def papers(request: HttpRequest, list_id: int) -> HttpResponse:
    """List the papers of a list, and ask for one; it is made as a job."""
    of = queries.work_list(list_id, request.user)
    if request.method == "POST":
        require_run(request.user)
        span = read_span(request.POST.get("span", ""))
        if span.since.year != of.year:
            raise Refused(f"报告期应在 {of.year} 年内，请重新选择。")
        as_of = min(span.until, localdate())
        if as_of < span.since:
            raise Refused(f"{span.label}还没有开始，不能编制。")
        given = {"list": of.pk, "span": span.key, "as_of": as_of.isoformat()}
        title = f"编制{span.label}{span.paper}"
        run = jobs.submit("make_paper", given, request.user.get_username(), title)
        messages.success(request, "已开始编制，完成后列在年度推进计划的“通报与报告”中。")
        return redirect("office:job", run.pk)
    context = {
        "list": of,
        "papers": list(queries.papers(of, request.user)),
        "spans": [one for one in spans_of(of.year) if one.since <= localdate()],
        "usual": _usual(of.year, localdate()),
        "may_run": may_run(request.user),
    }
    return render(request, "portal/running/papers.html", context)


def _usual(year: int, today: date) -> str:
    """Return the key of the span that ended last, the year's first quarter before any has."""
    ended = [one.key for one in spans_of(year) if one.until < today and one.kind == "progress"]
    return ended[-1] if ended else f"{year}Q1"


@require_safe
@needs("see_internal")
def paper(request: HttpRequest, paper_id: int, form: str) -> HttpResponseBase:
    """Save a paper as Word, PDF or Excel."""
    one = queries.paper(paper_id, request.user)
    stored = getattr(one, FORMS[form], None) if form in FORMS else None
    if stored is None:
        raise NotFound("没有这种格式的文件，可以下载 Word 或 Excel。")
    return as_download(stored, f"{one.title}.{form}")


@require_safe
@signed_in
def of_body(request: HttpRequest, list_id: int, body_id: int) -> HttpResponseBase:
    """Save what one body has to do in a list as Word; for those who see the list of that body."""
    of = queries.work_list(list_id, request.user)
    said = bulletins.work_of_body(of, body_id, localdate(), request.user)
    return word_answer(f"{said.title}.docx", bulletins.document_of(said, actions.template_in_use()))
