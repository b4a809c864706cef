"""Take a programme along: workbook, task table, JSON, and the check report."""

from __future__ import annotations

import json
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from zhiqiang.domains.plans import queries
from zhiqiang.domains.plans.papers import check_report, decomposition, json_form, workbook
from zhiqiang.domains.plans.papers.schema import schema
from zhiqiang.domains.plans.queries.papers import check_of_programme
from zhiqiang.domains.plans.views.shell import may_edit
from zhiqiang.ui.asked import BadAddress, asked

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = {
    "xlsx": "目标与任务.xlsx",
    "tasks": "任务分解表.docx",
    "report": "核对单.docx",
    "json": "规划.json",
    "schema": "规划数据格式.json",
}


@require_GET
def download(request: HttpRequest, id: int) -> HttpResponse:
    """Return one of the papers of a programme."""
    of = queries.programme(id, request.user)
    wanted = request.GET.get("paper", "xlsx").strip()
    if wanted not in FORMATS:
        raise BadAddress(f"没有“{wanted[:20]}”这种导出，可选{'、'.join(FORMATS.values())}。")
    edits = may_edit(request.user)
    match wanted:
        case "tasks":
            content, kind = decomposition.decomposition_table(of), WORD
        case "report":
            content, kind = check_report.as_word(check_of_programme(of), localdate()), WORD
        case "json" | "schema":
            values = schema() if wanted == "schema" else json_form.programme_json(of, edits)
            content = json.dumps(values, ensure_ascii=False, indent=1).encode()
            kind = "application/json"
        case _:
            as_of = asked(request).as_of
            content, kind = workbook.programme_workbook(of, edits, as_of), EXCEL
    return attachment(content, kind, f"{of.region_name}_{FORMATS[wanted]}")


def attachment(content: bytes, kind: str, name: str) -> HttpResponse:
    """Return a file to be saved."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
