"""Files that were received, each kept once."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from zhiqiang.records.accounts.visibility import GuardedModel, for_holders


class StoredFile(GuardedModel):
    """A file under ``ZHIQIANG_HOME/files``, named there by its SHA-256."""

    sha256 = models.CharField("校验值", max_length=64, unique=True)
    name = models.CharField("文件名", max_length=255)
    size = models.PositiveBigIntegerField("字节数")
    received_at = models.DateTimeField("收到时间", auto_now_add=True)

    class Meta:
        db_table = "files_stored_file"
        verbose_name = "文件"

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return for_holders(person, "see_internal")
