"""Addresses of programmes."""

from django.urls import path

from zhiqiang.domains.plans.views import (
    cascading,
    checking,
    loading,
    papers,
    promised,
    reading,
    review,
)

app_name = "plans"
urlpatterns = [
    path("", reading.programmes, name="programmes"),
    path("load/", loading.load, name="load"),
    path("check/", checking.check, name="check"),
    path("<int:id>/", reading.programme, name="programme"),
    path("<int:id>/promised/", promised.promised, name="promised"),
    path("<int:id>/targets/", reading.targets, name="targets"),
    path("<int:id>/targets/<str:code>/", reading.target, name="target"),
    path("<int:id>/targets/<str:code>/shares/", cascading.shares, name="shares"),
    path("<int:id>/tasks/", reading.tasks, name="tasks"),
    path("<int:id>/findings/", reading.findings, name="findings"),
    path("<int:id>/findings/answer/", review.answer_finding, name="answer_finding"),
    path("<int:id>/indicators/", review.answer, name="answer"),
    path("<int:id>/source/", reading.source, name="source"),
    path("<int:id>/review/", review.review, name="review"),
    path("<int:id>/corrections/", review.corrections, name="corrections"),
    path("<int:id>/correct/", review.correct, name="correct"),
    path("<int:id>/withdraw/", review.withdraw, name="withdraw"),
    path("<int:id>/editions/", loading.editions, name="editions"),
    path("<int:id>/amend/", loading.amend, name="amend"),
    path("<int:id>/decide/", loading.decide, name="decide"),
    path("<int:id>/cascade/", cascading.cascade, name="cascade"),
    path("<int:id>/download/", papers.download, name="download"),
]
