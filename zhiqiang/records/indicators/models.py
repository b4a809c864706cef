"""Published snapshots of the register, and figures that were frozen."""

from __future__ import annotations

from django.db import models


class Snapshot(models.Model):
    """A numbered state of the lake that was published; the manifest on disk is what is read."""

    number = models.PositiveIntegerField("编号", unique=True)
    published_at = models.DateTimeField("发布时间")
    actor = models.CharField("操作人", max_length=120)
    tables = models.JSONField("各表行数", default=dict)

    class Meta:
        db_table = "indicators_snapshot"
        verbose_name = "数据快照"
        ordering = ["-number"]


class Figure(models.Model):
    """A frozen value of an indicator for a region at a date, with what made it.

    ``value`` is null where the figure has none; ``reason`` then says why.
    """

    indicator = models.CharField("指标", max_length=80)
    region_code = models.CharField("区划代码", max_length=6)
    as_of = models.DateField("截至日期")
    snapshot = models.PositiveIntegerField("快照")
    definition = models.CharField("定义版本", max_length=80)
    value = models.DecimalField("数值", max_digits=24, decimal_places=6, null=True)
    numerator = models.DecimalField("分子", max_digits=24, decimal_places=6, null=True)
    denominator = models.DecimalField("分母", max_digits=24, decimal_places=6, null=True)
    rows = models.PositiveIntegerField("记录数")
    reason = models.CharField("无值原因", max_length=300, blank=True)

    class Meta:
        db_table = "indicators_figure"
        verbose_name = "指标数值"
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "region_code", "as_of", "snapshot"],
                name="indicators_figure_once_a_snapshot",
            )
        ]
