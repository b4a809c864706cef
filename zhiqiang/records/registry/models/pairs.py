"""Parties that may be one: what was found, what was decided, and what a merge moved."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from zhiqiang.records.accounts.visibility import GuardedModel, for_holders


class PairState(models.TextChoices):
    OPEN = "open", "待判断"
    SAME = "same", "同一主体"
    APART = "apart", "不同主体"


class PartyPair(GuardedModel):
    """Two parties that resemble each other, why, and what was decided about them.

    ``proposal`` is what the comparison came to:
    ``queue`` (a person decides) or ``merge`` (nothing speaks against it). ``evidence`` are pairs of
    label and text; ``facts`` counts the rights, events and designations that hang on the two.
    ``judged_upon`` are the reasons and the evidence as they were when somebody decided: what is
    not among them later opens the pair again. An import that is undone may take a party away; the
    pair is found again by the identities.
    """

    first = models.ForeignKey(
        "registry.Party", on_delete=models.CASCADE, null=True, related_name="+"
    )
    second = models.ForeignKey(
        "registry.Party", on_delete=models.CASCADE, null=True, related_name="+"
    )
    first_identity = models.CharField("识别键一", max_length=255)
    second_identity = models.CharField("识别键二", max_length=255)
    state = models.CharField(
        "状态", max_length=8, choices=PairState.choices, default=PairState.OPEN
    )
    proposal = models.CharField("比对结果", max_length=8)
    score = models.FloatField("相似度")
    reasons = models.JSONField("理由", default=list)
    evidence = models.JSONField("佐证", default=list)
    facts = models.PositiveIntegerField("涉及记录数")
    found_at = models.DateTimeField("发现时间")
    decided_by = models.CharField("判定人", max_length=120, blank=True)
    decided_at = models.DateTimeField("判定时间", null=True)
    why = models.CharField("判定理由", max_length=500, blank=True)
    judged_upon = models.JSONField("判定时的依据", default=list)

    class Meta:
        db_table = "registry_party_pair"
        verbose_name = "疑似同一主体"
        ordering = ["-facts", "-score", "id"]
        indexes = [
            models.Index(fields=["state", "-facts"], name="registry_party_pair_state"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="registry_party_pair_once")
        ]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return for_holders(person, "see_internal")


class PartyMerge(GuardedModel):
    """One party was merged into another: ``gone`` is an alias of ``kept`` until it is parted.

    ``filled`` are the columns of ``kept`` that got their value from ``gone``. ``after_batch`` and
    ``parted_after_batch`` are the newest imports at the time: by them an import knows whether it
    came before or after.
    """

    pair = models.ForeignKey(
        PartyPair, on_delete=models.PROTECT, related_name="merges", verbose_name="所判"
    )
    kept = models.ForeignKey("registry.Party", on_delete=models.PROTECT, related_name="+")
    gone = models.ForeignKey("registry.Party", on_delete=models.PROTECT, related_name="+")
    filled = models.JSONField("补入的内容", default=dict)
    merged_by = models.CharField("合并人", max_length=120)
    merged_at = models.DateTimeField("合并时间")
    why = models.CharField("合并理由", max_length=500, blank=True)
    after_batch = models.BigIntegerField("合并前最后批次")
    parted_by = models.CharField("拆分人", max_length=120, blank=True)
    parted_at = models.DateTimeField("拆分时间", null=True)
    parted_after_batch = models.BigIntegerField("拆分前最后批次", null=True)

    class Meta:
        db_table = "registry_party_merge"
        verbose_name = "主体合并"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["gone"],
                condition=Q(parted_at__isnull=True),
                name="registry_party_merge_into_one",
            )
        ]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return for_holders(person, "see_internal")


class MovedRow(GuardedModel):
    """A row that a merge moved from one party to another, by the column that named the party.

    Rows that came later under the name of the party that is gone are among them: they go back
    with the others.
    """

    merge = models.ForeignKey(
        PartyMerge,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,  # the constraint has one that begins with it
    )
    place = models.CharField("表", max_length=40)
    column = models.CharField("列", max_length=40)
    row_id = models.BigIntegerField("行编号")

    class Meta:
        db_table = "registry_moved_row"
        verbose_name = "合并所及的行"
        indexes = [models.Index(fields=["place", "row_id"], name="registry_moved_row_place")]
        constraints = [
            models.UniqueConstraint(
                fields=["merge", "place", "column", "row_id"], name="registry_moved_row_once"
            )
        ]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return for_holders(person, "see_internal")
