"""Trainings: who signed up, in which order, and who was there on which day."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhiqiang.records.casework.models.cases import Case, OfCase


class Enrolment(OfCase):
    """Somebody signed up for a training, or came without; personal data, masked on screen.

    ``place`` is the turn: those beyond the capacity wait, and move up when one before them cancels.
    ``phone`` is digits only and stands once in a training.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="enrolments")
    place = models.PositiveIntegerField("次序")
    name = models.CharField("姓名", max_length=40)
    unit = models.CharField("单位", max_length=120)
    phone = models.CharField("手机号", max_length=20)
    code_digest = models.CharField("报名码校验值", max_length=64)
    enrolled_at = models.DateTimeField("报名时间")
    cancelled_at = models.DateTimeField("取消时间", null=True)
    walked_in = models.BooleanField("现场登记", default=False)

    class Meta:
        db_table = "casework_enrolment"
        verbose_name = "报名"
        ordering = ["case", "place"]
        constraints = [
            models.UniqueConstraint(fields=["case", "place"], name="casework_enrolment_place"),
            models.UniqueConstraint(fields=["case", "phone"], name="casework_enrolment_phone"),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(unit="") & ~Q(phone=""), name="casework_enrolment_named"
            ),
        ]


class Attendance(OfCase):
    """Somebody was at a training on a day: one person-time."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="attendances")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="attendances")
    held_on = models.DateField("日期")
    at = models.DateTimeField("签到时间")
    at_counter = models.BooleanField("工作人员代签", default=False)

    class Meta:
        db_table = "casework_attendance"
        verbose_name = "签到"
        ordering = ["case", "held_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "held_on"], name="casework_attendance_once_a_day"
            )
        ]
