"""Addresses of services: the catalogue, applying, cases, the office's inbox, what is public."""

from django.urls import path

from zhiqiang.domains.services.views import (
    acting,
    applying,
    cases,
    catalogue,
    drafting,
    public,
    surveying,
    training,
)

app_name = "services"
urlpatterns = [
    path("", catalogue.catalogue, name="catalogue"),
    path("items/", drafting.manage, name="manage"),
    path("items/copy/", drafting.copy, name="copy"),
    path("items/import/", drafting.take_in, name="take_in"),
    path("items/<slug:key>/text/", drafting.edit, name="edit"),
    path("items/<slug:key>/text/export/", drafting.export, name="export_text"),
    path("items/<slug:key>/withdraw/", drafting.withdraw, name="withdraw"),
    path("items/<slug:key>/", catalogue.guide, name="guide"),
    path("items/<slug:key>/publish/", catalogue.publish, name="publish"),
    path("items/<slug:key>/apply/", applying.begin, name="begin"),
    path("items/<slug:key>/send/", public.send, name="send"),
    path("trainings/", training.trainings, name="trainings"),
    path("trainings/<int:case_id>/", training.enrol, name="training"),
    path("trainings/<int:case_id>/own/", training.own_enrolment, name="own_enrolment"),
    path("trainings/<int:case_id>/check-in/", training.check_in, name="check_in"),
    path("cases/<int:case_id>/attendance/", training.attendance, name="attendance"),
    path("cases/<int:case_id>/attendance/screen/", training.screen, name="attendance_screen"),
    path("cases/<int:case_id>/attendance/code.svg", training.picture, name="attendance_picture"),
    path("cases/<int:case_id>/attendance/sheet/", training.sheet, name="attendance_sheet"),
    path("survey/", surveying.respond, name="respond"),
    path("cases/<int:case_id>/survey/", surveying.survey, name="survey"),
    path("cases/<int:case_id>/survey/answers/", surveying.enter, name="enter_answer"),
    path("cases/<int:case_id>/survey/codes/", surveying.codes, name="survey_codes"),
    path("receipts/", public.receipt, name="receipt"),
    path("outcomes/", public.outcomes, name="outcomes"),
    path("cases/", cases.own, name="own"),
    path("cases/inbox/", cases.inbox, name="inbox"),
    path("cases/<int:case_id>/", cases.case, name="case"),
    path("cases/<int:case_id>/fill/", applying.fill, name="fill"),
    path("cases/<int:case_id>/act/<slug:verb>/", acting.act, name="act"),
    path("documents/<int:document_id>/", cases.document, name="document"),
]
