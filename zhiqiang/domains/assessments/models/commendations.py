"""Commendations: who is nominated on what ground, what was objected, who was commended."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from zhiqiang.domains.assessments.models.scores import AssessedUnit, Assessment
from zhiqiang.records.accounts import rights
from zhiqiang.records.accounts.visibility import GuardedModel, for_holders


class Commendation(GuardedModel):
    """A commendation (表彰): nominees, made public for so many working days, then decided.

    ``until_on`` is empty where the work calendar does not reach. Everybody sees it from its
    publicity on.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "提名中"
        PUBLIC = "public", "公示中"
        DECIDED = "decided", "已表彰"
        DROPPED = "dropped", "已终止"

    title = models.CharField("名称", max_length=200)
    year = models.PositiveSmallIntegerField("年度")
    basis = models.CharField("表彰依据", max_length=300)
    contact = models.CharField("异议受理", max_length=300)
    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, null=True, related_name="commendations"
    )
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.DRAFT)
    from_on = models.DateField("公示开始", null=True)
    until_on = models.DateField("公示截止", null=True)
    decided_on = models.DateField("决定日期", null=True)
    decided_by = models.CharField("决定人", max_length=150, blank=True)
    reason = models.CharField("终止理由", max_length=300, blank=True)
    made_by = models.CharField("拟定人", max_length=150)
    maker = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField("拟定时间", auto_now_add=True)
    request_key = models.CharField("提交标识", max_length=40, null=True, unique=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        db_table = "assessments_commendation"
        verbose_name = "表彰"
        ordering = ["-year", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="decided") | Q(decided_on__isnull=False, until_on__isnull=False),
                name="assessments_commended_after_publicity",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return for_holders(person, "see_internal", _open_to_all())


def _open_to_all(prefix: str = "") -> Q:
    return Q(**{f"{prefix}state__in": ("public", "decided")})


class Nominee(GuardedModel):
    """A body, or a person of a body, that is to be commended, and on what ground.

    ``unit`` is the assessed unit whose points are the ground, where there is one. Whoever was
    struck off is seen by officials only.
    """

    class Kind(models.TextChoices):
        BODY = "body", "集体"
        PERSON = "person", "个人"

    class State(models.TextChoices):
        NOMINATED = "nominated", "拟表彰"
        COMMENDED = "commended", "已表彰"
        STRUCK = "struck", "未表彰"

    commendation = models.ForeignKey(
        Commendation, on_delete=models.CASCADE, related_name="nominees"
    )
    kind = models.CharField("类别", max_length=8, choices=Kind.choices)
    name = models.CharField("表彰对象", max_length=120)
    body = models.ForeignKey(
        "accounts.Body", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="单位"
    )
    ground = models.CharField("主要事迹", max_length=500)
    unit = models.ForeignKey(AssessedUnit, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField("结果", max_length=10, choices=State.choices, default=State.NOMINATED)
    reason = models.CharField("未表彰理由", max_length=300, blank=True)

    class Meta:
        db_table = "assessments_nominee"
        verbose_name = "表彰对象"
        ordering = ["kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["commendation", "kind", "name", "body"], name="assessments_nominee_once"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        shown = _open_to_all("commendation__") & ~Q(state=cls.State.STRUCK)
        return for_holders(person, "see_internal", shown)


class Objection(GuardedModel):
    """What somebody objected during the publicity (异议), as received, and the answer."""

    class State(models.TextChoices):
        OPEN = "open", "待核实"
        REJECTED = "rejected", "不成立"
        UPHELD = "upheld", "成立"

    nominee = models.ForeignKey(Nominee, on_delete=models.CASCADE, related_name="objections")
    source = models.CharField("提出人", max_length=120)
    received_on = models.DateField("收到日期")
    text = models.TextField("异议内容")
    recorded_by = models.CharField("登记人", max_length=150)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.OPEN)
    answer = models.CharField("核实结果", max_length=500, blank=True)
    answered_by = models.CharField("核实人", max_length=150, blank=True)
    answered_at = models.DateTimeField("核实时间", null=True)

    class Meta:
        db_table = "assessments_objection"
        verbose_name = "公示异议"
        ordering = ["-pk"]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return Q() if rights.may(person, "see_internal") else Q(pk__in=())
