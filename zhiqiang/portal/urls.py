"""Addresses of the pages that combine."""

from django.urls import URLPattern

app_name = "portal"
urlpatterns: list[URLPattern] = []
