"""Say what list an uploaded file is and what its columns mean, and keep it for later files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from zhiqiang.engines import ingest
from zhiqiang.kernel.errors import Refused, UnreadableFile
from zhiqiang.portal import labels
from zhiqiang.portal.people.gate import needs
from zhiqiang.records.files import queries as files
from zhiqiang.records.jobs import actions as jobs
from zhiqiang.records.registry import actions as registry
from zhiqiang.records.registry import queries
from zhiqiang.ui.asked import BadAddress

RIGHT = "work_register"
#: an uploaded file waits so long for being looked at, in seconds
WAITS = 24 * 3600
_SALT = "uploaded list"
#: what the form sends for a column that is never used
UNUSED = "-"


@dataclass(frozen=True, slots=True)
class Heading:
    """A received heading: what it is read as, or whether a person may say so."""

    text: str
    read_as: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """The headings of one sheet, and the items of the list that no heading gives yet."""

    title: str
    headings: tuple[Heading, ...]
    choices: tuple[tuple[str, str], ...]


def sign(file_id: int, name: str, request: HttpRequest) -> str:
    """Return the word by which the next page knows an uploaded file again."""
    word = {"id": file_id, "name": name, "by": request.user.get_username()}
    return signing.dumps(word, salt=_SALT, compress=True)


def _read(request: HttpRequest) -> tuple[str, dict[str, Any]]:
    token = request.POST.get("file") or request.GET.get("file", "")
    try:
        word: dict[str, Any] = signing.loads(token, salt=_SALT, max_age=WAITS)
    except signing.BadSignature as error:
        raise BadAddress("上传的文件已经过期或链接不完整，请重新上传。") from error
    if word["by"] != request.user.get_username():
        raise BadAddress("这个文件由他人上传，请重新上传。")
    return token, word


def _chosen(request: HttpRequest) -> str:
    chosen = (request.POST.get("source") or request.GET.get("source", "")).strip()
    if chosen and chosen not in labels.sources():
        raise BadAddress(f"没有“{chosen[:40]}”这种清单，请从列表中选择。")
    return chosen


def address(token: str, source: str) -> str:
    """Return the address of the page that says what list a file is taken for."""
    asked = {"file": token, "source": source}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{reverse('portal:incoming')}?{query}"


@needs(RIGHT)
def incoming(request: HttpRequest) -> HttpResponse:
    """Show what list an uploaded file is taken for; sent as a form, ask for its preview."""
    token, word = _read(request)
    chosen = _chosen(request)
    if request.method == "POST" and chosen:
        given = {"source": chosen, "file": word["id"], "name": word["name"]}
        run = jobs.submit(
            "preview_file", given, request.user.get_username(), f"预览 {word['name']}"
        )
        return redirect("portal:preview", run.pk)
    context = {"name": word["name"], "token": token} | _recognised(word, chosen)
    return render(request, "portal/incoming.html", context)


@require_POST
@needs(RIGHT)
def teach(request: HttpRequest) -> HttpResponse:
    """Keep what an official says of the headings that nobody declared."""
    token, _ = _read(request)
    chosen = _chosen(request)
    headings, fields = request.POST.getlist("heading"), request.POST.getlist("field")
    if not chosen or len(headings) != len(fields):
        raise BadAddress("提交的内容不完整，请回到上一页重试。")
    told = {
        heading: "" if field == UNUSED else field
        for heading, field in zip(headings, fields, strict=True)
        if field
    }
    try:
        count = registry.teach_headings(chosen, told, request.user.get_username())
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"已记住 {count} 列的对应，以后同类清单照此读取。")
    return redirect(address(token, chosen))


@require_safe
@needs(RIGHT)
def headings(request: HttpRequest) -> HttpResponse:
    """List what was taught, by source."""
    found = [
        (
            one,
            labels.source_title(one.source),
            labels.field_label(one.source, one.field) if one.field else "",
        )
        for one in queries.taught_headings(request.user)
    ]
    return render(request, "portal/taught_headings.html", {"found": found})


@require_POST
@needs(RIGHT)
def forget(request: HttpRequest, taught_id: int) -> HttpResponse:
    """Take one taught heading back."""
    registry.forget_heading(taught_id, request.user.get_username())
    messages.success(request, "已删除这条对应；已接收的清单不变。")
    return redirect("portal:taught_headings")


def _recognised(word: dict[str, Any], chosen: str) -> dict[str, Any]:
    path = files.path_of(files.stored(word["id"], "shows an uploaded list to its sender"))
    known = {one.key: one for one in queries.taught(labels.sources().values())}
    try:
        heads = ingest.read_heads(path)
    except UnreadableFile as error:
        return {"trouble": str(error)}
    found = ingest.matches(heads, word["name"], known.values())
    by_key = {one.source.key: one for one in found}
    best = chosen or next((one.source.key for one in found if one.fits), "")
    best = best or next(iter(by_key), "")
    plans = ingest.sheets_as(heads, word["name"], known[best]) if best else []
    others = [(key, one.title, by_key.get(key)) for key, one in known.items()]
    others.sort(key=lambda one: (one[2] is None, -(one[2].used if one[2] else 0)))
    sheets = [_sheet(known[best], plan) for plan in plans]
    return {
        "chosen": best,
        "title": labels.source_title(best) if best else "",
        "match": by_key.get(best),
        "is_proposed": bool(best) and not chosen,
        "others": others,
        "sheets": sheets,
        "has_open": any(one.is_open for sheet in sheets for one in sheet.headings),
        "unused": UNUSED,
    }


def _sheet(source: ingest.Source, plan: ingest.SheetPlan) -> Sheet:
    where = f"工作表“{plan.name}”" if plan.name else "文件"
    return Sheet(
        f"{where}：表头在第 {plan.heading_row} 行",
        tuple(
            Heading(
                text, labels.field_label(source.key, field) if field else "", at in plan.unknown
            )
            for at, (text, field) in enumerate(zip(plan.headings, plan.fields, strict=True))
        ),
        tuple(
            (column.field, column.heading)
            for column in source.columns
            if column.field not in plan.fields
        ),
    )
