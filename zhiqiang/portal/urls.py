"""Addresses of the pages that combine."""

from django.urls import path

from zhiqiang.portal.people.urls import urlpatterns as people
from zhiqiang.portal.views import patterns

app_name = "portal"
urlpatterns = [
    *people,
    path("ui/patterns/", patterns.patterns, name="patterns"),
]
