"""What sources say of one field of one fact where they contradict each other."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from zhiqiang.records.accounts.visibility import GuardedModel, for_holders
from zhiqiang.records.registry.models.batches import Batch, Subject


class Claim(GuardedModel):
    """What one origin of lists said last of one field of a fact.

    There are claims of a field only where two origins said different things; the register carries
    one of them. ``origin`` is a key of ``catalogue/parameters/source_trust.yml``, else the source and
    its headings; ``sheet`` and ``row`` are where the batch says so.
    """

    subject = models.CharField("事实种类", max_length=12, choices=Subject.choices)
    subject_id = models.BigIntegerField("事实编号")
    field = models.CharField("字段", max_length=40)
    origin = models.CharField("来源", max_length=80)
    value = models.TextField("所载内容")
    batch = models.ForeignKey(
        Batch,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name="批次",
    )
    sheet = models.CharField("工作表", max_length=120, blank=True)
    row = models.PositiveIntegerField("行", null=True)

    class Meta:
        db_table = "registry_claim"
        verbose_name = "来源所载"
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "subject_id", "field", "origin"], name="registry_claim_once"
            )
        ]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return for_holders(person, "see_internal")
