"""The journal: every act, in order, each line chained to the one before it."""

from __future__ import annotations

import json
from typing import Any

from django.db import models
from django.db.models import Q

from zhiqiang.records.accounts.visibility import GuardedModel, for_holders
from zhiqiang.records.journal.lines import canonical


class JsonText(models.TextField):
    """JSON kept as the very text that was hashed; a JSON column may rewrite what it is given."""

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        # Migrations import nothing of ours, and in the database it is text.
        name, _, args, keywords = super().deconstruct()
        return name, "django.db.models.TextField", args, keywords

    def get_prep_value(self, value: Any) -> str:
        return canonical(value)

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        try:
            return json.loads(value or "{}")
        except ValueError:
            # Somebody has written here past the program; the journal must still be readable.
            return {"unreadable": value}


class Entry(GuardedModel):
    """One act. Never changed and never removed; ``hash`` covers the line and ``previous_hash``.

    ``address`` is from where it was done; a field that the act changed stands in ``detail`` as
    ``[before, after]``.
    """

    sequence = models.PositiveBigIntegerField("序号", unique=True)
    at = models.DateTimeField("时间")
    actor = models.CharField("操作人", max_length=120)
    address = models.CharField("来源", max_length=60, default="")
    act = models.CharField("操作", max_length=80)
    subject = models.CharField("对象", max_length=200)
    detail = JsonText("内容", default=dict)
    previous_hash = models.CharField("上一条校验值", max_length=64)
    hash = models.CharField("校验值", max_length=64, unique=True)

    class Meta:
        db_table = "journal_entry"
        verbose_name = "操作日志"
        ordering = ["-sequence"]
        indexes = [
            models.Index(fields=["subject"], name="journal_entry_subject"),
            models.Index(fields=["actor", "-sequence"], name="journal_entry_actor"),
            models.Index(fields=["act", "-sequence"], name="journal_entry_act"),
            models.Index(fields=["at"], name="journal_entry_at"),
        ]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return for_holders(person, "read_journal")
