"""Answer an open question about a target: this indicator, or none after all."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max, QuerySet

from zhiqiang.domains.plans import linking
from zhiqiang.domains.plans.models import PlanFinding, Programme, Target
from zhiqiang.kernel.errors import Refused
from zhiqiang.records.indicators import queries as indicators
from zhiqiang.records.journal import actions as journal


def confirm_indicator(of: Programme, about: str, name: str, actor: str) -> int:
    """Link every open target called ``about`` to the indicator ``name``; return how many.

    For officials. The question is closed, a question about units may follow, and the journal is
    written. Refuses a name that is not open; raises ``NotFound`` for an unknown indicator, with
    the nearest names.
    """
    indicator = indicators.find(name)
    with transaction.atomic():
        targets = _called(of, about).exclude(match__in=linking.LINKED)
        targets = list(targets.exclude(match=linking.CONFIRMED))
        if not targets:
            raise Refused(f"“{about[:40]}”不是待确认的目标，可能已经由他人确认。请刷新后查看。")
        questions = [
            question
            for target in targets
            for question in linking.link_to(target, indicator.key, linking.CONFIRMED)
        ]
        _keep(of, about, targets, questions)
        detail = {"name": about, "indicator": indicator.key, "targets": len(targets)}
        journal.write(actor, "confirm_indicator", f"programme:{of.pk}", detail)
    return len(targets)


def release_indicator(of: Programme, about: str, actor: str) -> int:
    """Take a confirmed link back: the targets called ``about`` are an open question again."""
    with transaction.atomic():
        targets = list(_called(of, about).filter(match=linking.CONFIRMED))
        if not targets:
            raise Refused(f"“{about[:40]}”没有人工确认的对应，不需要撤销。")
        _keep(of, about, targets, linking.link(targets))
        detail = {"name": about, "targets": len(targets)}
        journal.write(actor, "release_indicator", f"programme:{of.pk}", detail)
    return len(targets)


def _called(of: Programme, about: str) -> QuerySet[Target]:
    return of.targets.filter(indicator_name=about, value__isnull=False)


def _keep(
    of: Programme, about: str, targets: Sequence[Target], questions: Sequence[PlanFinding]
) -> None:
    """Store the links, and the questions in place of those that stood about this name."""
    Target.objects.bulk_update(targets, ["indicator_key", "match"])
    of.findings.filter(about=about).delete()
    last = of.findings.aggregate(last=Max("position"))["last"] or 0
    for position, question in enumerate(questions, last + 1):
        question.programme, question.position = of, position
    PlanFinding.objects.bulk_create(questions)
