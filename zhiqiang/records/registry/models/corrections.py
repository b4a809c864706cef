"""What officials know better than a list."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from zhiqiang.records.accounts.visibility import GuardedModel, for_holders
from zhiqiang.records.registry.models.batches import Batch, Subject


class CorrectionState(models.TextChoices):
    STANDING = "standing", "有效"
    RESOLVED = "resolved", "已与清单一致"
    REPLACED = "replaced", "已另行更正"
    WITHDRAWN = "withdrawn", "已撤回"


#: those that a list must not write over
HELD = (CorrectionState.STANDING, CorrectionState.RESOLVED)


class RecordCorrection(GuardedModel):
    """An official stated one field of a fact otherwise than the lists do, with a reason.

    The register carries ``value`` from then on; ``listed`` is what the lists say, ``was`` what the
    register carried before, all three as text, empty for nothing. ``refused`` are the values of
    lists that it has stood against. ``as_identity`` is the identity by which a list that prints
    the corrected value would know the fact, where that differs. ``made_after`` and
    ``ended_after`` are the newest batches at those moments; ``before`` is what else was changed.
    """

    subject = models.CharField("事实种类", max_length=12, choices=Subject.choices)
    subject_id = models.BigIntegerField("事实编号")
    field = models.CharField("字段", max_length=40)
    value = models.TextField("更正为", blank=True)
    listed = models.TextField("清单所载", blank=True)
    was = models.TextField("更正前", blank=True)
    refused = models.JSONField("未采用的清单值", default=list)
    valid_from = models.DateField("自何日起", null=True)
    reason = models.CharField("原因", max_length=500)
    evidence = models.ForeignKey(
        "files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+"
    )
    evidence_name = models.CharField("佐证材料", max_length=255, blank=True)
    as_identity = models.CharField("更正后的识别键", max_length=255, blank=True)
    before = models.JSONField("更正前的权属", default=dict)
    state = models.CharField("状态", max_length=10, choices=CorrectionState.choices)
    made_by = models.CharField("更正人", max_length=120)
    made_at = models.DateTimeField("更正时间")
    made_after = models.BigIntegerField("更正时的最新批次", default=0)
    ended_by = models.CharField("办结人", max_length=120, blank=True)
    ended_at = models.DateTimeField("办结时间", null=True)
    ended_reason = models.CharField("办结原因", max_length=500, blank=True)
    ended_after = models.BigIntegerField("办结时的最新批次", default=0)
    ended_batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "registry_record_correction"
        verbose_name = "台账更正"
        ordering = ["id"]
        indexes = [
            models.Index(fields=["subject", "subject_id"], name="registry_correction_subject"),
            models.Index(
                fields=["subject", "as_identity"],
                condition=~Q(as_identity=""),
                name="registry_correction_identity",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "subject_id", "field"],
                condition=Q(state__in=[str(one) for one in HELD]),
                name="registry_correction_one_holds",
            )
        ]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return for_holders(person, "see_internal")
