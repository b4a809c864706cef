"""Imports and the origin of every fact."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from zhiqiang.records.accounts.visibility import GuardedModel, for_holders


class Batch(GuardedModel):
    """One take-over of one received file by one source declaration.

    ``columns`` maps each sheet to its headings and their fields; ``cells`` names the Parquet file
    under ``ZHIQIANG_HOME/imports`` that keeps the cells as received. ``made`` maps each table to the
    first and the last id of the rows that this import added. An import that was undone keeps what
    was received and what was said about it.
    """

    source = models.CharField("来源", max_length=80)
    file = models.ForeignKey(
        "files.StoredFile", on_delete=models.PROTECT, related_name="+", verbose_name="文件"
    )
    file_name = models.CharField("收到时的文件名", max_length=255)
    taken_over_at = models.DateTimeField("接收时间")
    actor = models.CharField("操作人", max_length=120)
    columns = models.JSONField("列对应", default=dict)
    cells = models.CharField("单元格文件", max_length=60, blank=True)
    rows = models.PositiveIntegerField("行数")
    new = models.PositiveIntegerField("新增")
    changed = models.PositiveIntegerField("变更")
    same = models.PositiveIntegerField("不变")
    refused = models.PositiveIntegerField("拒收")
    made = models.JSONField("新增各表编号", default=dict)
    undone_at = models.DateTimeField("撤销时间", null=True)
    undone_by = models.CharField("撤销人", max_length=120, blank=True)

    class Meta:
        db_table = "registry_batch"
        verbose_name = "导入批次"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    rows=models.F("new")
                    + models.F("changed")
                    + models.F("same")
                    + models.F("refused")
                ),
                name="registry_batch_counts_add_up",
            )
        ]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return for_holders(person, "see_internal")


class BatchFinding(GuardedModel):
    """A remark about a received sheet, with its place."""

    batch = models.ForeignKey(
        Batch,
        on_delete=models.CASCADE,
        related_name="findings",
        db_index=False,  # the one below begins with it
    )
    severity = models.CharField("程度", max_length=10)
    code = models.CharField("代码", max_length=60)
    message = models.TextField("内容")
    sheet = models.CharField("工作表", max_length=120, blank=True)
    row = models.PositiveIntegerField("行", default=0)
    column = models.CharField("列", max_length=120, blank=True)

    class Meta:
        db_table = "registry_batch_finding"
        verbose_name = "导入问题"
        ordering = ["id"]
        indexes = [models.Index(fields=["batch", "row"], name="registry_batch_finding_row")]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return for_holders(person, "see_internal")


class EarlierRow(GuardedModel):
    """A row of the register as it was before an import changed or removed it.

    ``row`` is the whole row by its columns. By these an import is undone.
    """

    batch = models.ForeignKey(
        Batch,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,  # the constraint has one that begins with it
    )
    place = models.CharField("表", max_length=40)
    row_id = models.BigIntegerField("行编号")
    row = models.JSONField("内容")

    class Meta:
        db_table = "registry_earlier_row"
        verbose_name = "变更前的行"
        indexes = [models.Index(fields=["place", "row_id"], name="registry_earlier_row_place")]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "place", "row_id"], name="registry_earlier_row_once"
            )
        ]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return for_holders(person, "see_internal")


class Subject(models.TextChoices):
    """Kinds of facts that a provenance row can speak of."""

    RIGHT = "right", "权利"
    PARTY = "party", "主体"
    EVENT = "event", "事件"
    DESIGNATION = "designation", "认定"
    ACTIVITY = "activity", "活动"
    STATISTIC = "statistic", "统计数据"
    BUDGET = "budget", "经费"
    PARTY_NAME = "party_name", "曾用名"


class Provenance(GuardedModel):
    """A row of a received sheet that made, changed or confirmed a fact.

    ``row`` counts from 1 as the spreadsheet program shows it, headings included.
    """

    batch = models.ForeignKey(
        Batch,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,  # one of those below begins with it
    )
    sheet = models.CharField("工作表", max_length=120, blank=True)
    row = models.PositiveIntegerField("行")
    subject = models.CharField("事实种类", max_length=12, choices=Subject.choices)
    subject_id = models.BigIntegerField("事实编号")

    class Meta:
        db_table = "registry_provenance"
        verbose_name = "数据来源"
        indexes = [
            models.Index(fields=["subject", "subject_id"], name="registry_provenance_subject"),
            models.Index(fields=["batch", "row"], name="registry_provenance_row"),
        ]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return for_holders(person, "see_internal")
