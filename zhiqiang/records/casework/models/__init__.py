"""The tables of cases and of what cases gather."""

from zhiqiang.records.casework.models.cases import (
    Case,
    CaseDocument,
    CaseParty,
    Clock,
    Consultation,
    OfCase,
    ServiceVersion,
    Signature,
    TimelineEntry,
)
from zhiqiang.records.casework.models.surveys import Survey, SurveyAnswer, SurveyInvitation

__all__ = [
    "Case",
    "CaseDocument",
    "CaseParty",
    "Clock",
    "Consultation",
    "OfCase",
    "ServiceVersion",
    "Signature",
    "Survey",
    "SurveyAnswer",
    "SurveyInvitation",
    "TimelineEntry",
]
