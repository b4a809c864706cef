"""Addresses of programmes."""

from django.urls import path

from zhiqiang.domains.plans import views

app_name = "plans"
urlpatterns = [
    path("", views.programmes, name="programmes"),
    path("load/", views.load, name="load"),
    path("<int:id>/", views.programme, name="programme"),
    path("<int:id>/targets/", views.targets, name="targets"),
    path("<int:id>/targets/<str:code>/", views.target, name="target"),
    path("<int:id>/tasks/", views.tasks, name="tasks"),
    path("<int:id>/findings/", views.findings, name="findings"),
    path("<int:id>/indicators/", views.answer, name="answer"),
    path("<int:id>/source/", views.source, name="source"),
]
