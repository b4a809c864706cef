"""Questions that are asked of every new snapshot, and what they newly found."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from zhiqiang.domains.landscapes.models.projects import SEES, LandscapeProject
from zhiqiang.records.accounts.visibility import GuardedModel, for_holders


class HitWatch(GuardedModel):
    """A question of an early warning (预警检索): how urgent a new answer is, and why one looks.

    ``known`` is the file of what was found up to ``snapshot``.
    """

    class Level(models.TextChoices):
        RED = "red", "红色"
        ORANGE = "orange", "橙色"
        YELLOW = "yellow", "黄色"
        BLUE = "blue", "蓝色"

    project = models.ForeignKey(LandscapeProject, on_delete=models.CASCADE, related_name="watches")
    name = models.CharField("名称", max_length=60)
    query = models.TextField("检索式")
    level = models.CharField("级别", max_length=8, choices=Level.choices)
    reason = models.CharField("预警理由", max_length=300)
    snapshot = models.PositiveIntegerField("已看到的快照")
    known = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    set_by = models.CharField("设置人", max_length=150)
    setter = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "landscapes_watch"
        verbose_name = "预警检索"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "name"], name="landscapes_watch_once")
        ]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return for_holders(person, SEES)


class WatchAlert(GuardedModel):
    """A right that a watch newly found (预警) on a snapshot; to be looked at, not a judgement."""

    watch = models.ForeignKey(HitWatch, on_delete=models.CASCADE, related_name="alerts")
    snapshot = models.PositiveIntegerField("数据快照")
    right_id = models.PositiveBigIntegerField("权利")
    number = models.CharField("号码", max_length=60)
    title = models.CharField("名称", max_length=500)
    answer = models.CharField("处理意见", max_length=300, blank=True)
    answered_by = models.CharField("处理人", max_length=150, blank=True)
    made_at = models.DateTimeField("预警时间", auto_now_add=True)

    class Meta:
        db_table = "landscapes_alert"
        verbose_name = "预警"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["watch", "right_id"], name="landscapes_alert_once")
        ]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return for_holders(person, SEES)
