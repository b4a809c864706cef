"""How good the register was, day by day."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q

from zhiqiang.records.accounts.visibility import GuardedModel, for_holders
from zhiqiang.records.registry.models.batches import Subject


class QualityScore(GuardedModel):
    """How many records of one source and one kind a quality rule looked at on a day, and how many failed.

    ``source`` is the declared source whose list brought the records first, empty for what no list
    brought. ``aspect`` and ``weight`` are those of the rule on that day, so that a day is read later
    as it was scored.
    """

    day = models.DateField("评分日")
    subject = models.CharField("事实种类", max_length=12, choices=Subject.choices)
    source = models.CharField("来源", max_length=80, blank=True)
    kind = models.CharField("记录种类", max_length=60, blank=True)
    rule = models.CharField("规则", max_length=60)
    aspect = models.CharField("方面", max_length=12)
    weight = models.PositiveSmallIntegerField("权重")
    looked = models.PositiveIntegerField("核对条数")
    failed = models.PositiveIntegerField("不合格条数")

    class Meta:
        db_table = "registry_quality_score"
        verbose_name = "台账质量评分"
        ordering = ["day", "rule"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "rule", "source", "kind"], name="registry_quality_score_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(failed__lte=F("looked")), name="registry_quality_score_in_bounds"
            ),
        ]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return for_holders(person, "see_internal")


class MatchingScore(GuardedModel):
    """How well names of firms were told on a day, on pairs of which the truth is known.

    ``has_histories``: with the former names that the pairs come with, else by the names alone.
    ``merged`` is taken for one without a person, ``queued`` waits for one. ``is_own``: the pairs are
    this installation's own, not those that ship.
    """

    day = models.DateField("评测日")
    has_histories = models.BooleanField("使用名称沿革")
    title = models.CharField("名称对", max_length=120)
    is_own = models.BooleanField("本单位自备")
    pairs = models.PositiveIntegerField("名称对数")
    true = models.PositiveIntegerField("同一主体对数")
    merged_right = models.PositiveIntegerField("自动合并正确")
    merged_wrong = models.PositiveIntegerField("自动合并错误")
    queued_right = models.PositiveIntegerField("待判定中同一主体")
    queued_wrong = models.PositiveIntegerField("待判定中不同主体")

    class Meta:
        db_table = "registry_matching_score"
        verbose_name = "主体识别评测"
        ordering = ["day", "has_histories"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "has_histories"], name="registry_matching_score_once_a_day"
            )
        ]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return for_holders(person, "see_internal")
