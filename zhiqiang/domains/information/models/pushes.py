"""Profiles of firms, what was offered to them, what was delivered and what they said of it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from zhiqiang.records.accounts import rights
from zhiqiang.records.accounts.visibility import NOTHING, GuardedModel, for_holders

KEEP = "keep_profile"


def own(person: Any, path: str = "body__path") -> Q:
    """Return "of a body whose profile ``person`` keeps"."""
    if not getattr(person, "pk", None):
        return NOTHING
    return Q(rights.reach_clause(person, KEEP, path))


class FirmProfile(GuardedModel):
    """What a firm wants to hear of (企业画像): read from its own rights, edited by the firm.

    ``party_id`` is the firm in the register; ``body`` is where its people have their accounts.
    ``is_wanted`` false: it said no, and nothing is offered or released to it until it says yes.
    """

    party_id = models.BigIntegerField("主体", unique=True)
    name = models.CharField("企业名称", max_length=250)
    body = models.OneToOneField(
        "accounts.Body", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="单位"
    )
    region_code = models.CharField("区划代码", max_length=6, blank=True)
    industry_code = models.CharField("国民经济行业代码", max_length=5, blank=True)
    classes = models.JSONField("关注的分类号", default=list)
    words = models.JSONField("关注词", default=list)
    industries = models.JSONField("战略性新兴产业", default=list)
    mail = models.EmailField("电子邮箱", blank=True)
    is_wanted = models.BooleanField("接收推送", default=True)
    declined_at = models.DateTimeField("谢绝时间", null=True)
    declined_by = models.CharField("谢绝人", max_length=150, blank=True)
    edited_at = models.DateTimeField("修改时间", null=True)
    edited_by = models.CharField("修改人", max_length=150, blank=True)
    made_by = models.CharField("建立人", max_length=150)
    made_at = models.DateTimeField("建立时间", auto_now_add=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        db_table = "information_firm_profile"
        verbose_name = "企业画像"
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_wanted=True, declined_at__isnull=True)
                | Q(is_wanted=False, declined_at__isnull=False),
                name="information_profile_no_is_kept",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return for_holders(person, "see_internal", own(person))


class PushRound(GuardedModel):
    """New rights were set against all profiles, once a snapshot, or by hand from a day on.

    ``last_right`` and ``waiting`` (rights that nobody had published then) tell the next round what is
    new since; a round by hand has a ``since`` and does not count for that.
    """

    snapshot = models.PositiveIntegerField("数据快照")
    since = models.DateField("公布不早于", null=True)
    last_right = models.BigIntegerField("最后一件权利", default=0)
    waiting = models.JSONField("尚未公布的权利", default=list)
    looked = models.PositiveIntegerField("新增件数", default=0)
    offered = models.PositiveIntegerField("候选条数", default=0)
    made_by = models.CharField("办理人", max_length=150)
    made_at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        db_table = "information_push_round"
        verbose_name = "推送轮次"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot"], condition=Q(since__isnull=True),
                name="information_push_round_once_a_snapshot",
            )
        ]  # fmt: skip

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return for_holders(person, "see_internal")


class PushDelivery(GuardedModel):
    """What was released to one firm at once, how it reaches it, and whether it did.

    ``is_in_app``: people of the firm have accounts. ``letter_id``: it goes by mail as well, or only.
    Neither: an official hands the list over. ``activity_id`` is the record in the register that plans
    count, left once, with the receipt.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "待送达"
        DELIVERED = "delivered", "已送达"
        FAILED = "failed", "未送达"

    profile = models.ForeignKey(FirmProfile, on_delete=models.PROTECT, related_name="deliveries")
    items = models.PositiveIntegerField("条数")
    is_in_app = models.BooleanField("站内送达")
    letter_id = models.BigIntegerField("邮件", null=True)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.WAITING)
    delivered_at = models.DateTimeField("送达时间", null=True)
    delivered_by = models.CharField("送达方式", max_length=20, blank=True)
    failure = models.CharField("未送达原因", max_length=300, blank=True)
    activity_id = models.BigIntegerField("活动记录", null=True)
    released_by = models.CharField("发布人", max_length=150)
    released_at = models.DateTimeField("发布时间")

    class Meta:
        db_table = "information_push_delivery"
        verbose_name = "推送送达"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "profile"], name="information_delivery_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(items__gt=0), name="information_delivery_carries_something"
            ),
            models.CheckConstraint(
                condition=Q(
                    state="delivered", delivered_at__isnull=False, activity_id__isnull=False
                )
                | (~Q(state="delivered") & Q(delivered_at__isnull=True, activity_id__isnull=True)),
                name="information_delivery_receipt_and_record",
            ),
        ]

    @property
    def number(self) -> str:
        """Return what people call it by."""
        return f"TS-{self.pk}"

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return for_holders(person, "see_internal", own(person, "profile__body__path"))


class Push(GuardedModel):
    """One right offered to one firm, with the reasons; once ever.

    What the firm was told stays as it was told, whatever becomes of the right.
    """

    class State(models.TextChoices):
        CANDIDATE = "candidate", "待发布"
        RELEASED = "released", "已发布"
        DROPPED = "dropped", "不推送"

    class Verdict(models.TextChoices):
        NONE = "", "未评价"
        USEFUL = "useful", "有用"
        USELESS = "useless", "无用"

    profile = models.ForeignKey(FirmProfile, on_delete=models.PROTECT, related_name="pushes")
    round = models.ForeignKey(PushRound, on_delete=models.PROTECT, related_name="pushes")
    right_id = models.BigIntegerField("权利")
    number = models.CharField("申请号", max_length=40)
    title = models.CharField("名称", max_length=500)
    score = models.PositiveSmallIntegerField("分值")
    reasons = models.JSONField("理由", default=list)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.CANDIDATE)
    delivery = models.ForeignKey(
        PushDelivery, on_delete=models.PROTECT, null=True, related_name="pushes"
    )
    opened_at = models.DateTimeField("打开时间", null=True)
    verdict = models.CharField(
        "评价", max_length=8, choices=Verdict.choices, default=Verdict.NONE, blank=True
    )
    word = models.CharField("意见", max_length=300, blank=True)
    answered_at = models.DateTimeField("评价时间", null=True)
    answered_by = models.CharField("评价人", max_length=150, blank=True)

    class Meta:
        db_table = "information_push"
        verbose_name = "推送信息"
        ordering = ["profile", "-score", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["profile", "right_id"], name="information_push_once"),
            models.CheckConstraint(
                condition=(Q(state="released") & Q(delivery__isnull=False))
                | (~Q(state="released") & Q(delivery__isnull=True)),
                name="information_push_released_by_delivery",
            ),
            models.CheckConstraint(
                condition=Q(verdict="") | Q(opened_at__isnull=False, answered_at__isnull=False),
                name="information_push_judged_when_opened",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "profile", "-score"], name="information_push_state"),
            models.Index(fields=["right_id"], name="information_push_right"),
        ]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        """Officials see all; a firm what was released to it and has reached it."""
        reached = own(person, "profile__body__path") & Q(state="released") & ~Q(
            delivery__state="failed"
        ) & (Q(delivery__is_in_app=True) | Q(delivery__state="delivered"))  # fmt: skip
        return for_holders(person, "see_internal", reached)
