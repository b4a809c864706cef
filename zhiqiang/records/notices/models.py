"""Messages that the program leaves for people."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from zhiqiang.records.accounts.visibility import GuardedModel, for_holders


class Notice(GuardedModel):
    """A message in the inbox of one person.

    ``key`` says what it is about; the same key reaches the same person once, however often the
    program comes by.
    """

    person = models.ForeignKey(
        "accounts.Person", on_delete=models.CASCADE, related_name="+", verbose_name="收件人"
    )
    key = models.CharField("事由标识", max_length=120)
    title = models.CharField("标题", max_length=200)
    text = models.TextField("内容", blank=True)
    address = models.CharField("页面", max_length=300, blank=True)
    made_at = models.DateTimeField("时间")
    read_at = models.DateTimeField("阅读时间", null=True)

    class Meta:
        db_table = "notices_notice"
        verbose_name = "提醒消息"
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="notices_notice_once")
        ]
        indexes = [models.Index(fields=["made_at"], name="notices_notice_made")]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return Q(person_id=person.pk) if person.pk else Q(pk__in=())


class DeliveryState(models.TextChoices):
    """Where a delivery is; ``SENT``, ``FAILED`` and ``UNSURE`` stay unless somebody asks again."""

    WAITING = "waiting", "待发送"
    SENDING = "sending", "发送中"
    SENT = "sent", "已发送"
    FAILED = "failed", "发送失败"
    UNSURE = "unsure", "是否发出不明"


class Delivery(GuardedModel):
    """A message on its way out of the program: one for each way, never two.

    ``token`` is new at every attempt; whoever holds an old one may not write any more.
    """

    notice = models.ForeignKey(
        Notice, on_delete=models.CASCADE, related_name="deliveries", verbose_name="消息"
    )
    way = models.CharField("途径", max_length=20)
    state = models.CharField(
        "状态", max_length=20, choices=DeliveryState.choices, default=DeliveryState.WAITING
    )
    tries = models.PositiveSmallIntegerField("已试次数", default=0)
    due_at = models.DateTimeField("应发送时间")
    token = models.CharField("执行凭据", max_length=32, blank=True)
    changed_at = models.DateTimeField("状态时间")
    error = models.CharField("原因", max_length=300, blank=True)

    class Meta:
        db_table = "notices_delivery"
        verbose_name = "消息送达"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "way"], name="notices_delivery_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=DeliveryState.values),
                name="notices_delivery_known_state",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="notices_delivery_due")]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return for_holders(person, "manage_people", Q(notice__person_id=person.pk))


class Letter(GuardedModel):
    """A message by mail on its way out; ``key`` is the matter, of which there is one letter.

    It is marked ``sending`` before the server is asked and ``sent`` after it took it, so that a letter
    during which the program died is ``unsure`` and not sent again by itself.
    """

    State = DeliveryState

    key = models.CharField("事由标识", max_length=120, unique=True)
    to = models.EmailField("收件地址")
    title = models.CharField("标题", max_length=200)
    text = models.TextField("内容")
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField("已试次数", default=0)
    due_at = models.DateTimeField("应发时间")
    tried_at = models.DateTimeField("最近尝试", null=True)
    sent_at = models.DateTimeField("发出时间", null=True)
    failure = models.CharField("失败原因", max_length=300, blank=True)
    made_at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        db_table = "notices_letter"
        verbose_name = "邮件"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "due_at"], name="notices_letter_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="notices_letter_sent_when",
            )
        ]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return for_holders(person, "see_internal")
