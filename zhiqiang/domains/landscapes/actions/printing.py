"""Print the report as PDF: long work, asked for on the page and done by the pipeline."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from zhiqiang.domains.landscapes import queries
from zhiqiang.domains.landscapes.actions.opening import RUN, write
from zhiqiang.domains.landscapes.models import LandscapeRun
from zhiqiang.domains.landscapes.report import report_paper
from zhiqiang.engines.documents import as_pdf
from zhiqiang.kernel.errors import Refused
from zhiqiang.records.accounts import rights
from zhiqiang.records.files import actions as files


def print_report(person: Any, key: int) -> dict[str, Any]:
    """Keep the report of the newest run as it reads now; tells where no program for PDF is at hand."""
    rights.require(person, RUN)
    of = queries.project(key, person)
    run = queries.run(of)
    if run is None:
        raise Refused("还没有运算，运算后才能编制报告。")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.docx"
        report_paper(of, run).save(path)
        pdf = as_pdf(path)
        if pdf is not None:
            _keep(person, run, pdf)
    return {"landscape": of.pk, "has_pdf": pdf is not None}


def _keep(person: Any, run: LandscapeRun, pdf: Path) -> None:
    with transaction.atomic():
        run.printed, run.printed_at = files.keep(pdf), timezone.now()
        run.save(update_fields=["printed", "printed_at"])
        write(person, "print_landscape", run.project, {"title": run.project.title})
