"""What the pages of one programme share: tabs, who may edit, and taking in an uploaded file."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
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
    ("targets", "逐处目标", "plans:targets", "", False),
    ("soft", "无数字目标", "plans:targets", "?kind=soft", False),
    ("tasks", "任务", "plans:tasks", "", False),
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


@contextmanager
def received(upload: Any) -> Iterator[Path]:
    """Hold an uploaded file on disk for as long as it is read; nothing of it stays behind."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"plan{Path(upload.name).suffix.lower()}"
        with path.open("wb") as out:
            for chunk in upload.chunks():
                out.write(chunk)
        yield path
