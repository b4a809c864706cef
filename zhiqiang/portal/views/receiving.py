"""Take a list in: upload it, look at what it would come to, take it over."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from zhiqiang.kernel.errors import NotFound, Refused, UnreadableFile
from zhiqiang.portal import labels
from zhiqiang.portal.people.gate import needs
from zhiqiang.portal.views import recognising
from zhiqiang.portal.views.recognising import RIGHT
from zhiqiang.records.files import actions as file_actions
from zhiqiang.records.jobs import actions as jobs
from zhiqiang.records.jobs import queries as job_queries
from zhiqiang.records.registry import actions as registry
from zhiqiang.records.registry.papers import template_sheets
from zhiqiang.ui.exports import workbook_answer
from zhiqiang.ui.tables import Table, table
from zhiqiang.ui.uploads import file_field, on_disk

KINDS = ("xlsx", "xls", "et", "csv", "zip")
#: cells up to this length stay on one line in a preview
SHORT = 24


class ListFile(forms.Form):
    """A file that is a list, and what list it is."""

    file = file_field(
        "清单文件",
        [f".{one}" for one in KINDS],
        "Excel 或 WPS 工作簿（.xlsx、.xls、.et）、CSV，或它们的 ZIP 压缩包，不超过 200 MB。一份文件可以有多张同类的表。",
    )
    source = forms.ChoiceField(
        label="清单种类",
        required=False,
        help_text="不选时按表头识别，识别结果在下一步核对。",
        error_messages={"invalid_choice": "没有这种清单，请从列表中选择。"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        titles = [(key, one.title) for key, one in labels.sources().items()]
        self.fields["source"].choices = [("", "按表头识别"), *titles]  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            field.widget.attrs["aria-describedby"] = f"help-{name}"


@needs(RIGHT)
def upload(request: HttpRequest) -> HttpResponse:
    """Take a file up; nothing of it is in the register yet."""
    form = ListFile(request.POST, request.FILES) if request.method == "POST" else ListFile()
    if form.is_bound and form.is_valid():
        token = _kept(form, request)
        if token:
            return redirect(recognising.address(token, form.cleaned_data["source"]))
    status = 422 if form.is_bound else 200
    return render(request, "portal/upload.html", {"form": form}, status=status)


def _kept(form: ListFile, request: HttpRequest) -> str:
    """Keep the uploaded file; return the signed word by which the next page knows it."""
    given = form.cleaned_data["file"]
    with on_disk(given) as path:
        try:
            stored = file_actions.accept(path, given.name, KINDS)
        except (Refused, UnreadableFile) as error:
            form.add_error("file", str(error))
            return ""
    return recognising.sign(stored.pk, given.name, request)


@require_safe
@needs(RIGHT)
def preview(request: HttpRequest, run_id: int) -> HttpResponse:
    """Show what taking a file over would come to, or how far the preview is."""
    return render(request, "portal/preview.html", _previewed(request, run_id))


@require_safe
@needs(RIGHT)
def preview_part(request: HttpRequest, run_id: int) -> HttpResponse:
    """Give the part of a preview that changes while it is made."""
    return render(request, "portal/preview_part.html", _previewed(request, run_id))


def _job(request: HttpRequest, run_id: int) -> job_queries.JobView:
    found = job_queries.job(run_id, request.user)
    if found.kind != "preview_file":
        raise NotFound("没有这次预览，请从“数据导入”重新上传。")
    return found


def _previewed(request: HttpRequest, run_id: int) -> dict[str, Any]:
    job = _job(request, run_id)
    source = job.parameters["source"]
    context: dict[str, Any] = {
        "job": job,
        "name": job.parameters["name"],
        "source_title": labels.source_title(source),
        "may_end": job_queries.may_end(request.user, job.asked_by),
    }
    if job.result is None:
        return context
    told = job.result
    words = {"new": "将新增", "changed": "将变更", "same": "没有变化"}
    samples = [
        (f"{word}的行", told[key], _sample(f"{word}的行", told["rows_by_outcome"].get(key, ())))
        for key, word in words.items()
    ]
    return context | {
        "told": told,
        "findings": told["findings"],
        "samples": [one for one in samples if one[1]],
        "columns": labels.read_columns(source, told["columns"]),
    }


def _sample(title: str, rows: Sequence[dict[str, Any]]) -> Table:
    """Return rows as received, under the headings of the first one's sheet."""
    headings = [heading for heading, _ in rows[0]["cells"]] if rows else []
    written = [
        [f"{row['sheet']} {row['row']}".strip(), *(dict(row["cells"]).get(h, "") for h in headings)]
        for row in rows
    ]
    columns = [("行", "k")]
    for at, heading in enumerate(headings, 1):
        is_short = max(len(cells[at]) for cells in written) <= SHORT
        columns.append((heading, "k" if is_short else "t"))
    return table(title, columns, written)


@require_POST
@needs(RIGHT)
def take_over(request: HttpRequest, run_id: int) -> HttpResponse:
    """Take over what a preview showed."""
    job = _job(request, run_id)
    if job.result is None or job.result["is_refused"]:
        raise Refused("这份文件没有可以接收的内容，不能导入。请按预览中的问题改正后重新上传。")
    name = job.parameters["name"]
    run = jobs.submit("import_file", job.parameters, request.user.get_username(), f"导入 {name}")
    return redirect("office:job", run.pk)


@require_safe
@needs(RIGHT)
def preview_refused(request: HttpRequest, run_id: int) -> HttpResponseBase:
    """Save the rows that a preview says would be refused, with the reasons."""
    job = _job(request, run_id)
    path = registry.saved_refused((job.result or {}).get("refused_file", ""))
    name = f"{Path(job.parameters['name']).stem}_未接收的行.xlsx"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)


@require_safe
@needs(RIGHT)
def templates(request: HttpRequest) -> HttpResponse:
    """List the kinds of lists, each with a workbook to fill in."""
    return render(request, "portal/list_templates.html", {"sources": labels.sources().values()})


@require_safe
@needs(RIGHT)
def template(request: HttpRequest, source: str) -> HttpResponseBase:
    """Save an empty workbook of one kind of list, with how it is filled in."""
    declared = labels.sources().get(source)
    if declared is None:
        raise NotFound("没有这种清单，请从模板列表中选择。")
    sheets = template_sheets(declared, labels.code_lists(declared))
    return workbook_answer(f"{declared.title}模板.xlsx", sheets)
