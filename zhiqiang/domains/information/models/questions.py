"""Questions that people keep, and what the newest snapshot brought to them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from zhiqiang.records.accounts.visibility import NOTHING, GuardedModel


class SavedQuestion(GuardedModel):
    """A question of the search that one person keeps; nobody else sees it.

    ``new_rights`` are the first of the hits that ``snapshot`` brought, ``new_total`` is how many there
    were; ``trouble`` says why it could not be asked there.
    """

    person = models.ForeignKey(
        "accounts.Person", on_delete=models.CASCADE, related_name="+", verbose_name="保存人"
    )
    name = models.CharField("名称", max_length=60)
    text = models.TextField("检索式", blank=True)
    chosen = models.JSONField("筛选", default=dict)
    order = models.CharField("排序", max_length=20, blank=True)
    has_synonyms = models.BooleanField("含同义词", default=False)
    is_told = models.BooleanField("有新增时提醒", default=True)
    snapshot = models.PositiveIntegerField("数据快照", null=True)
    new_total = models.PositiveIntegerField("新增件数", default=0)
    new_rights = models.JSONField("新增记录", default=list)
    trouble = models.CharField("未能检索的原因", max_length=300, blank=True)
    made_at = models.DateTimeField("保存时间", auto_now_add=True)

    class Meta:
        db_table = "information_saved_question"
        verbose_name = "保存的检索"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "name"], name="information_question_name_once"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        return Q(person_id=person.pk) if person.pk else NOTHING
