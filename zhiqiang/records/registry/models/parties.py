"""Who holds rights, is designated, lends, trains."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from zhiqiang.records.accounts.visibility import GuardedModel, for_holders


class PartyKind(models.TextChoices):
    FIRM = "firm", "企业"
    UNIVERSITY = "university", "高等院校"
    INSTITUTE = "institute", "科研机构"
    AGENCY = "agency", "服务机构"
    BANK = "bank", "金融机构"
    PUBLIC_BODY = "public_body", "机关团体"
    PERSON = "person", "个人"
    UNKNOWN = "unknown", "未确认"


class Party(GuardedModel):
    """A firm, an institution or a natural person.

    ``identity`` is ``USCC:`` and the credit code where one is known, else ``NAME:`` and the name
    after NFKC without spaces (which is ``name_key``); it is what a later list is matched by.
    One that is ``same_as`` another was merged into it: nothing hangs on it, and lists that name it
    mean the other.
    """

    identity = models.CharField("识别键", max_length=255, unique=True)
    kind = models.CharField("类别", max_length=12, choices=PartyKind.choices)
    name = models.CharField("名称", max_length=250)
    name_key = models.CharField("名称识别键", max_length=250)
    name_form = models.CharField("名称统一写法", max_length=250, blank=True)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    region_code = models.CharField("区划代码", max_length=6, blank=True)
    address = models.CharField("地址", max_length=300, blank=True)
    industry_code = models.CharField("国民经济行业代码", max_length=5, blank=True)
    size = models.CharField("企业规模", max_length=20, blank=True)
    same_as = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="已并入"
    )

    class Meta:
        db_table = "registry_party"
        verbose_name = "主体"
        indexes = [
            models.Index(fields=["name"], name="registry_party_name"),
            models.Index(fields=["name_key"], name="registry_party_name_key"),
            models.Index(fields=["name_form"], name="registry_party_form"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return for_holders(person, "see_internal", ~Q(kind=PartyKind.PERSON))
