"""Published snapshots of the register, figures that were frozen, and how they were approved."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate

from zhiqiang.records.accounts.visibility import GuardedModel
from zhiqiang.records.indicators.levels import of_own_regions


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


class UnpublishedChange(models.Model):
    """A row of the register that is not as it was at the last snapshot; triggers write these."""

    subject = models.CharField("事实种类", max_length=12)
    row_id = models.BigIntegerField("记录编号")

    class Meta:
        db_table = "indicators_unpublished_change"
        verbose_name = "待发布变更"


class PublishedState(models.Model):
    """Upon which snapshot the next is built, and the last ids of the register that it holds; one row.

    ``content`` tells the files of that snapshot, ``rules`` what its rows were made by, ``day`` as
    of when. Without a snapshot (0), changes are noted from the last ids on, but nothing is built upon.
    """

    snapshot = models.PositiveIntegerField("快照", default=0)
    content = models.CharField("内容校验值", max_length=64, blank=True)
    rules = models.CharField("规则校验值", max_length=64, blank=True)
    day = models.DateField("日期")
    right = models.BigIntegerField("权利末号")
    holding = models.BigIntegerField("权属末号")
    event = models.BigIntegerField("事件末号")
    party = models.BigIntegerField("主体末号")
    designation = models.BigIntegerField("认定末号")
    activity = models.BigIntegerField("活动末号")
    statistic = models.BigIntegerField("统计数据末号")

    class Meta:
        db_table = "indicators_published_state"
        verbose_name = "发布进度"


class RuleSet(models.Model):
    """The definition, parameters and criteria that a figure was computed by, as they stood."""

    digest = models.CharField("校验值", max_length=64, unique=True)
    content = models.TextField("内容")

    class Meta:
        db_table = "indicators_rule_set"
        verbose_name = "口径存档"


class Figure(GuardedModel):
    """A frozen value of an indicator for a region at a date, with what made it.

    ``value`` is null where the figure has none; ``reason`` then says why. ``since`` is the first
    day of an amount where it is not the usual one. ``version`` counts from 1; a later one is a
    correction and says why. Until ``published_at`` the figure is a draft of a period that is not
    closed, and only those who work on the region see it.
    """

    indicator = models.CharField("指标", max_length=80)
    region_code = models.CharField("区划代码", max_length=6)
    as_of = models.DateField("截至日期")
    since = models.DateField("起算日期", null=True)
    version = models.PositiveIntegerField("版次", default=1)
    snapshot = models.PositiveIntegerField("快照")
    definition = models.CharField("定义版本", max_length=80)
    rule_set = models.ForeignKey(RuleSet, on_delete=models.PROTECT, verbose_name="口径存档")
    program = models.CharField("计算程序", max_length=64)
    value = models.DecimalField("数值", max_digits=24, decimal_places=6, null=True)
    numerator = models.DecimalField("分子", max_digits=24, decimal_places=6, null=True)
    denominator = models.DecimalField("分母", max_digits=24, decimal_places=6, null=True)
    rows = models.PositiveIntegerField("记录数")
    rows_hash = models.CharField("记录校验值", max_length=64)
    is_reported = models.BooleanField("填报值", default=False)
    reason = models.CharField("无值原因", max_length=300, blank=True)
    correction = models.CharField("更正原因", max_length=300, blank=True)
    published_at = models.DateTimeField("发布时间", null=True)

    class Meta:
        db_table = "indicators_figure"
        verbose_name = "指标数值"
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "region_code", "as_of", "since", "version"],
                name="indicators_figure_version_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(version=1) | ~Q(correction=""), name="indicators_figure_says_why"
            ),
        ]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return of_own_regions(person, Q(published_at__isnull=False))


class ReportedFigure(GuardedModel):
    """A value that a body reports for an indicator, with evidence, because no record tells it.

    ``since`` is the first day of an amount. ``version`` counts from 1; a later one replaces the
    one before and says why in ``note``.
    """

    indicator = models.CharField("指标", max_length=80)
    region_code = models.CharField("区划代码", max_length=6)
    as_of = models.DateField("截至日期")
    since = models.DateField("起算日期", null=True)
    version = models.PositiveIntegerField("版次", default=1)
    value = models.DecimalField("数值", max_digits=24, decimal_places=6)
    body = models.CharField("填报单位", max_length=120)
    person = models.CharField("填报人", max_length=120)
    reported_on = models.DateField("填报日期", default=localdate, editable=False)
    evidence = models.ForeignKey(
        "files.StoredFile", on_delete=models.PROTECT, related_name="+", verbose_name="佐证材料"
    )
    evidence_name = models.CharField("佐证材料名称", max_length=255)
    note = models.CharField("说明", max_length=300, blank=True)

    class Meta:
        db_table = "indicators_reported_figure"
        verbose_name = "填报数值"
        ordering = ["-as_of", "indicator", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "region_code", "as_of", "since", "version"],
                name="indicators_reported_version_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(version=1) | ~Q(note=""), name="indicators_reported_says_why"
            ),
        ]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return of_own_regions(person)


class PeriodClose(GuardedModel):
    """The figures of a region for a period, on their way from being filled in to being locked.

    One a region and period. The newest version of each figure of the region and day belongs to it.
    """

    class State(models.TextChoices):
        """How far it is; each act leads to the next."""

        FILLED = "filled", "已填报"
        CHECKED = "checked", "已核对"
        APPROVED = "approved", "已审批"
        LOCKED = "locked", "已锁定"
        RETURNED = "returned", "已退回"

    region_code = models.CharField("区划代码", max_length=6)
    period = models.CharField("报告期", max_length=8)
    as_of = models.DateField("截至日期")
    snapshot = models.PositiveIntegerField("快照")
    state = models.CharField("状态", max_length=10, choices=State.choices)

    class Meta:
        db_table = "indicators_period_close"
        verbose_name = "期末结报"
        ordering = ["-as_of", "region_code"]
        constraints = [
            models.UniqueConstraint(
                fields=["region_code", "period"], name="indicators_period_close_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["filled", "checked", "approved", "locked", "returned"]),
                name="indicators_period_close_known_state",
            ),
        ]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return of_own_regions(person, Q(state="locked"))


class CloseStep(models.Model):
    """Who did what to a period close, and when; only ever added."""

    close = models.ForeignKey(PeriodClose, on_delete=models.CASCADE, related_name="steps")
    act = models.CharField("环节", max_length=10)
    username = models.CharField("用户名", max_length=150)
    person = models.CharField("办理人", max_length=120)
    at = models.DateTimeField("办理时间", auto_now_add=True)
    note = models.CharField("意见", max_length=300, blank=True)

    class Meta:
        db_table = "indicators_close_step"
        verbose_name = "结报环节"
        ordering = ["id"]
