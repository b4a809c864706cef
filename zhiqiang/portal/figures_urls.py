"""Addresses of the pages about figures that are closed, reported and compared."""

from django.urls import path

from zhiqiang.portal.views import comparing, defining, periods, quality, reports

app_name = "figures"
urlpatterns = [
    path("periods/", periods.periods, name="periods"),
    path("periods/fill/", periods.fill, name="fill"),
    path("periods/<int:close_id>/", periods.period, name="period"),
    path("periods/<int:close_id>/act/", periods.act, name="act"),
    path("periods/<int:close_id>/correct/", periods.correct, name="correct"),
    path("periods/<int:close_id>/annex/", periods.annex, name="annex"),
    path("periods/<int:close_id>/annex/figures/", periods.annex_part, name="annex_part"),
    path("compare/<slug:key>/", comparing.compare, name="compare"),
    path("apart/<slug:key>/", comparing.apart, name="apart"),
    path("outlook/<int:id>/<slug:code>/", comparing.outlook, name="outlook"),
    path("quality/", quality.quality_page, name="quality"),
    path("definitions/", defining.definitions, name="definitions"),
    path("definitions/new/", defining.define_new, name="define_new"),
    path("definitions/<slug:key>/", defining.define, name="define"),
    path("definitions/<slug:key>/take-back/", defining.take_back, name="take_back"),
    path("reports/", reports.reports, name="reports"),
    path("reports/<int:report_id>/evidence/", reports.evidence, name="evidence"),
]
