"""Names that parties bore, and why a name in a list was taken for a party."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from zhiqiang.records.accounts.visibility import GuardedModel, for_holders


class PartyName(GuardedModel):
    """A former name of a party, from a day (inclusive) until a day (exclusive), as a list states it.

    ``name_form`` is the name in one writing, by which it is found again.
    """

    identity = models.CharField("识别键", max_length=300, unique=True)
    party = models.ForeignKey("registry.Party", on_delete=models.PROTECT, related_name="+")
    name = models.CharField("曾用名", max_length=250)
    name_key = models.CharField("名称识别键", max_length=250)
    name_form = models.CharField("名称统一写法", max_length=250)
    from_on = models.DateField("启用日", null=True)
    until_on = models.DateField("变更日", null=True)

    class Meta:
        db_table = "registry_former_name"
        verbose_name = "曾用名"
        ordering = ["party", "until_on", "id"]
        indexes = [models.Index(fields=["name_form"], name="registry_former_name_form")]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_on__isnull=True)
                | Q(until_on__isnull=True)
                | Q(from_on__lt=models.F("until_on")),
                name="registry_former_name_in_order",
            )
        ]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return for_holders(person, "see_internal", ~Q(party__kind="person"))


class Ground(models.TextChoices):
    """Why a name in a list was taken for a party, the surest first."""

    CODE = "code", "统一社会信用代码相同"
    CODE_ADDED = "code_added", "名称相同，据清单补记统一社会信用代码"
    HISTORY = "history", "是名称沿革中当时有效的曾用名"
    DECISION = "decision", "主体判定为同一主体"
    NAME = "name", "名称相同"
    FORM = "form", "名称相同，只有全半角、繁简、空格、括号或标点的写法不同"
    NEW = "new", "首次登记"


class PartyMatch(GuardedModel):
    """A name in a received list was taken for a party, and on what ground.

    ``row`` is the first row of the list that names it. ``former`` and ``merge`` are the former name
    and the merge that it rests on.
    """

    batch = models.ForeignKey("registry.Batch", on_delete=models.CASCADE, related_name="+")
    party = models.ForeignKey("registry.Party", on_delete=models.PROTECT, related_name="+")
    name = models.CharField("所载名称", max_length=250)
    credit_code = models.CharField("所载统一社会信用代码", max_length=18, blank=True)
    ground = models.CharField("依据", max_length=12, choices=Ground.choices)
    sheet = models.CharField("工作表", max_length=120, blank=True)
    row = models.PositiveIntegerField("行")
    former = models.ForeignKey(
        PartyName, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    merge = models.ForeignKey(
        "registry.PartyMerge", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        db_table = "registry_party_match"
        verbose_name = "主体识别依据"
        ordering = ["-batch", "id"]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return for_holders(person, "see_internal")
