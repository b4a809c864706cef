"""Headings that officials have taught this installation."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from zhiqiang.records.accounts.visibility import GuardedModel, for_holders


class TaughtHeading(GuardedModel):
    """A heading that lists of a source come with, and the field that it means there.

    ``word`` is the heading in the form to compare by. An empty ``field`` says that the column is
    not used. The declaration of the source goes before it.
    """

    source = models.CharField("来源", max_length=80)
    heading = models.CharField("列名", max_length=120)
    word = models.CharField("比对用列名", max_length=120)
    field = models.CharField("对应字段", max_length=60, blank=True)
    taught_by = models.CharField("操作人", max_length=120)
    taught_at = models.DateTimeField("对应时间", auto_now=True)

    class Meta:
        db_table = "registry_taught_heading"
        verbose_name = "列名对应"
        ordering = ["source", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "word"], name="registry_taught_heading_once_in_a_source"
            )
        ]

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return for_holders(person, "see_internal")
