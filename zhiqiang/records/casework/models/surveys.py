"""Surveys: the sample that was drawn, who was asked, and answers that nobody can lay beside a name."""

from __future__ import annotations

import uuid

from django.db import models

from zhiqiang.records.casework.models.cases import Case, OfCase


class Survey(OfCase):
    """The sample of one case, as it was drawn.

    ``questions`` is the questionnaire as it stood on that day; ``frame`` lists for each stratum the
    ids of the parties that could be drawn, so that with ``seed`` the draw can be repeated.
    """

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="survey")
    questions = models.JSONField("问卷")
    size = models.PositiveIntegerField("样本量")
    seed = models.CharField("种子", max_length=32)
    frame = models.JSONField("抽样框")
    digest = models.CharField("抽样框校验值", max_length=64)
    opens_on = models.DateField("开始日")
    ends_on = models.DateField("截止日")
    drawn_at = models.DateTimeField("抽样时间")
    drawn_by = models.CharField("抽样人", max_length=120)

    class Meta:
        db_table = "casework_survey"
        verbose_name = "调查"


class SurveyInvitation(OfCase):
    """One party of a sample. The code itself is kept nowhere; of an answer only its day."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="invitations")
    place = models.PositiveIntegerField("序号")
    party = models.ForeignKey("registry.Party", on_delete=models.PROTECT, related_name="+")
    stratum = models.CharField("层", max_length=60)
    code_digest = models.CharField("答卷码校验值", max_length=64, unique=True)
    answered_on = models.DateField("答卷日", null=True)

    class Meta:
        db_table = "casework_survey_invitation"
        verbose_name = "调查对象"
        ordering = ["case", "place"]
        constraints = [
            models.UniqueConstraint(fields=["case", "place"], name="casework_invitation_place"),
            models.UniqueConstraint(fields=["case", "party"], name="casework_invitation_party"),
        ]


class SurveyAnswer(OfCase):
    """One answered questionnaire: its stratum and its marks, and nothing of who answered.

    Its key is drawn, so that not even the order of answers tells.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="answers")
    stratum = models.CharField("层", max_length=60)
    marks = models.JSONField("选项")
    at_counter = models.BooleanField("窗口代录", default=False)

    class Meta:
        db_table = "casework_survey_answer"
        verbose_name = "答卷"
        ordering = ["id"]
