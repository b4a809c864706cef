"""The journal: every act, in order, each line chained to the one before it."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """One act. Never changed and never removed; ``hash`` covers the line and ``previous_hash``."""

    sequence = models.PositiveBigIntegerField("序号", unique=True)
    at = models.DateTimeField("时间")
    actor = models.CharField("操作人", max_length=120)
    act = models.CharField("操作", max_length=80)
    subject = models.CharField("对象", max_length=200)
    detail = models.JSONField("内容", default=dict)
    previous_hash = models.CharField("上一条校验值", max_length=64)
    hash = models.CharField("校验值", max_length=64, unique=True)

    class Meta:
        db_table = "journal_entry"
        verbose_name = "操作日志"
        ordering = ["-sequence"]
        indexes = [models.Index(fields=["subject"], name="journal_entry_subject")]
