"""Papers that were made, and what a paper counts of a span."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from zhiqiang.domains.duties.models import (
    EntryEvidence,
    PaperTemplate,
    ProgressEntry,
    WorkList,
    WorkPaper,
)
from zhiqiang.domains.duties.spans import Span
from zhiqiang.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class Reported:
    """What bodies handed in within a span, and what became of it by now."""

    total: int
    accepted: int
    returned: int
    waiting: int
    bodies: int
    last_words: dict[int, str]


def reported(of: WorkList, span: Span) -> Reported:
    """Count the entries of people within a span; one query. ``last_words``: by item, accepted."""
    begin = timezone.make_aware(datetime.combine(span.since, time.min))
    end = timezone.make_aware(datetime.combine(span.until, time.max))
    rows = list(
        ProgressEntry.objects.for_program("counts what was reported")
        .filter(item__work_list=of, is_from_records=False, made_at__gte=begin, made_at__lte=end)
        .order_by("made_at", "pk")
        .values_list("item_id", "state", "body_id", "text")
    )
    states = Counter(state for _, state, _, _ in rows)
    words = {item: text for item, state, _, text in rows if state == "accepted"}
    bodies = len({body for _, _, body, _ in rows})
    return Reported(
        len(rows), states["accepted"], states["returned"], states["submitted"], bodies, words
    )


def evidence_of(items: Iterable[int]) -> dict[int, list[str]]:
    """Return the names of what proves the accepted entries of items, by item; one query."""
    found = EntryEvidence.objects.for_program("lists what proves the work of a programme")
    rows = found.filter(entry__item__in=set(items), entry__state=ProgressEntry.State.ACCEPTED)
    out: dict[int, list[str]] = {}
    for item, name in rows.order_by("pk").values_list("entry__item_id", "name"):
        out.setdefault(item, []).append(name)
    return out


def papers(of: WorkList, person: Any) -> QuerySet[WorkPaper]:
    """Return the papers of a list that ``person`` may see, newest first."""
    return WorkPaper.objects.visible_to(person).filter(work_list=of)


def paper(paper_id: int, person: Any) -> WorkPaper:
    """Return one paper with its files, or raise ``NotFound``."""
    found: WorkPaper | None = (
        WorkPaper.objects.visible_to(person)
        .select_related("document", "pdf", "tables", "work_list")
        .filter(pk=paper_id)
        .first()
    )
    if found is None:
        raise NotFound("没有这份通报或报告，或您无权查看。")
    return found


def template(person: Any) -> PaperTemplate | None:
    """Return the template in use, if the office has put one in place and ``person`` may see it."""
    found: PaperTemplate | None = (
        PaperTemplate.objects.visible_to(person)
        .select_related("file")
        .filter(is_in_use=True)
        .first()
    )
    return found
