"""Samples that were judged, and runs with their frozen numbers."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from zhiqiang.domains.landscapes.counting import Rules
from zhiqiang.domains.landscapes.models.projects import (
    SEES,
    LandscapeProject,
    TechnologyBranch,
)
from zhiqiang.records.accounts.visibility import GuardedModel, for_holders


class HitSample(GuardedModel):
    """Rights drawn to be judged (抽样核对): of what was found, how much is relevant; or the reverse.

    For ``recall`` they are drawn from what ``query``, a question of its own, found; relevant ones
    that the field did not find are missed. ``population`` is how many there were to draw from.
    """

    class Aim(models.TextChoices):
        PRECISION = "precision", "查准"
        RECALL = "recall", "查全"

    project = models.ForeignKey(LandscapeProject, on_delete=models.CASCADE, related_name="samples")
    branch = models.ForeignKey(
        TechnologyBranch, on_delete=models.CASCADE, null=True, related_name="+"
    )
    aim = models.CharField("用途", max_length=10, choices=Aim.choices)
    query = models.TextField("抽样检索式")
    snapshot = models.PositiveIntegerField("数据快照")
    population = models.PositiveIntegerField("总体件数")
    seed = models.CharField("抽样标识", max_length=40)
    note = models.CharField("判读说明", max_length=500, blank=True)
    drawn_by = models.CharField("抽样人", max_length=150)
    drawn_at = models.DateTimeField("抽样时间", auto_now_add=True)

    class Meta:
        db_table = "landscapes_sample"
        verbose_name = "抽样核对"
        ordering = ["-pk"]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return for_holders(person, SEES)


class SampledRight(GuardedModel):
    """A right of a sample (样本), as it read when it was drawn, and the judgement."""

    sample = models.ForeignKey(HitSample, on_delete=models.CASCADE, related_name="rights")
    right_id = models.PositiveBigIntegerField("权利")
    number = models.CharField("号码", max_length=60)
    title = models.CharField("名称", max_length=500)
    was_found = models.BooleanField("领域检索式已命中")
    is_relevant = models.BooleanField("相关", null=True)

    class Meta:
        db_table = "landscapes_sampled_right"
        verbose_name = "样本"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["sample", "right_id"], name="landscapes_sampled_once")
        ]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return for_holders(person, SEES)


class LandscapeRun(GuardedModel):
    """All analyses at once (导航运算): on one snapshot, by rules and queries as they then were.

    ``results`` never change; ``hits`` is the file of what was found, so that they can be computed
    again from the snapshot. ``printed`` is the report as it read at ``printed_at``.
    """

    project = models.ForeignKey(LandscapeProject, on_delete=models.PROTECT, related_name="runs")
    number = models.PositiveIntegerField("次序")
    snapshot = models.PositiveIntegerField("数据快照")
    query = models.TextField("领域检索式")
    branches = models.JSONField("分支")
    rule_values = models.JSONField("计数规则")
    hits = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    found = models.PositiveIntegerField("命中")
    results = models.JSONField("结果")
    printed = models.ForeignKey(
        "files.StoredFile",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="PDF",
    )
    printed_at = models.DateTimeField("编制时间", null=True)
    made_by = models.CharField("运算人", max_length=150)
    made_at = models.DateTimeField("运算时间", auto_now_add=True)

    class Meta:
        db_table = "landscapes_run"
        verbose_name = "导航运算"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="landscapes_run_once")
        ]

    @property
    def rules(self) -> Rules:
        """Return the counting rules of this run."""
        return Rules.from_json(self.rule_values)

    @property
    def counted(self) -> int:
        """Return how many there are after the counting rules."""
        return sum(one["total"] for one in self.results["branches"] if one["branch"] == 0)

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return for_holders(person, SEES)
