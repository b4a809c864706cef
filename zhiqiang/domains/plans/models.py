"""A programme: what a published plan promised, and who has to do what."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from zhiqiang.domains.plans.review_models import PlanCorrection, PlanReading, Share
from zhiqiang.records.accounts.visibility import GuardedModel, for_holders

__all__ = [
    "PlanCorrection",
    "PlanFinding",
    "PlanReading",
    "Programme",
    "Share",
    "Target",
    "Task",
    "TaskBody",
]


def _of_programme(person: Any, programme: str = "programme") -> Q:
    """Return the condition "belongs to a programme that ``person`` may see"."""
    return for_holders(person, "see_internal", Q(**{f"{programme}__is_public": True}))


class Programme(GuardedModel):
    """A plan document as compiled for one region. ``source_text`` is what every span points into.

    One row an edition: a revised text is a programme of its own that ``replaces`` the one before.
    A draft is put in force by a person; it is replaced when the edition after it comes in force.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        IN_FORCE = "in_force", "施行中"
        REPLACED = "replaced", "已被修订替代"

    title = models.CharField("标题", max_length=300)
    number = models.CharField("文号", max_length=80, blank=True)
    issuer = models.CharField("发文机关", max_length=120, blank=True)
    region_code = models.CharField("区划代码", max_length=6)
    region_name = models.CharField("地区", max_length=80)
    level = models.CharField("层级", max_length=12, blank=True)
    issued_on = models.DateField("成文日期", null=True)
    from_year = models.PositiveSmallIntegerField("起始年", null=True)
    to_year = models.PositiveSmallIntegerField("终止年", null=True)
    is_public = models.BooleanField("公开", default=True)
    source_text = models.TextField("原文")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    loaded_at = models.DateTimeField("载入时间")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.DRAFT)
    edition = models.PositiveSmallIntegerField("版次", default=1)
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="修订自"
    )
    in_force_on = models.DateField("施行日期", null=True)
    decided_by = models.CharField("核定人", max_length=150, blank=True)
    decided_at = models.DateTimeField("核定时间", null=True)

    class Meta:
        db_table = "plans_programme"
        verbose_name = "规划"
        constraints = [
            models.UniqueConstraint(
                fields=["file", "region_code"], name="plans_programme_once_a_region"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return for_holders(person, "see_internal", Q(is_public=True))


class Target(GuardedModel):
    """A number that the plan promised, as read from its words; or a goal without a number.

    ``basis`` is stock, annual, cumulative or growth; a goal without a number has no ``value`` and
    says in ``soft_kind`` what it is (trend, rank, coverage …). ``value_to`` is the upper end of a
    range. ``is_every_year`` holds where the plan wants the value in each year of its period,
    ``is_mean`` where it wants it on average of these years (年均), be it an amount or a growth.
    ``baseline`` is what a growth is measured against, ``nature`` whether the plan calls the number
    binding or expected (约束性, 预期性), both as printed. ``match`` says how the indicator
    was found: exact, alias, or confirmed by a person; near and none are open questions.
    ``identity`` is the same for the same promise in every edition of the plan. ``review`` says
    what a person did with the reading: confirmed, corrected or added; empty: nothing yet.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="targets")
    code = models.CharField("编号", max_length=20)
    position = models.PositiveIntegerField("次序")
    indicator_name = models.CharField("指标名称", max_length=200)
    printed_name = models.CharField("印发名称", max_length=300, blank=True)
    indicator_key = models.CharField("对应指标", max_length=80, blank=True)
    match = models.CharField("对应方式", max_length=10, blank=True)
    subject = models.CharField("对象", max_length=200, blank=True)
    operator = models.CharField("比较", max_length=8, blank=True)
    value = models.DecimalField("目标值", max_digits=24, decimal_places=6, null=True)
    value_to = models.DecimalField("目标值上限", max_digits=24, decimal_places=6, null=True)
    unit = models.CharField("单位", max_length=20, blank=True)
    year = models.PositiveSmallIntegerField("目标年", null=True)
    is_every_year = models.BooleanField("逐年", default=False)
    is_mean = models.BooleanField("年均", default=False)
    basis = models.CharField("口径", max_length=12, blank=True)
    baseline = models.CharField("基期", max_length=60, blank=True)
    nature = models.CharField("属性", max_length=20, blank=True)
    soft_kind = models.CharField("无数字目标的种类", max_length=12, blank=True)
    where = models.CharField("位置", max_length=12, blank=True)
    section = models.CharField("章节", max_length=300, blank=True)
    quote = models.TextField("原文用语")
    span_start = models.PositiveIntegerField("原文起点")
    span_end = models.PositiveIntegerField("原文终点")
    identity = models.CharField("历次版本中的同一目标", max_length=24, blank=True, db_index=True)
    review = models.CharField("人工核对", max_length=10, blank=True)

    class Meta:
        db_table = "plans_target"
        verbose_name = "目标"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="plans_target_code")
        ]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return _of_programme(person)


class Task(GuardedModel):
    """A piece of work that the plan orders."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="tasks")
    code = models.CharField("编号", max_length=20)
    position = models.PositiveIntegerField("次序")
    number = models.CharField("序号", max_length=40, blank=True)
    kind = models.CharField("种类", max_length=12)
    title = models.CharField("标题", max_length=300, blank=True)
    text = models.TextField("内容")
    section = models.CharField("章节", max_length=300, blank=True)
    is_open_list = models.BooleanField("单位未列全", default=False)
    due = models.CharField("时限", max_length=60, blank=True)
    span_start = models.PositiveIntegerField("原文起点")
    span_end = models.PositiveIntegerField("原文终点")
    review = models.CharField("人工核对", max_length=10, blank=True)

    class Meta:
        db_table = "plans_task"
        verbose_name = "任务"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="plans_task_code")
        ]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return _of_programme(person)


class TaskBody(GuardedModel):
    """A body as the plan prints it, responsible for a task."""

    class Duty(models.TextChoices):
        LEAD = "lead", "牵头"
        SUPPORT = "support", "配合"

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="bodies")
    position = models.PositiveIntegerField("次序")
    name = models.CharField("单位", max_length=120)
    duty = models.CharField("职责", max_length=8, choices=Duty.choices)

    class Meta:
        db_table = "plans_task_body"
        verbose_name = "责任单位"
        ordering = ["position"]
        indexes = [models.Index(fields=["name"], name="plans_task_body_name")]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return _of_programme(person, "task__programme")


class PlanFinding(GuardedModel):
    """A remark about the plan; ``others`` are further places, [start, end] each.

    ``about`` is the indicator name that a remark on linking asks about, ``suggested_key`` the
    indicator whose name comes nearest. A remark that a person has dealt with carries the ``answer``.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="findings")
    position = models.PositiveIntegerField("次序")
    severity = models.CharField("程度", max_length=10)
    code = models.CharField("代码", max_length=60)
    message = models.TextField("内容")
    about = models.CharField("目标名称", max_length=200, blank=True)
    suggested_key = models.CharField("相近指标", max_length=80, blank=True)
    span_start = models.PositiveIntegerField("原文起点", null=True)
    span_end = models.PositiveIntegerField("原文终点", null=True)
    others = models.JSONField("对照位置", default=list)
    answer = models.TextField("答复", blank=True)
    answered_by = models.CharField("答复人", max_length=150, blank=True)

    class Meta:
        db_table = "plans_finding"
        verbose_name = "核对意见"
        ordering = ["position"]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return _of_programme(person)
