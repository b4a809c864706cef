"""Answer an open question about a target: this indicator, or none after all."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from zhiqiang.domains.plans import linking
from zhiqiang.domains.plans.models import PlanCorrection, Programme, Target
from zhiqiang.domains.plans.rebuilding import rebuild
from zhiqiang.kernel.errors import Refused
from zhiqiang.records.indicators import queries as indicators
from zhiqiang.records.journal import actions as journal


def confirm_indicator(of: Programme, about: str, name: str, actor: str) -> int:
    """Link every open target called ``about`` to the indicator ``name``; return how many.

    For who may edit programmes. The answer is kept as a correction, so that it holds for a revised
    text too; the question is closed, a question about units may follow, and the journal is
    written. Refuses a name that is not open; raises ``NotFound`` for an unknown indicator, with
    the nearest names.
    """
    indicator = indicators.find(name)
    with transaction.atomic():
        targets = _called(of, about).exclude(match__in=linking.LINKED)
        count = targets.exclude(match=linking.CONFIRMED).count()
        if not count:
            raise Refused(f"“{about[:40]}”不是待确认的目标，可能已经由他人确认。请刷新后查看。")
        PlanCorrection.objects.create(
            programme=of,
            kind="link",
            subject="target",
            after={"about": about, "indicator": indicator.key},
            made_by=actor,
            made_at=timezone.now(),
        )
        rebuild(of)
        detail = {"name": about, "indicator": indicator.key, "targets": count}
        journal.write(actor, "confirm_indicator", f"programme:{of.pk}", detail)
    return count


def release_indicator(of: Programme, about: str, actor: str) -> int:
    """Take a confirmed link back: the targets called ``about`` are an open question again."""
    with transaction.atomic():
        count = _called(of, about).filter(match=linking.CONFIRMED).count()
        if not count:
            raise Refused(f"“{about[:40]}”没有人工确认的对应，不需要撤销。")
        of.corrections.filter(kind="link", withdrawn_at=None, after__about=about).update(
            withdrawn_by=actor, withdrawn_at=timezone.now()
        )
        rebuild(of)
        detail = {"name": about, "targets": count}
        journal.write(actor, "release_indicator", f"programme:{of.pk}", detail)
    return count


def _called(of: Programme, about: str) -> QuerySet[Target]:
    return of.targets.filter(indicator_name=about, value__isnull=False)
