"""Bulletins and reports that were made of a work list."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from zhiqiang.domains.duties.models.lists import WorkList
from zhiqiang.records.accounts.visibility import GuardedModel, for_holders


class WorkPaper(GuardedModel):
    """A bulletin or report: as Word, as PDF where a program for it is at hand, and as tables.

    ``as_of`` is the day for which it speaks, ``snapshot`` the one its figures come from.
    """

    work_list = models.ForeignKey(WorkList, on_delete=models.PROTECT, related_name="papers")
    title = models.CharField("标题", max_length=300)
    span = models.CharField("报告期", max_length=12)
    as_of = models.DateField("截至日期")
    snapshot = models.PositiveIntegerField("数据快照", null=True)
    document = models.ForeignKey(
        "files.StoredFile", on_delete=models.PROTECT, related_name="+", verbose_name="文档"
    )
    pdf = models.ForeignKey(
        "files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+",
        verbose_name="版式文件",
    )  # fmt: skip
    tables = models.ForeignKey(
        "files.StoredFile", on_delete=models.PROTECT, related_name="+", verbose_name="表格"
    )
    made_by = models.CharField("编制人", max_length=150)
    made_at = models.DateTimeField("编制时间", auto_now_add=True)

    class Meta:
        db_table = "duties_work_paper"
        verbose_name = "通报与报告"
        ordering = ["-made_at", "-pk"]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return for_holders(person, "see_internal", Q(pk__in=()))


class PaperTemplate(GuardedModel):
    """A Word file by which bulletins and reports are laid out; one at a time is in use."""

    file = models.ForeignKey(
        "files.StoredFile", on_delete=models.PROTECT, related_name="+", verbose_name="模板文件"
    )
    made_by = models.CharField("上传人", max_length=150)
    made_at = models.DateTimeField("上传时间", auto_now_add=True)
    is_in_use = models.BooleanField("使用中", default=True)

    class Meta:
        db_table = "duties_paper_template"
        verbose_name = "版式模板"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_in_use"],
                condition=Q(is_in_use=True),
                name="duties_paper_template_one_in_use",
            )
        ]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return for_holders(person, "see_internal", Q(pk__in=()))
