"""The tables of cases and of what cases gather."""

from zhiqiang.records.casework.models.cases import (
    Case,
    CaseDocument,
    CaseParty,
    Clock,
    Consultation,
    OfCase,
    ServiceDraft,
    ServiceVersion,
    Signature,
    TimelineEntry,
)
from zhiqiang.records.casework.models.surveys import Survey, SurveyAnswer, SurveyInvitation
from zhiqiang.records.casework.models.trainings import Attendance, Enrolment

__all__ = [
    "Attendance",
    "Case",
    "CaseDocument",
    "CaseParty",
    "Clock",
    "Consultation",
    "Enrolment",
    "OfCase",
    "ServiceDraft",
    "ServiceVersion",
    "Signature",
    "Survey",
    "SurveyAnswer",
    "SurveyInvitation",
    "TimelineEntry",
]
