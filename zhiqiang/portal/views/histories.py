"""The history of a right: every change of every field, when it became known, from where, by whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from zhiqiang.portal.paging import paged
from zhiqiang.portal.people.gate import needs
from zhiqiang.portal.views.words_of_right import SOURCE_FIELDS, row_address
from zhiqiang.records.registry import queries as registry
from zhiqiang.records.registry.correctable import party_names
from zhiqiang.ui.tables import Cell, Table, table
from zhiqiang.ui.templatetags.figures import moment


@require_safe
@needs("see_internal")
def changes(request: HttpRequest, right_id: int) -> HttpResponse:
    """Show what changed in a right and its events, newest first."""
    found = registry.right_by_id(right_id, request.user)
    page = paged(request, registry.changes_of(found, request.user))
    context = {"right": found, "page": page, "changes": change_table(page.items)}
    return render(request, "portal/changes.html", context)


def change_table(items: Sequence[registry.Change]) -> Table:
    """Return changes as a table, each with the cell or the correction that told of it."""
    told = ((one.field, text) for one in items for text in (one.before, one.after))
    names = party_names(told)
    columns = [
        ("得知时间", "d"), ("内容", "t"), ("由", "t"), ("变为", "t"), ("来源", "t"), ("操作人", ""),
    ]  # fmt: skip
    return table("变更历史", columns, [_line(one, names) for one in items])


def _line(one: Any, names: Mapping[str, str]) -> tuple[Any, ...]:
    field = one.field
    return (
        Cell(moment(one.known_at)),
        Cell(f"{one.about} · {field.label}" if one.about else field.label, is_head=True),
        field.shown(one.before, names),
        field.shown(one.after, names),
        _origin(one),
        one.by,
    )


def _origin(one: Any) -> Cell:
    if one.correction_id is not None:
        said = "撤回更正" if one.is_withdrawal else "更正"
        return Cell(said, reverse("portal:correction", args=[one.correction_id]))
    if one.row is None:
        return Cell(one.batch.file_name, reverse("portal:batch", args=[one.batch.pk]))
    there = set(one.batch.columns.get(one.sheet, {}).values())
    fields = SOURCE_FIELDS.get(one.field.name, (one.field.name,))
    field = next((name for name in fields if name in there), "")
    text = f"{one.batch.file_name} 第 {one.row} 行"
    return Cell(text, row_address(one.batch.pk, one.sheet, one.row, field))
