"""Facts that a closed case left in the register."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from zhiqiang.records.accounts.visibility import GuardedModel, for_holders
from zhiqiang.records.registry.models.batches import Subject


class RecordedFact(GuardedModel):
    """A fact that came from a case that was closed, and not from a received file.

    ``case`` is the number of the case, ``place`` which of the records that it leaves this is; the
    two together stand once, so that a fact is recorded exactly once.
    """

    case = models.CharField("办件编号", max_length=40)
    place = models.CharField("记录序号", max_length=80)
    subject = models.CharField("事实种类", max_length=12, choices=Subject.choices)
    subject_id = models.BigIntegerField("事实编号")
    recorded_at = models.DateTimeField("登记时间", auto_now_add=True)
    actor = models.CharField("操作人", max_length=120)

    class Meta:
        db_table = "registry_recorded_fact"
        verbose_name = "办件登记事实"
        indexes = [
            models.Index(fields=["subject", "subject_id"], name="registry_recorded_subject"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["case", "place"], name="registry_recorded_fact_once")
        ]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return for_holders(person, "see_internal")
