"""Addresses of assessments."""

from django.urls import path

from zhiqiang.domains.assessments.views import commendations, scores

app_name = "assessments"
urlpatterns = [
    path("", scores.assessments, name="assessments"),
    path("open/", scores.open_assessment, name="open"),
    path("<int:assessment_id>/", scores.assessment, name="assessment"),
    path("<int:assessment_id>/act/", scores.act, name="act"),
    path("<int:assessment_id>/paper/", scores.paper, name="paper"),
    path("units/<int:unit_id>/", scores.sheet, name="sheet"),
    path("commendations/", commendations.commendations, name="commendations"),
    path("commendations/open/", commendations.open_commendation, name="open_commendation"),
    path("commendations/<int:commendation_id>/", commendations.commendation, name="commendation"),
    path("commendations/<int:commendation_id>/act/", commendations.act, name="commendation_act"),
    path(
        "commendations/<int:commendation_id>/paper/", commendations.paper, name="commendation_paper"
    ),
    path("appeals/<int:appeal_id>/answer/", scores.answer, name="answer"),
]
