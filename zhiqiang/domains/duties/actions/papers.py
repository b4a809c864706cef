"""Keep a bulletin or report that was made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction

from zhiqiang.domains.duties.models import WorkList, WorkPaper
from zhiqiang.records.files import actions as files
from zhiqiang.records.journal import actions as journal


@dataclass(frozen=True, slots=True)
class Made:
    """A paper on disk, with what it speaks of."""

    title: str
    span: str
    as_of: date
    snapshot: int | None
    document: Path
    tables: Path
    pdf: Path | None = None


def keep_paper(of: WorkList, made: Made, by: str) -> WorkPaper:
    """Keep the files of a paper beside its list; for the job that made it."""
    with transaction.atomic():
        pdf = files.keep(made.pdf, f"{made.title}.pdf") if made.pdf is not None else None
        kept: WorkPaper = WorkPaper.objects.for_program("keeps a paper").create(
            work_list=of, title=made.title, span=made.span, as_of=made.as_of,
            snapshot=made.snapshot, document=files.keep(made.document, f"{made.title}.docx"),
            tables=files.keep(made.tables, f"{made.title}.xlsx"), pdf=pdf, made_by=by,
        )  # fmt: skip
        detail = {"title": made.title, "as_of": made.as_of, "snapshot": made.snapshot}
        journal.write(by, "make_paper", f"work_list:{of.pk}", detail)
    return kept


def list_for_paper(list_id: int) -> WorkList:
    """Return the list of a paper, for the job that makes it."""
    found: WorkList = WorkList.objects.for_program("makes a paper").get(pk=list_id)
    return found
