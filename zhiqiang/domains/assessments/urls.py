"""Addresses of assessments."""

from django.urls import path

from zhiqiang.domains.assessments import views

app_name = "assessments"
urlpatterns = [
    path("", views.assessments, name="assessments"),
    path("open/", views.open_assessment, name="open"),
    path("<int:assessment_id>/", views.assessment, name="assessment"),
    path("<int:assessment_id>/act/", views.act, name="act"),
    path("units/<int:unit_id>/", views.sheet, name="sheet"),
    path("appeals/<int:appeal_id>/answer/", views.answer, name="answer"),
]
