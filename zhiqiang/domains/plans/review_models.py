"""What stands beside a programme: the reading as compiled, corrections of people, shares."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from zhiqiang.records.accounts.visibility import GuardedModel, for_holders


class PlanReading(GuardedModel):
    """What the compiler read, untouched, as JSON; rows of a programme are this plus corrections."""

    programme = models.OneToOneField(
        "plans.Programme", on_delete=models.CASCADE, related_name="as_read", primary_key=True
    )
    content = models.JSONField("编译结果")
    compiled_at = models.DateTimeField("编译时间")

    class Meta:
        db_table = "plans_reading"
        verbose_name = "编译结果"

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return for_holders(person, "see_internal")


class PlanCorrection(GuardedModel):
    """What a person did with one reading, kept beside the document and applied on each compile.

    ``anchor`` finds the words again in any text: the quote, which of its occurrences, the words
    before it, and which of the readings of these words. ``before`` and ``after`` hold the fields
    that changed. ``carried_from`` is the same correction of the edition before.
    """

    class Kind(models.TextChoices):
        CONFIRM = "confirm", "确认无误"
        CHANGE = "change", "更正"
        ASSIGN = "assign", "指定责任单位"
        SPLIT = "split", "拆分"
        MERGE = "merge", "合并"
        ADD = "add", "补充"
        REMOVE = "remove", "删除"
        ANSWER = "answer", "答复核对意见"
        LINK = "link", "确认对应指标"
        IDENTIFY = "identify", "认定同一目标"

    programme = models.ForeignKey(
        "plans.Programme", on_delete=models.CASCADE, related_name="corrections"
    )
    kind = models.CharField("种类", max_length=10, choices=Kind.choices)
    subject = models.CharField("更正对象", max_length=10)
    anchor = models.JSONField("原文位置", default=dict)
    before = models.JSONField("更正前", default=dict)
    after = models.JSONField("更正后", default=dict)
    reason = models.CharField("理由", max_length=500, blank=True)
    made_by = models.CharField("更正人", max_length=150)
    made_at = models.DateTimeField("更正时间")
    withdrawn_by = models.CharField("撤回人", max_length=150, blank=True)
    withdrawn_at = models.DateTimeField("撤回时间", null=True)
    carried_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="沿用自"
    )

    class Meta:
        db_table = "plans_correction"
        verbose_name = "更正"
        ordering = ["pk"]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return for_holders(person, "see_internal")


class Share(GuardedModel):
    """What a region gives one of its children of a target of its own (目标分解)."""

    programme = models.ForeignKey(
        "plans.Programme", on_delete=models.CASCADE, related_name="shares"
    )
    identity = models.CharField("目标", max_length=24)
    region_code = models.CharField("区划代码", max_length=6)
    value = models.DecimalField("分解数", max_digits=24, decimal_places=6)
    set_by = models.CharField("分解人", max_length=150)
    set_at = models.DateTimeField("分解时间")

    class Meta:
        db_table = "plans_share"
        verbose_name = "目标分解"
        ordering = ["region_code"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "identity", "region_code"], name="plans_share_once"
            )
        ]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return for_holders(person, "see_internal", Q(programme__is_public=True))
