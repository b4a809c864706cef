"""Whoever manages service items writes, checks, publishes, exports, imports and withdraws them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiqiang.domains.services import guiding
from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.accounts import rights
from zhiqiang.records.casework import actions, drafting, queries
from zhiqiang.records.casework.items import ServiceItem, catalogue_items
from zhiqiang.records.casework.queries import open_cases
from zhiqiang.records.indicators import queries as indicators
from zhiqiang.ui.sent import signed_in, told

_MOST_BYTES = 1_000_000
#: the parts of an item by the names of its text
PARTS = {
    "title": "名称", "code": "代号", "explanation": "说明", "applicants": "申请人", "conditions": "条件",
    "fee": "收费", "result": "结果", "phone": "电话", "basis": "依据", "visibility": "可见范围",
    "fields": "填报内容", "official_fields": "工作人员填写", "computed": "自动计算", "fills": "台账填入",
    "published": "公开内容", "documents": "材料", "steps": "环节", "clocks": "时限", "rule": "规则",
    "refusal_grounds": "不予受理理由", "pause_grounds": "中止事由", "outcomes": "办理结果",
    "oversight": "监督权限", "feeds": "计入指标", "uncertain": "待核对", "about": "所涉记录",
    "on_application": "依申请", "for_everybody": "不需登录",
}  # fmt: skip


@require_safe
@signed_in
def manage(request: HttpRequest) -> HttpResponse:
    """List the items with their version, open cases and drafts."""
    rights.require(request.user, drafting.MANAGE)
    running = open_cases()
    known = queries.services()
    context = {
        "services": [(one, running.get(one.item.key, 0)) for one in known],
        "drafts": drafting.drafts(request.user),
        "sources": [(one.item.key, one.item.title) for one in known],
    }
    return render(request, "services/manage.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def edit(request: HttpRequest, key: str) -> HttpResponse:
    """Write the text of an item; save it as it stands, check it, publish it."""
    rights.require(request.user, drafting.MANAGE)
    text, faults, checked = _text(request, key), [], None
    if request.method == "POST":
        text = request.POST.get("text", "").replace("\r\n", "\n")
        drafting.save_text(request.user, key, text)
        try:
            checked = drafting.checked_item(key, text)
            _require_indicators(checked)
            if request.POST.get("then") == "publish":
                made = drafting.publish_text(request.user, key, text)
                messages.success(
                    request, f"已发布“{made.title}”第 {made.number} 版，在办的办件仍按原来的版次。"
                )
                return redirect("services:guide", key)
        except drafting.FaultyText as error:
            faults, checked = error.faults, None
    now = _published(key)
    context = {
        "key": key, "text": text, "faults": faults, "checked": checked, "now": now,
        "changes": [PARTS.get(one, one) for one in drafting.changes_between(now, checked)] if checked else [],
        "left": guiding.left_by(checked) if checked else (),
        "is_sent": request.method == "POST",
    }  # fmt: skip
    return render(request, "services/edit.html", context, status=422 if faults else 200)


@require_POST
@signed_in
def copy(request: HttpRequest) -> HttpResponse:
    """Begin a new item from the text of one that is there."""
    rights.require(request.user, drafting.MANAGE)
    key = request.POST.get("key", "").strip()[:60]

    def begin() -> None:
        source = _published(request.POST.get("source", ""))
        if source is None:
            raise Refused("请选择从哪个事项复制。")
        if _published(key) or drafting.draft_of(request.user, key):
            raise Refused(f"标识 {key} 已有事项或者草稿，请另取。")
        drafting.save_text(request.user, key, _as_copy(source, key))

    if told(request, "已复制。请改名称和代号，检查后发布。", begin):
        return redirect("services:edit", key)
    return redirect("services:manage")


@require_POST
@signed_in
def take_in(request: HttpRequest) -> HttpResponse:
    """Take in the text of an item that another bureau exported; it is a draft until it is published."""
    rights.require(request.user, drafting.MANAGE)
    upload = request.FILES.get("file")
    made: list[str] = []

    def take() -> None:
        if upload is None or (upload.size or 0) > _MOST_BYTES:
            raise Refused("请选择导出的事项文件（.yml，不超过 1 MB）。")
        try:
            text = upload.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise Refused("文件不是文本，请选择导出的事项文件（.yml）。") from error
        key = drafting.imported_key(upload.name or "", text)
        made.append(drafting.save_text(request.user, key, text).item)

    if told(request, "已导入为草稿，请检查后发布。", take):
        return redirect("services:edit", made[0])
    return redirect("services:manage")


@require_safe
@signed_in
def export(request: HttpRequest, key: str) -> HttpResponse:
    """Save the published text of an item, for another bureau."""
    rights.require(request.user, drafting.MANAGE)
    found = _published(key)
    if found is None:
        raise NotFound("没有这个事项，或者尚未发布。")
    answer = HttpResponse(drafting.text_of(found), content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{key}.yml"'
    return answer


@require_POST
@signed_in
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """Take no new cases of an item; those that are open go on."""
    rights.require(request.user, drafting.MANAGE)
    count = open_cases().get(key, 0)
    told(
        request,
        f"已停办，不再接收新的申请；在办的 {count} 件继续办理。",
        lambda: actions.withdraw_item(key, request.user.get_username()),
    )
    return redirect("services:manage")


def _published(key: str) -> ServiceItem | None:
    try:
        return queries.service(key).item
    except NotFound:
        return None


def _text(request: HttpRequest, key: str) -> str:
    """Return the draft of an item, else its published text, else that of the catalogue."""
    draft = drafting.draft_of(request.user, key)
    if draft is not None:
        return draft.text
    found = _published(key) or catalogue_items().get(key)
    if found is None:
        raise NotFound("没有这个事项，也没有它的草稿。")
    return drafting.text_of(found)


def _as_copy(source: ServiceItem, key: str) -> str:
    text = drafting.text_of(source)
    return text.replace(f"# {source.key}\n", f"# {key}\n", 1)


def _require_indicators(item: Any) -> None:
    """Refuse an item that feeds an indicator that nobody defined."""
    strange = [one for one in item.feeds if one not in indicators.catalogue()]
    if strange:
        raise drafting.FaultyText([f"feeds：没有指标 {one}" for one in strange])
