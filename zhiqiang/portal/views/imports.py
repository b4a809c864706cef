"""Received files: what was taken over, what was refused, and each row as it stood."""

from __future__ import annotations

from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from zhiqiang.kernel.errors import NotFound
from zhiqiang.portal import labels
from zhiqiang.portal.clearing import clear_reading, clearable
from zhiqiang.portal.exporting import RIGHT as EXPORT
from zhiqiang.portal.exporting import exported, in_chunks, may_export
from zhiqiang.portal.lists.imports import batch_list, finding_list
from zhiqiang.portal.paging import paged
from zhiqiang.portal.people.gate import needs
from zhiqiang.portal.views.gate import officials_only
from zhiqiang.portal.views.receiving import RIGHT
from zhiqiang.records.accounts import rights
from zhiqiang.records.indicators import queries as indicators
from zhiqiang.records.jobs import actions as jobs
from zhiqiang.records.registry import actions as registry_actions
from zhiqiang.records.registry import queries as registry
from zhiqiang.records.registry.papers import refused_sheets
from zhiqiang.ui.asked import BadAddress, read_number
from zhiqiang.ui.exports import workbook_answer
from zhiqiang.ui.tables import table
from zhiqiang.ui.templatetags.figures import number


@officials_only
def batches(request: HttpRequest) -> HttpResponse:
    """List what was received, newest first unless another order is asked for."""
    listing = batch_list(request.GET)
    page = paged(request, listing.ordered(registry.batches(request.user)))
    context = {
        "page": page,
        "listing": listing.draw(page.items),
        "counted": f"共 {page.total:,} 个文件",
        "may_import": rights.may(request.user, RIGHT),
        "export": reverse("portal:export_batches") if may_export(request) else "",
    }
    return render(request, "portal/batches.html", context)


@officials_only
def batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Show one received file: the counts, the columns as understood, the findings."""
    found = registry.batch(batch_id, request.user)
    listing = finding_list(request.GET, found)
    page = paged(request, listing.ordered(found.findings.all()))
    context = {
        "batch": found,
        "source_title": labels.source_title(found.source),
        "page": page,
        "listing": listing.draw(registry.with_cells(found, page.items, request.user)),
        "counted": f"共 {page.total:,} 条",
        "may_undo": found.undone_at is None and rights.may(request.user, RIGHT),
        "export": reverse("portal:export_findings", args=[batch_id]) if may_export(request) else "",
        "columns": labels.read_columns(found.source, registry.columns_of(found)),
        "clear": clear_reading(request),
    }
    return render(request, "portal/batch.html", context)


@needs(RIGHT)
def undo(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Say what undoing an import comes to, or why it cannot be; sent as a form, ask for it."""
    found = registry.batch(batch_id, request.user)
    if request.method != "POST":
        reasons = registry_actions.reasons_against(found, indicators.published_upon)
        return render(request, "portal/undo.html", {"batch": found, "reasons": list(reasons)})
    registry_actions.check_undo(found, indicators.published_upon)
    title = f"撤销导入 {found.file_name}"
    run = jobs.submit("undo_import", {"batch": batch_id}, request.user.get_username(), title)
    return redirect("office:job", run.pk)


@officials_only
@needs(EXPORT)
def export_batches(request: HttpRequest) -> HttpResponseBase:
    """Save the list of what was received."""
    listing = batch_list(request.GET)
    rows = listing.ordered(registry.batches(request.user))
    return exported(request, listing, (), rows.count(), rows.iterator(chunk_size=2_000))


@clearable("batch", "batch_id")
@officials_only
@needs(EXPORT)
def export_findings(request: HttpRequest, batch_id: int) -> HttpResponseBase:
    """Save what was found in a received file, with the text of each cell."""
    found = registry.batch(batch_id, request.user)
    listing = finding_list(request.GET, found)
    remarks = listing.ordered(found.findings.all())
    rows = (
        one
        for some in in_chunks(remarks.iterator(chunk_size=2_000))
        for one in registry.with_cells(found, some, request.user)
    )
    said = (found.file_name, labels.source_title(found.source))
    return exported(request, listing, said, remarks.count(), rows)


@clearable("batch", "batch_id")
@officials_only
def refused(request: HttpRequest, batch_id: int) -> HttpResponseBase:
    """Save the rows of a received file that were refused, with the reasons."""
    found = registry.batch(batch_id, request.user)
    rows = registry.refused_rows(found, person=request.user)
    if not rows:
        raise NotFound(f"第 {batch_id} 号导入批次没有拒收的行。")
    name = f"{Path(found.file_name).stem}_未接收的行.xlsx"
    return workbook_answer(name, refused_sheets(found.file_name, rows))


@clearable("batch", "batch_id")
@officials_only
def received_row(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Show one row of a received sheet, cell by cell, with the field that each became."""
    row = read_number(request.GET, "row", "行号", 0)
    if not row:
        raise BadAddress("请说明要看第几行，例如在地址后写 ?row=2。")
    found = registry.batch(batch_id, request.user)
    received = registry.received_row(batch_id, request.GET.get("sheet", ""), row, request.user)
    field, asked = request.GET.get("field", ""), request.GET.get("heading", "")
    cells = [
        {
            "heading": heading,
            "text": text,
            "label": labels.field_label(found.source, name) if name else "",
            "is_asked": (bool(name) and name == field) or (bool(asked) and heading == asked),
        }
        for heading, text, name in received.cells
    ]
    context = {
        "batch": found,
        "received": received,
        "cells": cells,
        "clear": clear_reading(request),
        "made": registry.facts_of_row(batch_id, received.sheet, row, request.user),
        "remarks": registry.remarks_of_row(found, received.sheet, row, request.user),
    }
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
