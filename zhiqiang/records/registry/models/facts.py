"""Designations, activities, regional statistics and budgets."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from zhiqiang.records.accounts.visibility import GuardedModel, for_holders


class Designation(GuardedModel):
    """A party or a thing was recognised as something, at a level, from a day.

    ``kind`` is a key of ``catalogue/codes/designations.yml``.
    """

    identity = models.CharField("识别键", max_length=255, unique=True)
    kind = models.CharField("认定种类", max_length=60)
    level = models.CharField("级别", max_length=12, blank=True)
    name = models.CharField("名称", max_length=250)
    party = models.ForeignKey(
        "registry.Party", on_delete=models.PROTECT, null=True, related_name="+"
    )
    region_code = models.CharField("区划代码", max_length=6, blank=True)
    from_on = models.DateField("认定日")
    until_on = models.DateField("失效日", null=True)
    document_number = models.CharField("文号", max_length=80, blank=True)

    class Meta:
        db_table = "registry_designation"
        verbose_name = "认定"
        indexes = [models.Index(fields=["kind", "level"], name="registry_designation_kind")]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return Q()  # Published lists.


class Activity(GuardedModel):
    """A training, forum, inspection or campaign that took place.

    ``kind`` is a key of ``catalogue/codes/activities.yml``; ``people`` counts person-times, ``items``
    what was pushed or inspected.
    """

    identity = models.CharField("识别键", max_length=255, unique=True)
    kind = models.CharField("活动种类", max_length=40)
    title = models.CharField("名称", max_length=250)
    held_on = models.DateField("日期")
    place = models.CharField("地点", max_length=200, blank=True)
    organiser = models.CharField("主办单位", max_length=200, blank=True)
    people = models.PositiveIntegerField("人次", null=True)
    items = models.PositiveIntegerField("条数", null=True)
    region_code = models.CharField("区划代码", max_length=6, blank=True)

    class Meta:
        db_table = "registry_activity"
        verbose_name = "活动"
        indexes = [models.Index(fields=["kind", "held_on"], name="registry_activity_kind_day")]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return Q()  # Published reports.


class Statistic(GuardedModel):
    """A figure that another body published for a region and a year.

    ``key`` is a key of ``catalogue/codes/statistics.yml``, which states the unit.
    """

    identity = models.CharField("识别键", max_length=120, unique=True)
    key = models.CharField("指标", max_length=60)
    region_code = models.CharField("区划代码", max_length=6)
    year = models.PositiveSmallIntegerField("年度")
    value = models.DecimalField("数值", max_digits=24, decimal_places=6)
    publisher = models.CharField("发布单位", max_length=200, blank=True)
    document = models.CharField("出处", max_length=300, blank=True)

    class Meta:
        db_table = "registry_statistic"
        verbose_name = "统计数据"
        constraints = [
            models.UniqueConstraint(
                fields=["key", "region_code", "year"], name="registry_statistic_one_a_year"
            )
        ]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return Q()  # Published figures.


class Budget(GuardedModel):
    """What a body planned and spent in a year for one purpose, in yuan."""

    identity = models.CharField("识别键", max_length=255, unique=True)
    year = models.PositiveSmallIntegerField("年度")
    body = models.CharField("单位", max_length=200)
    purpose = models.CharField("用途", max_length=250)
    planned = models.DecimalField("预算金额（元）", max_digits=18, decimal_places=2, null=True)
    spent = models.DecimalField("支出金额（元）", max_digits=18, decimal_places=2, null=True)
    document = models.CharField("文件", max_length=300, blank=True)
    region_code = models.CharField("区划代码", max_length=6, blank=True)

    class Meta:
        db_table = "registry_budget"
        verbose_name = "经费"
        indexes = [models.Index(fields=["year", "region_code"], name="registry_budget_year")]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return for_holders(person, "see_internal")  # What is planned is not yet published.
