"""The template of bulletins and reports: save one, put one's own in place, go back."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiqiang.domains.duties import actions, queries
from zhiqiang.domains.duties.allowed import require_run
from zhiqiang.engines.documents.templates import blank
from zhiqiang.kernel.errors import Refused, UnreadableFile
from zhiqiang.records.files.serving import as_download
from zhiqiang.ui.exports import word_answer
from zhiqiang.ui.sent import signed_in
from zhiqiang.ui.uploads import file_field, on_disk

_NAME = "通报和报告版式模板.docx"


class TemplateFile(forms.Form):
    """A Word file by which papers are to be laid out."""

    file = file_field("模板文件", [".docx"], "在 Word 中改好的 .docx 文件，不带宏。")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def template(request: HttpRequest) -> HttpResponse:
    """Show which template is in use, and take another."""
    require_run(request.user)
    form = TemplateFile(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            with on_disk(upload) as path:
                actions.set_template(request.user, path, upload.name or _NAME)
        except (Refused, UnreadableFile) as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, "模板已启用，此后编制的通报和报告按它排版。")
            return redirect("duties:template")
    context = {"form": form, "of": queries.template(request.user)}
    return render(request, "duties/template.html", context, status=422 if form.errors else 200)


@require_safe
@signed_in
def download(request: HttpRequest) -> HttpResponseBase:
    """Save the template in use, or the one to begin with."""
    require_run(request.user)
    found = queries.template(request.user)
    return as_download(found.file, _NAME) if found else word_answer(_NAME, blank())


@require_POST
@signed_in
def drop(request: HttpRequest) -> HttpResponseRedirect:
    """Go back to the layout of the standard."""
    actions.drop_template(request.user)
    messages.success(request, "已改回系统自带的版式。")
    return redirect("duties:template")
