"""Take a plan in, revise it, put it in force, and the editions side by side."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhiqiang.domains.plans import actions, comparing, queries
from zhiqiang.domains.plans.forms import PlanFile, RevisedFile
from zhiqiang.domains.plans.models import Programme
from zhiqiang.domains.plans.views.shell import EDIT, inside, may_edit
from zhiqiang.kernel.errors import NotFound, Refused, UnreadableFile
from zhiqiang.records.accounts import rights
from zhiqiang.records.files.types import check
from zhiqiang.ui.asked import asked, read_number
from zhiqiang.ui.uploads import on_disk

_COUNTED = (
    ("targets", "有数字的目标", "处"),
    ("soft_targets", "无数字目标", "项"),
    ("tasks", "任务", "项"),
    ("findings", "核对意见", "条"),
)


@require_http_methods(["GET", "POST"])
def load(request: HttpRequest) -> HttpResponse:
    """Take a plan in; for who may edit programmes."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not may_edit(request.user):
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
    upload = form.cleaned_data["file"]
    with on_disk(upload) as path:
        try:
            check(path, upload.name)
            return actions.load_programme(
                path, form.cleaned_data["region"], request.user.get_username(), upload.name
            )
        except (Refused, UnreadableFile) as error:
            form.add_error("file", str(error))
        except NotFound as error:
            form.add_error("region", str(error))
    return None


@require_http_methods(["GET", "POST"])
def amend(request: HttpRequest, id: int) -> HttpResponse:
    """Take a revised text in as the next edition."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    rights.require(request.user, EDIT)
    of = queries.programme(id, request.user)
    form = RevisedFile(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        new = _amend(of, form, request)
        if new is not None:
            messages.success(request, f"已载入第 {new.edition} 版，以下是与上一版的差异。")
            return redirect("plans:editions", new.pk)
    context = inside(request, of, "editions") | {"form": form}
    return render(request, "plans/amend.html", context, status=422 if form.is_bound else 200)


def _amend(of: Programme, form: RevisedFile, request: HttpRequest) -> Programme | None:
    upload = form.cleaned_data["file"]
    with on_disk(upload) as path:
        try:
            check(path, upload.name)
            return actions.amend_programme(of, path, request.user.get_username(), upload.name)
        except (Refused, UnreadableFile) as error:
            form.add_error("file", str(error))
    return None


@require_GET
def editions(request: HttpRequest, id: int) -> HttpResponse:
    """List the editions of a plan, and what this one changed clause by clause."""
    of = queries.programme(id, request.user)
    chain = queries.editions(of, request.user)
    chosen = read_number(request.GET, "from", "对照版次", 0) if "from" in request.GET else None
    earlier = [one for one in chain if one.edition < of.edition]
    before = next((one for one in earlier if one.edition == chosen), None)
    if before is None and earlier:
        before = earlier[-1]
    context = inside(request, of, "editions") | {"editions": chain, "before": before}
    if before is not None:
        context["difference"] = comparing.difference(before, of)
    return render(request, "plans/editions.html", context)


@require_POST
def decide(request: HttpRequest, id: int) -> HttpResponseRedirect:
    """Put a draft in force, return it to draft, or read the kept file again."""
    rights.require(request.user, EDIT)
    of = queries.programme(id, request.user)
    actor = request.user.get_username()
    try:
        match request.POST.get("act"):
            case "return":
                actions.return_to_draft(of, request.POST.get("reason", ""), actor)
                messages.success(request, "已退回草稿。")
            case "recompile":
                messages.success(request, _recompile(of, actor))
            case _:
                on = _day(request.POST.get("on", ""))
                actions.put_in_force(of, on, actor)
                messages.success(request, f"规划自 {on.isoformat()} 起施行。")
    except Refused as error:
        messages.error(request, str(error))
    return redirect("plans:editions", of.pk)


def _recompile(of: Programme, actor: str) -> str:
    """Read the kept file again and say what has changed."""
    before = queries.summary(of.pk)
    after = queries.summary(actions.recompile_programme(of, actor).pk)
    changes = "；".join(
        f"{label}由 {before[key]} {unit}变为 {after[key]} {unit}"
        for key, label, unit in _COUNTED
        if before[key] != after[key]
    )
    kept = "已有的更正和答复照旧采用；找不到原文依据的更正列在核对意见里。"
    return f"已按现行程序重新读取原文：{changes or '目标、任务和核对意见的数目没有变化'}。{kept}"


def _day(text: str) -> date:
    cleaned = text.strip().replace("年", "-").replace("月", "-").replace("日", "").replace("/", "-")
    try:
        if cleaned.isdecimal() and len(cleaned) == 8:
            return date(int(cleaned[:4]), int(cleaned[4:6]), int(cleaned[6:]))
        year, month, day = (int(part) for part in cleaned.split("-"))
        return date(year, month, day)
    except ValueError:
        raise Refused(f"施行日期“{text[:20]}”无效，请填写如 2025-01-01 的日期。") from None
