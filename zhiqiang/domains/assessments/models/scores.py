"""Assessments of a year: who is assessed, what was stated, sheets of points, appeals."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from zhiqiang.domains.assessments.forms import FormValues
from zhiqiang.records.accounts import rights
from zhiqiang.records.accounts.visibility import GuardedModel, for_holders


class Assessment(GuardedModel):
    """One assessment (年度考核): a form, as it stood, over bodies or regions, for a year.

    Drafts are seen by who sees internal things everywhere; once published, by every body that is
    assessed in it. ``appeal_until`` is empty where the work calendar does not reach.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "评分中"
        PUBLISHED = "published", "已公布"
        CLOSED = "closed", "已结束"

    form_key = models.CharField("考核表", max_length=60)
    title = models.CharField("名称", max_length=200)
    form = models.JSONField("考核表内容")
    region_code = models.CharField("区划代码", max_length=6)
    year = models.PositiveSmallIntegerField("年度")
    as_of = models.DateField("截至日期")
    snapshot = models.PositiveIntegerField("数据快照", null=True)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.DRAFT)
    made_by = models.CharField("拟定人", max_length=150)
    made_at = models.DateTimeField("拟定时间", auto_now_add=True)
    scored_at = models.DateTimeField("评分时间", null=True)
    published_at = models.DateTimeField("公布时间", null=True)
    appeal_until = models.DateField("申诉截止", null=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        db_table = "assessments_assessment"
        verbose_name = "年度考核"
        ordering = ["-year", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["form_key", "region_code", "year"], name="assessments_once_a_year"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def values(self) -> FormValues:
        """Return the form by which it is scored."""
        return FormValues.model_validate(self.form)

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        mine = Exists(own_units(person).filter(assessment=OuterRef("pk")))
        return for_holders(person, "see_internal", Q(mine) & ~Q(state=cls.State.DRAFT))


class AssessedUnit(GuardedModel):
    """A body or region that is assessed; ``body`` may appeal, and is empty where none is known."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="units")
    name = models.CharField("考核对象", max_length=120)
    region_code = models.CharField("区划代码", max_length=6)
    body = models.ForeignKey(
        "accounts.Body", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="单位"
    )

    class Meta:
        db_table = "assessments_unit"
        verbose_name = "考核对象"
        ordering = ["region_code", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "name"], name="assessments_unit_once")
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        own = rights.reach_clause(person, "see_internal", "body__path")
        published = ~Q(assessment__state=Assessment.State.DRAFT)
        return for_holders(person, "see_internal", own & published)


def own_units(person: Any) -> Any:
    """Return the units of bodies in which ``person`` sees internal things."""
    within = rights.reach_clause(person, "see_internal", "body__path")
    return AssessedUnit.objects.for_program("finds one's own bodies").filter(within)


class StatedFact(GuardedModel):
    """What an official states of a unit for a line that no record feeds, with its document.

    A later statement for the same line takes the place of the one before, which stays.
    """

    unit = models.ForeignKey(AssessedUnit, on_delete=models.CASCADE, related_name="facts")
    key = models.CharField("考核项", max_length=60)
    value = models.DecimalField("数值", max_digits=18, decimal_places=4)
    document = models.CharField("依据", max_length=300)
    stated_by = models.CharField("认定人", max_length=150)
    stated_at = models.DateTimeField("认定时间", auto_now_add=True)

    class Meta:
        db_table = "assessments_stated_fact"
        verbose_name = "认定事项"
        ordering = ["-pk"]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return Q(unit__in=AssessedUnit.objects.visible_to(person).values("pk"))


class ScoreSheet(GuardedModel):
    """The points of a unit, all lines with their grounds; a later version is a correction."""

    unit = models.ForeignKey(AssessedUnit, on_delete=models.CASCADE, related_name="sheets")
    version = models.PositiveIntegerField("版次", default=1)
    points = models.DecimalField("总分", max_digits=8, decimal_places=2)
    grade = models.CharField("等次", max_length=20)
    gate = models.CharField("否决", max_length=200, blank=True)
    lines = models.JSONField("各项得分")
    reason = models.CharField("更正理由", max_length=500, blank=True)
    made_by = models.CharField("评分人", max_length=150)
    made_at = models.DateTimeField("评分时间", auto_now_add=True)

    class Meta:
        db_table = "assessments_score_sheet"
        verbose_name = "得分表"
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "version"], name="assessments_sheet_once"),
            models.CheckConstraint(
                condition=Q(version=1) | ~Q(reason=""), name="assessments_sheet_says_why"
            ),
        ]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return Q(unit__in=AssessedUnit.objects.visible_to(person).values("pk"))


class Appeal(GuardedModel):
    """A unit asks for another look at a line (申诉), and the answer (复核)."""

    class State(models.TextChoices):
        OPEN = "open", "待复核"
        UPHELD = "upheld", "维持原分"
        CHANGED = "changed", "予以更正"

    unit = models.ForeignKey(AssessedUnit, on_delete=models.CASCADE, related_name="appeals")
    key = models.CharField("考核项", max_length=60)
    text = models.TextField("申诉理由")
    person = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, related_name="+", verbose_name="申诉人"
    )
    made_at = models.DateTimeField("申诉时间", auto_now_add=True)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.OPEN)
    answer = models.CharField("复核意见", max_length=500, blank=True)
    answered_by = models.CharField("复核人", max_length=150, blank=True)
    answered_at = models.DateTimeField("复核时间", null=True)
    request_key = models.CharField("提交标识", max_length=40, null=True, unique=True)

    class Meta:
        db_table = "assessments_appeal"
        verbose_name = "考核申诉"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "key"], condition=Q(state="open"), name="assessments_appeal_open"
            )
        ]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return Q(unit__in=AssessedUnit.objects.visible_to(person).values("pk"))
