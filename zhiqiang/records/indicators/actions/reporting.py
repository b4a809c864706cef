"""Report a value that no record tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from zhiqiang.engines.metrics import Question
from zhiqiang.kernel.errors import Refused
from zhiqiang.records.accounts.regions import divisions
from zhiqiang.records.files import actions as files
from zhiqiang.records.indicators import queries
from zhiqiang.records.indicators.levels import require_in
from zhiqiang.records.indicators.models import ReportedFigure
from zhiqiang.records.journal import actions as journal


@dataclass(frozen=True, slots=True)
class Report:
    """A value as it is handed in; ``body`` is the one that answers for it.

    ``since`` is the first day of an amount; left out, that which figures of the kind begin with.
    ``note`` says why a value that was reported before is replaced.
    """

    indicator: str
    region: str
    as_of: date
    value: Decimal
    body: str
    since: date | None = None
    note: str = ""


def report_figure(person: Any, report: Report, evidence: Path, name: str) -> ReportedFigure:
    """Keep a reported value with its evidence, for who may fill in figures of the region.

    It enters figures with the next snapshot, and only where records tell nothing; beside them it
    is shown as a second source. Replaces what was reported before as a new version, which needs a
    note. Refuses a day to come, a value without evidence or without a body, a percentage out of
    bounds, and what is the same as before.
    """
    indicator = queries.find(report.indicator)
    divisions().get(report.region)
    require_in(person, "fill_figures", report.region)
    _look_at(report, indicator.unit, indicator.kind)
    since = _since(report, indicator.kind)
    with transaction.atomic():
        stored = files.accept(evidence, name)
        before = (
            ReportedFigure.objects.for_program("numbers a report")
            .filter(
                indicator=indicator.key,
                region_code=report.region,
                as_of=report.as_of,
                since=since,
            )
            .order_by("-version")
            .first()
        )
        if before is not None and not report.note.strip():
            raise Refused(
                f"“{indicator.name}”截至 {report.as_of} 已填报过 {before.value.normalize():f}。"
                "更正须在说明中写明原因。"
            )
        kept = ReportedFigure.objects.for_program("keeps a report").create(
            indicator=indicator.key,
            region_code=report.region,
            as_of=report.as_of,
            since=since,
            version=before.version + 1 if before else 1,
            value=report.value,
            body=report.body.strip(),
            person=str(getattr(person, "display_name", "")) or person.get_username(),
            evidence=stored,
            evidence_name=name[:255],
            note=report.note.strip()[:300],
        )
        detail = {
            "indicator": indicator.key,
            "as_of": report.as_of.isoformat(),
            "value": [str(before.value) if before else None, str(report.value)],
            "evidence": stored.sha256,
        }
        journal.write(person.get_username(), "report_figure", f"region:{report.region}", detail)
    return kept


def _look_at(report: Report, unit: str, kind: str) -> None:
    if report.as_of > localdate():
        raise Refused(f"截至日期 {report.as_of} 还没有到，不能填报。")
    if not report.body.strip():
        raise Refused("请写明填报单位。")
    if not report.value.is_finite() or abs(report.value) >= Decimal(10) ** 18:
        raise Refused("数值无效，请填写一个数。")
    if report.value < 0 and kind != "growth":
        raise Refused("数值不能小于零。")
    if unit in ("%", "分") and kind != "growth" and report.value > 100:
        raise Refused(f"以“{unit}”计的数值不能大于 100，请核对单位。")


def _since(report: Report, kind: str) -> date | None:
    question = Question(report.region, report.as_of, report.since)
    begin = {"flow": question.start_of_year, "cumulative": question.start}.get(kind)
    if begin is not None and begin > report.as_of:
        raise Refused(f"起算日期 {begin} 晚于截至日期 {report.as_of}。")
    return begin
