"""Progress of an item: what a body did, on what evidence, and what became of the entry."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from zhiqiang.domains.duties.models.lists import WorkItem
from zhiqiang.records.accounts.visibility import GuardedModel


class ProgressEntry(GuardedModel):
    """What a body did for an item, and what the check said of it.

    ``request_key`` comes with the form, so that a form sent twice is one entry. An entry that
    ``is_from_records`` was filled in by the program from a figure of a snapshot, which ``source``
    names. ``wants_closing``: the body asks to close the item (申请销号).
    """

    class State(models.TextChoices):
        SUBMITTED = "submitted", "待审核"
        RETURNED = "returned", "已退回"
        ACCEPTED = "accepted", "已采纳"

    item = models.ForeignKey(WorkItem, on_delete=models.PROTECT, related_name="entries")
    body = models.ForeignKey(
        "accounts.Body", on_delete=models.PROTECT, null=True, related_name="+",
        verbose_name="填报单位",
    )  # fmt: skip
    person = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+",
        verbose_name="填报人",
    )  # fmt: skip
    text = models.TextField("进展情况")
    percent = models.PositiveSmallIntegerField("完成比例", null=True)
    wants_closing = models.BooleanField("申请销号", default=False)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.SUBMITTED)
    is_from_records = models.BooleanField("由台账填入", default=False)
    source = models.CharField("数据来源", max_length=300, blank=True)
    made_at = models.DateTimeField("填报时间")
    checked_by = models.CharField("审核人", max_length=150, blank=True)
    checked_at = models.DateTimeField("审核时间", null=True)
    remark = models.CharField("审核意见", max_length=500, blank=True)
    request_key = models.CharField("提交标识", max_length=40, null=True, unique=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        db_table = "duties_progress_entry"
        verbose_name = "进展填报"
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | Q(percent__lte=100),
                name="duties_progress_entry_percent",
            ),
            models.CheckConstraint(
                condition=Q(is_from_records=True) | Q(body__isnull=False, person__isnull=False),
                name="duties_progress_entry_of_somebody",
            ),
        ]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return Q(item__in=WorkItem.objects.visible_to(person).values("pk"))


class EntryEvidence(GuardedModel):
    """What proves an entry: a file, an address, or a record of the register."""

    entry = models.ForeignKey(ProgressEntry, on_delete=models.CASCADE, related_name="evidence")
    file = models.ForeignKey(
        "files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+"
    )
    right_key = models.PositiveBigIntegerField("台账记录", null=True)
    link = models.CharField("网址", max_length=500, blank=True)
    name = models.CharField("名称", max_length=255)

    class Meta:
        db_table = "duties_entry_evidence"
        verbose_name = "佐证材料"
        ordering = ["pk"]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return Q(entry__item__in=WorkItem.objects.visible_to(person).values("pk"))


class ItemLine(GuardedModel):
    """One line of the story of an item, as its timeline shows it: who did what, and what was said."""

    item = models.ForeignKey(WorkItem, on_delete=models.CASCADE, related_name="lines")
    act = models.CharField("办理", max_length=40)
    at = models.DateTimeField("时间")
    by = models.CharField("办理人", max_length=150)
    note = models.TextField("说明", blank=True)

    class Meta:
        db_table = "duties_item_line"
        verbose_name = "办理经过"
        ordering = ["-at", "-pk"]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return Q(item__in=WorkItem.objects.visible_to(person).values("pk"))
