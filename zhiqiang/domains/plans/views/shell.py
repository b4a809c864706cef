"""What the pages of one programme share: tabs, and who may edit."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from zhiqiang.domains.plans.deciding import standing_errors
from zhiqiang.domains.plans.models import Programme
from zhiqiang.records.accounts import rights
from zhiqiang.ui.asked import asked

EDIT = "edit_programmes"
_TABS = (
    ("programme", "目标进度", "plans:programme", "", False),
    ("promised", "承诺与进展", "plans:promised", "", False),
    ("targets", "逐处目标", "plans:targets", "", False),
    ("soft", "无数字目标", "plans:targets", "?kind=soft", False),
    ("tasks", "任务", "plans:tasks", "", False),
    ("work", "年度推进", "running:programme", "", False),
    ("findings", "核对意见", "plans:findings", "", False),
    ("source", "原文对照", "plans:source", "", False),
    ("review", "核对与更正", "plans:review", "", True),
    ("editions", "版本", "plans:editions", "", False),
    ("cascade", "上下衔接", "plans:cascade", "", False),
)


def may_edit(person: Any) -> bool:
    """Say whether ``person`` may load, correct and decide."""
    return rights.may(person, EDIT)


def inside(request: HttpRequest, of: Programme, current: str) -> dict[str, Any]:
    """Return what every page of one programme shows around its own content."""
    kept = request.GET.get("as_of", "").strip()
    edits = may_edit(request.user)
    tabs = []
    for key, label, view, query, is_for_editors in _TABS:
        if is_for_editors and not edits:
            continue
        address = reverse(view, args=[of.pk]) + query
        if kept:
            address += f"{'&' if query else '?'}as_of={asked(request).as_of.isoformat()}"
        tabs.append((label, address, key == current))
    context = {"programme": of, "tabs": tabs, "as_of": asked(request).as_of, "may_edit": edits}
    if edits and of.state == Programme.State.DRAFT:
        context["standing_errors"] = len(standing_errors(of))
    return context
