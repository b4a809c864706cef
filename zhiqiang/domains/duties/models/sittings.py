"""Sittings of the leading group or the joint conference: agenda, who came, minutes, decisions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from zhiqiang.domains.duties.models.lists import WorkItem, WorkList
from zhiqiang.domains.duties.models.orders import SupervisionOrder
from zhiqiang.records.accounts import rights
from zhiqiang.records.accounts.visibility import GuardedModel, for_holders


class Sitting(GuardedModel):
    """A sitting (会议) about the work of one list, by the leading group or the joint conference.

    The bodies that are asked to come see it once it is convened.
    """

    class Kind(models.TextChoices):
        JOINT_CONFERENCE = "joint", "联席会议"
        LEADING_GROUP = "leading", "领导小组"

    class State(models.TextChoices):
        DRAFT = "draft", "筹备中"
        CONVENED = "convened", "已通知"
        MINUTED = "minuted", "已印发纪要"
        CANCELLED = "cancelled", "已取消"

    work_list = models.ForeignKey(WorkList, on_delete=models.PROTECT, related_name="sittings")
    kind = models.CharField("会议类别", max_length=8, choices=Kind.choices)
    name = models.CharField("会议名称", max_length=200)
    held_on = models.DateField("召开日期")
    place = models.CharField("地点", max_length=120, blank=True)
    chair = models.CharField("主持人", max_length=80, blank=True)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.DRAFT)
    opening = models.TextField("会议情况", blank=True)
    reason = models.CharField("取消理由", max_length=300, blank=True)
    made_by = models.CharField("拟定人", max_length=150)
    made_at = models.DateTimeField("拟定时间", auto_now_add=True)
    issued_by = models.CharField("纪要印发人", max_length=150, blank=True)
    issued_on = models.DateField("纪要印发日期", null=True)
    request_key = models.CharField("提交标识", max_length=40, null=True, unique=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        db_table = "duties_sitting"
        verbose_name = "会议"
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="minuted") | Q(issued_on__isnull=False),
                name="duties_sitting_minuted_on_a_day",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Say whether anything about it may still change."""
        return self.state in (self.State.DRAFT, self.State.CONVENED)

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        within = rights.reach_clause(person, "see_internal", "body__path")
        asked = SittingBody.objects.for_program("finds the sittings of one's own bodies")
        mine = Exists(asked.filter(within, sitting=OuterRef("pk")))
        return for_holders(person, "see_internal", Q(mine) & ~Q(state=cls.State.DRAFT))


class SittingBody(GuardedModel):
    """A body that is asked to come to a sitting, and who came for it."""

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="bodies")
    body = models.ForeignKey(
        "accounts.Body", on_delete=models.PROTECT, related_name="+", verbose_name="参会单位"
    )
    is_present = models.BooleanField("出席", default=True)
    people = models.CharField("参会人员", max_length=200, blank=True)

    class Meta:
        db_table = "duties_sitting_body"
        verbose_name = "参会单位"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["sitting", "body"], name="duties_sitting_body_once")
        ]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return Q(sitting__in=Sitting.objects.visible_to(person).values("pk"))


class AgendaPoint(GuardedModel):
    """A point of an agenda: what it is about, why it is brought, and what the sitting said of it."""

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="points")
    position = models.PositiveIntegerField("次序")
    title = models.CharField("议题", max_length=200)
    ground = models.CharField("提出原因", max_length=300, blank=True)
    item = models.ForeignKey(WorkItem, on_delete=models.PROTECT, null=True, related_name="+")
    order = models.ForeignKey(
        SupervisionOrder, on_delete=models.PROTECT, null=True, related_name="+"
    )
    outcome = models.TextField("会议意见", blank=True)

    class Meta:
        db_table = "duties_agenda_point"
        verbose_name = "议题"
        ordering = ["position", "pk"]

    @property
    def key(self) -> str:
        """Return what the point stands for among the proposals of the records, if anything."""
        if self.item_id is not None:
            return f"item:{self.item_id}"
        return f"order:{self.order_id}" if self.order_id is not None else ""

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return Q(sitting__in=Sitting.objects.visible_to(person).values("pk"))


class SittingDecision(GuardedModel):
    """What a sitting decided: a body, what it has to do, by when (议定事项).

    With the minutes it becomes a supervision order, ``order``, by which it is followed to its end.
    """

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="decisions")
    point = models.ForeignKey(
        AgendaPoint, on_delete=models.SET_NULL, null=True, related_name="decisions"
    )
    body = models.ForeignKey(
        "accounts.Body", on_delete=models.PROTECT, related_name="+", verbose_name="责任单位"
    )
    text = models.CharField("议定内容", max_length=500)
    due_on = models.DateField("完成时限")
    order = models.OneToOneField(
        SupervisionOrder, on_delete=models.PROTECT, null=True, related_name="decision"
    )

    class Meta:
        db_table = "duties_sitting_decision"
        verbose_name = "议定事项"
        ordering = ["pk"]

    def is_late(self, today: date) -> bool:
        """Say whether the body has not answered in time."""
        of = self.order
        return of is not None and of.state in ("issued", "returned") and of.due_on < today

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return Q(sitting__in=Sitting.objects.visible_to(person).values("pk"))
