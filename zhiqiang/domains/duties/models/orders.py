"""Supervision orders: a number, a request with a day, replies, an end."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q

from zhiqiang.domains.duties.models.lists import WorkItem
from zhiqiang.records.accounts import rights
from zhiqiang.records.accounts.visibility import GuardedModel, for_holders


class SupervisionOrder(GuardedModel):
    """An order to one body to do something by a day (督办单), numbered within its year.

    ``item`` is the work that it is about, where there is one. The body replies; who runs
    programmes closes it or gives the reply back.
    """

    class State(models.TextChoices):
        ISSUED = "issued", "待回复"
        REPLIED = "replied", "已回复"
        RETURNED = "returned", "回复被退回"
        CLOSED = "closed", "已办结"
        WITHDRAWN = "withdrawn", "已撤回"

    year = models.PositiveSmallIntegerField("年度")
    serial = models.PositiveIntegerField("编号")
    item = models.ForeignKey(WorkItem, on_delete=models.PROTECT, null=True, related_name="orders")
    body = models.ForeignKey(
        "accounts.Body", on_delete=models.PROTECT, related_name="+", verbose_name="承办单位"
    )
    title = models.CharField("督办事项", max_length=200)
    basis = models.CharField("督办依据", max_length=300)
    request = models.TextField("办理要求")
    due_on = models.DateField("回复时限")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.ISSUED)
    issued_by = models.CharField("签发人", max_length=150)
    issued_at = models.DateTimeField("签发时间")
    closed_at = models.DateTimeField("办结时间", null=True)
    opinion = models.CharField("办结意见", max_length=500, blank=True)
    request_key = models.CharField("提交标识", max_length=40, null=True, unique=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        db_table = "duties_supervision_order"
        verbose_name = "督办单"
        ordering = ["-year", "-serial"]
        constraints = [
            models.UniqueConstraint(fields=["year", "serial"], name="duties_order_number_once"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("issued_at")),
                name="duties_order_closed_after_issue",
            ),
        ]

    @property
    def number(self) -> str:
        """Return the number as it is printed."""
        return f"督办〔{self.year}〕{self.serial}号"

    @property
    def is_open(self) -> bool:
        return self.state not in (self.State.CLOSED, self.State.WITHDRAWN)

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        within = rights.reach_clause(person, "see_internal", "body__path")
        return for_holders(person, "see_internal", within)


class OrderReply(GuardedModel):
    """What a body answered to an order, and why it was given back where it was."""

    order = models.ForeignKey(SupervisionOrder, on_delete=models.CASCADE, related_name="replies")
    person = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, related_name="+", verbose_name="回复人"
    )
    text = models.TextField("办理情况")
    file = models.ForeignKey(
        "files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+"
    )
    file_name = models.CharField("附件名称", max_length=255, blank=True)
    made_at = models.DateTimeField("回复时间")
    remark = models.CharField("退回意见", max_length=500, blank=True)

    class Meta:
        db_table = "duties_order_reply"
        verbose_name = "督办回复"
        ordering = ["-made_at", "-pk"]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return Q(order__in=SupervisionOrder.objects.visible_to(person).values("pk"))
