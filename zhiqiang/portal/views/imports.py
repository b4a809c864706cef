"""Received files: what was taken over, what was refused, and each row as it stood."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhiqiang.portal import labels
from zhiqiang.portal.paging import filled, paged
from zhiqiang.portal.views.gate import officials_only
from zhiqiang.records.indicators import queries as indicators
from zhiqiang.records.registry import queries as registry
from zhiqiang.ui.asked import BadAddress, read_number
from zhiqiang.ui.tables import table
from zhiqiang.ui.templatetags.figures import number


def with_titles(batches: Any) -> list[Any]:
    """Return batches, each with the name of its source beside it."""
    found = list(batches)
    for one in found:
        one.source_title = labels.source_title(one.source)
    return found


@officials_only
def batches(request: HttpRequest) -> HttpResponse:
    """List what was received, newest first."""
    page = paged(request, registry.batches(request.user))
    return render(request, "portal/batches.html", {"page": filled(page, with_titles(page.items))})


@officials_only
def batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Show one received file: the counts, the columns as understood, the findings."""
    found = registry.batch(batch_id, request.user)
    columns = [
        (sheet, heading, labels.field_label(found.source, field) if field else "")
        for sheet, fields in found.columns.items()
        for heading, field in fields.items()
    ]
    context = {
        "batch": found,
        "source_title": labels.source_title(found.source),
        "page": paged(request, found.findings.all()),
        "columns": columns,
    }
    return render(request, "portal/batch.html", context)


@officials_only
def received_row(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Show one row of a received sheet, cell by cell, with the field that each became."""
    row = read_number(request.GET, "row", "行号", 0)
    if not row:
        raise BadAddress("请说明要看第几行，例如在地址后写 ?row=2。")
    found = registry.batch(batch_id, request.user)
    received = registry.received_row(batch_id, request.GET.get("sheet", ""), row, request.user)
    field = request.GET.get("field", "")
    cells = [
        {
            "heading": heading,
            "text": text,
            "label": labels.field_label(found.source, name) if name else "",
            "is_asked": bool(name) and name == field,
        }
        for heading, text, name in received.cells
    ]
    context = {"batch": found, "received": received, "cells": cells}
    return render(request, "portal/received_row.html", context)


def snapshot(request: HttpRequest, number_asked: int) -> HttpResponse:
    """Show what a published snapshot holds."""
    found = indicators.snapshot(number_asked)
    rows = [
        (label, number(found.tables[name]))
        for name, label in labels.TABLES.items()
        if name in found.tables
    ]
    context = {
        "snapshot": found,
        "table": table("快照各表行数", [("表", "t"), ("行数", "n")], rows),
    }
    return render(request, "portal/snapshot.html", context)
