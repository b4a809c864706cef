"""The check that anybody may use: drop a document, read what to mend. Nothing is stored."""

from __future__ import annotations

import threading

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from zhiqiang.domains.plans.forms import CheckedFile
from zhiqiang.domains.plans.papers import check_report
from zhiqiang.domains.plans.taking import compile_here
from zhiqiang.domains.plans.views.papers import WORD, attachment
from zhiqiang.engines.compiler import Limits
from zhiqiang.kernel.errors import UnreadableFile
from zhiqiang.ui.uploads import on_disk

MIB = 1024 * 1024
#: what a stranger's document may cost; scans are for those who sign in
LIMITS = Limits(
    size=CheckedFile.LARGEST, unpacked=100 * MIB, pages=300, scanned_pages=5, seconds=20,
    scan_seconds=60, characters=500_000,
)  # fmt: skip
#: so many documents are read at once; who comes then is asked to wait
_AT_ONCE = threading.BoundedSemaphore(2)
_PATIENCE = 10
_MOST_SHOWN = 200


@never_cache
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Check a document and show the result; the file is gone when the answer is sent."""
    form = CheckedFile(request.POST or None, request.FILES or None)
    context = {"form": form}
    if request.method == "GET":
        return render(request, "plans/check.html", context)
    if not form.is_valid():
        return render(request, "plans/check.html", context, status=422)
    if not _AT_ONCE.acquire(timeout=_PATIENCE):
        form.add_error("file", "正在核对的文件较多，请一分钟后重试。")
        return render(request, "plans/check.html", context, status=503)
    try:
        with on_disk(form.cleaned_data["file"]) as path:
            compilation = compile_here(path, LIMITS)
    except UnreadableFile as error:
        form.add_error("file", str(error))
        return render(request, "plans/check.html", context, status=422)
    finally:
        _AT_ONCE.release()
    values = compilation.as_json()
    found = check_report.check_of(values, compilation.text, form.cleaned_data["file"].name)
    if request.POST.get("as") == "word":
        return attachment(check_report.as_word(found, localdate()), WORD, "规划文稿核对单.docx")
    context |= {
        "check": found,
        "remarks": found.remarks[:_MOST_SHOWN],
        "targets": values["targets"][:_MOST_SHOWN],
        "tasks": values["tasks"][:_MOST_SHOWN],
    }
    return render(request, "plans/check.html", context)
