"""All addresses, room by room."""

from django.urls import include, path

urlpatterns = [
    path("", include("zhiqiang.portal.urls")),
    path("programmes/", include("zhiqiang.domains.plans.urls")),
]
