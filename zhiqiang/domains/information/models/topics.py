"""Topic databases: what they ask for, what is in them, who may read them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate

from zhiqiang.domains.information.models.pushes import FirmProfile
from zhiqiang.records.accounts import queries as accounts
from zhiqiang.records.accounts.visibility import NOTHING, GuardedModel, for_holders


class TopicDatabase(GuardedModel):
    """A named collection of published patents and marks (专利专题数据库).

    ``question`` is in the language of the search and is asked as a visitor would ask it, so that
    nothing that a visitor may not know can be read from what is in it. ``fields`` are the labels of
    further fields of its records. ``industry``: the digits that the industry codes of its readers begin
    with. ``snapshot`` is the one that it was last brought up to;
    ``trouble`` says why that failed. ``designation_id`` is the record of the register that counts
    it in plans.
    """

    class Access(models.TextChoices):
        PUBLIC = "public", "公开"
        FIRM = "firm", "指定单位"
        INDUSTRY = "industry", "本行业企业"
        INTERNAL = "internal", "内部"

    title = models.CharField("名称", max_length=120)
    about = models.CharField("用途", max_length=500)
    question = models.TextField("检索式")
    has_synonyms = models.BooleanField("含同义词", default=False)
    access = models.CharField("开放范围", max_length=10, choices=Access.choices)
    industry = models.CharField("国民经济行业代码", max_length=4, blank=True)
    fields = models.JSONField("附加字段", default=list)
    region_code = models.CharField("区划代码", max_length=6)
    document_number = models.CharField("文号", max_length=80, blank=True)
    founded_on = models.DateField("建成日期")
    closed_on = models.DateField("停用日期", null=True)
    close_reason = models.CharField("停用理由", max_length=300, blank=True)
    designation_id = models.BigIntegerField("认定记录", null=True)
    snapshot = models.PositiveIntegerField("数据快照", null=True)
    refreshed_at = models.DateTimeField("更新时间", null=True)
    trouble = models.CharField("未更新原因", max_length=300, blank=True)
    made_by = models.CharField("建库人", max_length=150)
    made_at = models.DateTimeField("建库时间", auto_now_add=True)
    request_key = models.CharField("提交标识", max_length=40, null=True, unique=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        db_table = "information_topic_database"
        verbose_name = "专题数据库"
        ordering = ["closed_on", "-founded_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["title"],
                condition=Q(closed_on__isnull=True),
                name="information_topic_title_once_open",
            ),
            models.CheckConstraint(
                condition=~Q(access="industry") | ~Q(industry=""),
                name="information_topic_of_an_industry",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True)
                | (Q(closed_on__gt=models.F("founded_on")) & ~Q(close_reason="")),
                name="information_topic_closed_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        """Return who may read a database: one condition for its page, list, export and count."""
        return for_holders(person, "see_internal", Q(access=cls.Access.PUBLIC) | _given(person))


def _given(person: Any) -> Q:
    """Return "opened to a body in which ``person`` holds a post today, or to its industry"."""
    if not getattr(person, "pk", None):
        return NOTHING
    readers = TopicReader.objects.for_program("finds what was opened to one's bodies")
    own = accounts.bodies_of_person(person.pk, localdate())
    mine = readers.filter(database=OuterRef("pk"), body__in=own)
    profiles = FirmProfile.objects.for_program("knows the industry of one's bodies")
    codes = profiles.filter(body__in=own).values_list("industry_code", flat=True)
    begun = {digits(code)[:length] for code in codes for length in range(2, 5)} - {""}
    access = TopicDatabase.Access
    return (Q(access=access.FIRM) & Q(Exists(mine))) | Q(
        access=access.INDUSTRY, industry__in=sorted(begun)
    )


def digits(code: str) -> str:
    """Return the digits of an industry code, which is printed with and without its letter."""
    return "".join(one for one in code if one.isdecimal())


class TopicReader(GuardedModel):
    """A body whose people may read a database that is open to named bodies."""

    database = models.ForeignKey(TopicDatabase, on_delete=models.CASCADE, related_name="readers")
    body = models.ForeignKey(
        "accounts.Body", on_delete=models.PROTECT, related_name="+", verbose_name="单位"
    )

    class Meta:
        db_table = "information_topic_reader"
        verbose_name = "专题数据库使用单位"
        constraints = [
            models.UniqueConstraint(
                fields=["database", "body"], name="information_topic_reader_once"
            )
        ]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return for_holders(person, "see_internal")


class TopicEntry(GuardedModel):
    """A right that a database holds, held, or was kept out of.

    ``is_found``: the question finds it in the newest snapshot. ``verdict``: an official put it in or
    kept it out, whatever the question finds, and said why. ``is_in`` follows from the two. The right
    is named by its key in the register; who reads an entry reads the right by the register's own
    condition.
    """

    class Verdict(models.TextChoices):
        NONE = "", "按检索式"
        IN = "in", "人工收入"
        OUT = "out", "人工剔除"

    database = models.ForeignKey(TopicDatabase, on_delete=models.CASCADE, related_name="entries")
    right_id = models.BigIntegerField("权利")
    is_found = models.BooleanField("检索式命中")
    verdict = models.CharField(
        "收录方式", max_length=3, choices=Verdict.choices, default=Verdict.NONE, blank=True
    )
    reason = models.CharField("理由", max_length=300, blank=True)
    judged_by = models.CharField("办理人", max_length=150, blank=True)
    judged_at = models.DateTimeField("办理时间", null=True)
    is_in = models.BooleanField("在库")
    note = models.CharField("批注", max_length=1000, blank=True)
    values = models.JSONField("附加字段", default=dict)
    joined_at = models.DateTimeField("收录时间")

    class Meta:
        db_table = "information_topic_entry"
        verbose_name = "专题数据库条目"
        constraints = [
            models.UniqueConstraint(
                fields=["database", "right_id"], name="information_topic_entry_once"
            ),
            models.CheckConstraint(
                condition=Q(verdict="") | ~Q(reason=""), name="information_topic_verdict_says_why"
            ),
            models.CheckConstraint(
                condition=Q(verdict="in", is_in=True)
                | Q(verdict="out", is_in=False)
                | Q(verdict="", is_found=True, is_in=True)
                | Q(verdict="", is_found=False, is_in=False),
                name="information_topic_in_follows",
            ),
        ]
        indexes = [
            models.Index(fields=["database", "is_in", "joined_at"], name="information_topic_joined")
        ]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return Q(database__in=TopicDatabase.objects.visible_to(person).values("pk"))


class TopicVisit(GuardedModel):
    """Up to when a person has seen what a database holds."""

    database = models.ForeignKey(TopicDatabase, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField("看到")

    class Meta:
        db_table = "information_topic_visit"
        verbose_name = "专题数据库查看记录"
        constraints = [
            models.UniqueConstraint(
                fields=["database", "person"], name="information_topic_visit_once"
            )
        ]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return Q(person_id=person.pk) if person.pk else NOTHING
