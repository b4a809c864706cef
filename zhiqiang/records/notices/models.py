"""Messages that the program leaves for people."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from zhiqiang.records.accounts.visibility import GuardedModel


class Notice(GuardedModel):
    """A message in the inbox of one person.

    ``key`` says what it is about; the same key reaches the same person once, however often the
    program comes by.
    """

    person = models.ForeignKey(
        "accounts.Person", on_delete=models.CASCADE, related_name="+", verbose_name="收件人"
    )
    key = models.CharField("事由标识", max_length=120)
    title = models.CharField("标题", max_length=200)
    text = models.TextField("内容", blank=True)
    address = models.CharField("页面", max_length=300, blank=True)
    made_at = models.DateTimeField("时间")
    read_at = models.DateTimeField("阅读时间", null=True)

    class Meta:
        db_table = "notices_notice"
        verbose_name = "提醒消息"
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="notices_notice_once")
        ]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return Q(person_id=person.pk) if person.pk else Q(pk__in=())
