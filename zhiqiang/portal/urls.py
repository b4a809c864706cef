"""Addresses of the pages that combine."""

from django.urls import path

from zhiqiang.portal.views import patterns

app_name = "portal"
urlpatterns = [
    path("ui/patterns/", patterns.patterns, name="patterns"),
]
