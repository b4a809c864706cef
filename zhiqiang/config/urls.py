"""All addresses, room by room."""

from django.urls import include, path

urlpatterns = [
    path("", include("zhiqiang.portal.urls")),
    path("office/", include("zhiqiang.portal.office_urls")),
    path("running/", include("zhiqiang.portal.running_urls")),
    path("figures/", include("zhiqiang.portal.figures_urls")),
    path("api/", include("zhiqiang.api.urls")),
    path("programmes/", include("zhiqiang.domains.plans.urls")),
    path("work/", include("zhiqiang.domains.duties.urls")),
    path("services/", include("zhiqiang.domains.services.urls")),
    path("assessments/", include("zhiqiang.domains.assessments.urls")),
    path("landscapes/", include("zhiqiang.domains.landscapes.urls")),
    path("information/", include("zhiqiang.domains.information.urls")),
]

handler403 = "zhiqiang.portal.failures.forbidden"
handler404 = "zhiqiang.portal.failures.missing"
handler500 = "zhiqiang.portal.failures.broken"
