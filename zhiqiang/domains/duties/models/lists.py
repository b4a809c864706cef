"""Work lists of a year, their items, and which body owes what."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from zhiqiang.records.accounts import rights
from zhiqiang.records.accounts.visibility import GuardedModel, for_holders


class WorkList(GuardedModel):
    """What a programme wants done in one year (年度推进计划).

    ``programme_key`` is the key of the newest edition of the programme; the plans domain keeps it,
    so it is a number here and no foreign key. Bodies see a list once it is issued.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "拟定中"
        ISSUED = "issued", "已下达"
        CLOSED = "closed", "已结束"

    programme_key = models.PositiveBigIntegerField("规划", db_index=True)
    programme_title = models.CharField("规划名称", max_length=300)
    region_code = models.CharField("区划代码", max_length=6)
    region_name = models.CharField("地区", max_length=80)
    year = models.PositiveSmallIntegerField("年度")
    kinds = models.CharField("取用的任务种类", max_length=60)
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.DRAFT)
    made_by = models.CharField("拟定人", max_length=150)
    made_at = models.DateTimeField("拟定时间", auto_now_add=True)
    issued_at = models.DateTimeField("下达时间", null=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        db_table = "duties_work_list"
        verbose_name = "年度推进计划"
        ordering = ["-year", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme_key", "year"], name="duties_work_list_once_a_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.programme_title}{self.year}年度推进计划"

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        mine = Exists(own_parts(person).filter(item__work_list=OuterRef("pk")))
        return for_holders(person, "see_internal", Q(mine) & ~Q(state=cls.State.DRAFT))


class WorkItem(GuardedModel):
    """A piece of work of a year: what the plan orders, made concrete, with its bodies.

    ``identity`` is the same for the same task of the plan through editions; ``has_ground`` is
    false when the plan in force no longer holds the words that the item stands on. ``percent`` is
    what the newest accepted entry said, where a percentage means something. ``question`` is what
    the plan leaves open about it, until a person has settled it.
    """

    class State(models.TextChoices):
        OPEN = "open", "推进中"
        REPORTED = "reported", "待审核"
        RETURNED = "returned", "已退回"
        CLOSED = "closed", "已销号"
        CANCELLED = "cancelled", "不再推进"

    work_list = models.ForeignKey(WorkList, on_delete=models.PROTECT, related_name="items")
    identity = models.CharField("规划中的任务", max_length=24)
    code = models.CharField("编号", max_length=20)
    number = models.CharField("序号", max_length=40, blank=True)
    position = models.PositiveIntegerField("次序")
    title = models.CharField("标题", max_length=300)
    text = models.TextField("规划要求")
    section = models.CharField("章节", max_length=300, blank=True)
    request = models.TextField("本年度要求", blank=True)
    due_on = models.DateField("完成时限")
    due_printed = models.CharField("规划写明的时限", max_length=60, blank=True)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.OPEN)
    percent = models.PositiveSmallIntegerField("完成比例", null=True)
    told_on = models.DateField("最近填报日期", null=True)
    closed_on = models.DateField("销号日期", null=True)
    indicator_key = models.CharField("对应指标", max_length=80, blank=True)
    link = models.CharField("对应方式", max_length=10, blank=True)
    question = models.TextField("待明确的问题", blank=True)
    has_ground = models.BooleanField("规划中仍有依据", default=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        db_table = "duties_work_item"
        verbose_name = "工作事项"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["work_list", "identity"], name="duties_work_item_once_a_list"
            ),
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | Q(percent__lte=100),
                name="duties_work_item_percent",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_on__isnull=False),
                name="duties_work_item_closed_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Say whether anything is still to be done."""
        return self.state not in (self.State.CLOSED, self.State.CANCELLED)

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        mine = Exists(own_parts(person).filter(item=OuterRef("pk")))
        return for_holders(
            person, "see_internal", Q(mine) & ~Q(work_list__state=WorkList.State.DRAFT)
        )


class ItemBody(GuardedModel):
    """A body that answers for an item or supports it, as the plan prints it and as it is known.

    ``body`` is empty while nobody knows which body the printed name means. ``own_duty`` is this
    body's separate part of the work; ``person`` the one in the body who was given it.
    """

    class Duty(models.TextChoices):
        LEAD = "lead", "牵头"
        SUPPORT = "support", "配合"

    item = models.ForeignKey(WorkItem, on_delete=models.CASCADE, related_name="bodies")
    position = models.PositiveIntegerField("次序")
    duty = models.CharField("职责", max_length=8, choices=Duty.choices)
    printed = models.CharField("印发名称", max_length=120)
    body = models.ForeignKey(
        "accounts.Body", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="单位"
    )
    own_duty = models.CharField("本单位职责", max_length=500, blank=True)
    person = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+",
        verbose_name="经办人",
    )  # fmt: skip

    class Meta:
        db_table = "duties_item_body"
        verbose_name = "承担单位"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "body"],
                condition=Q(body__isnull=False),
                name="duties_item_body_once",
            )
        ]

    @property
    def name(self) -> str:
        """Return the body's own name where it is known, else the printed one."""
        return self.body.name if self.body is not None else self.printed

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return Q(item__in=WorkItem.objects.visible_to(person).values("pk"))


class ItemStep(GuardedModel):
    """A step on the way to the end of an item, with its day."""

    item = models.ForeignKey(WorkItem, on_delete=models.CASCADE, related_name="steps")
    title = models.CharField("节点", max_length=200)
    due_on = models.DateField("节点时限")
    done_on = models.DateField("完成日期", null=True)

    class Meta:
        db_table = "duties_item_step"
        verbose_name = "工作节点"
        ordering = ["due_on", "pk"]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return Q(item__in=WorkItem.objects.visible_to(person).values("pk"))


class ItemDependency(GuardedModel):
    """One item waits for another of the same list."""

    item = models.ForeignKey(WorkItem, on_delete=models.CASCADE, related_name="waits_for")
    first = models.ForeignKey(WorkItem, on_delete=models.CASCADE, related_name="waited_for_by")

    class Meta:
        db_table = "duties_item_dependency"
        verbose_name = "先后关系"
        constraints = [
            models.UniqueConstraint(fields=["item", "first"], name="duties_dependency_once"),
            models.CheckConstraint(
                condition=~Q(item=F("first")), name="duties_dependency_not_itself"
            ),
        ]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return Q(item__in=WorkItem.objects.visible_to(person).values("pk"))


def own_parts(person: Any) -> Any:
    """Return the parts that bodies take in items, of bodies where ``person`` sees internal things.

    Asked row by row, so that one item by its key costs one look, not a look at all items.
    """
    within = rights.reach_clause(person, "see_internal", "body__path")
    return ItemBody.objects.for_program("finds the items of one's own bodies").filter(within)
