"""Projects, their technology trees, and what the analyst writes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from zhiqiang.domains.landscapes.counting import Rules
from zhiqiang.domains.landscapes.kinds import LandscapeKind, counting, kinds
from zhiqiang.records.accounts.visibility import GuardedModel, for_holders

#: who sees projects, and all that belongs to them
SEES = "see_internal"


class LandscapeProject(GuardedModel):
    """A project of patent navigation (专利导航项目): a question, asked of the register in one field.

    ``query`` is the field in the language of searches; ``rules`` how hits are counted. What an
    acceptance left in the register is ``designation``.
    """

    class State(models.TextChoices):
        OPEN = "open", "进行中"
        ACCEPTED = "accepted", "已验收"
        ENDED = "ended", "已终止"

    number = models.CharField("编号", max_length=20, unique=True)
    kind = models.CharField("类型", max_length=20)
    title = models.CharField("名称", max_length=120)
    question = models.TextField("要回答的问题")
    commissioner = models.CharField("委托单位", max_length=120)
    undertaker = models.CharField("承担单位", max_length=120, blank=True)
    region_code = models.CharField("地区", max_length=6)
    cost = models.DecimalField("经费（元）", max_digits=14, decimal_places=2, null=True)
    begin_on = models.DateField("立项日期")
    due_on = models.DateField("应完成日期", null=True)
    query = models.TextField("领域检索式", blank=True)
    rules = models.JSONField("计数规则", null=True)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.OPEN)
    ended_on = models.DateField("验收或终止日期", null=True)
    document_number = models.CharField("验收文件", max_length=80, blank=True)
    adopted = models.TextField("采纳的结论", blank=True)
    designation = models.PositiveBigIntegerField("留下的认定", null=True)
    made_by = models.CharField("立项人", max_length=150)
    made_at = models.DateTimeField("登记时间", auto_now_add=True)
    request_key = models.CharField("提交标识", max_length=40, null=True, unique=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        db_table = "landscapes_project"
        verbose_name = "专利导航项目"
        ordering = ["-begin_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="accepted")
                | (Q(ended_on__isnull=False) & ~Q(document_number="")),
                name="landscapes_accepted_by_document",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def declared(self) -> LandscapeKind:
        """Return the kind with its steps and chapters."""
        return kinds()[self.kind]

    def rules_on(self, day: date) -> Rules:
        """Return the counting rules; where no day of the legal status was chosen, it is ``day``."""
        kept = dict(self.rules or {})
        as_of = kept.pop("as_of") or day.isoformat()
        months = counting(day).family_months
        return Rules.from_json(
            kept | {"as_of": as_of, "region": self.region_code, "family_months": months}
        )

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return for_holders(person, SEES)


class TechnologyBranch(GuardedModel):
    """A branch of the technology tree (技术分支), or of the effects that are sought (功效).

    What it finds counts where it lies in the field, and in the branch above.
    """

    class Axis(models.TextChoices):
        TECHNOLOGY = "technology", "技术"
        EFFECT = "effect", "功效"

    project = models.ForeignKey(LandscapeProject, on_delete=models.CASCADE, related_name="branches")
    above = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, related_name="below", verbose_name="上级分支"
    )
    axis = models.CharField("维度", max_length=12, choices=Axis.choices, default=Axis.TECHNOLOGY)
    name = models.CharField("名称", max_length=60)
    definition = models.CharField("定义和边界", max_length=300, blank=True)
    query = models.TextField("检索式")
    hits = models.PositiveIntegerField("命中", default=0)

    class Meta:
        db_table = "landscapes_branch"
        verbose_name = "技术分支"
        ordering = ["-axis", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "name"], name="landscapes_branch_once")
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return for_holders(person, SEES)


class LandscapePassage(GuardedModel):
    """What the analyst wrote (导航文字): of a chapter, or beside an analysis, on the run that he read."""

    project = models.ForeignKey(LandscapeProject, on_delete=models.CASCADE, related_name="passages")
    key = models.CharField("所在", max_length=40)
    text = models.TextField("内容")
    run = models.ForeignKey("LandscapeRun", on_delete=models.PROTECT, null=True, related_name="+")
    written_by = models.CharField("撰写人", max_length=150)
    written_at = models.DateTimeField("撰写时间", auto_now=True)

    class Meta:
        db_table = "landscapes_passage"
        verbose_name = "导航文字"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "key"], name="landscapes_passage_once")
        ]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return for_holders(person, SEES)
