"""Addresses of the pages that bring a programme and its work together."""

from django.urls import path

from zhiqiang.portal.views import papers, running, scoring

app_name = "running"
urlpatterns = [
    path("programmes/<int:id>/", running.programme, name="programme"),
    path("lists/<int:list_id>/refresh/", running.refresh, name="refresh"),
    path("lists/<int:list_id>/export/", running.export, name="export"),
    path("lists/<int:list_id>/papers/", papers.papers, name="papers"),
    path("lists/<int:list_id>/bodies/<int:body_id>/paper/", papers.of_body, name="body_paper"),
    path("papers/<int:paper_id>/<slug:form>/", papers.paper, name="paper"),
    path("assessments/<int:assessment_id>/score/", scoring.score, name="score"),
    path("inbox/", running.inbox, name="inbox"),
    path("inbox/<int:notice_id>/", running.open_notice, name="open_notice"),
]
