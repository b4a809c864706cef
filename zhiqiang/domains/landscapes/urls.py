"""Addresses of patent navigation."""

from django.urls import path

from zhiqiang.domains.landscapes.views import acting, projects, reading

app_name = "landscapes"
urlpatterns = [
    path("", projects.projects, name="projects"),
    path("open/", projects.open_project, name="open"),
    path("<int:landscape_id>/", projects.project, name="project"),
    path("<int:landscape_id>/tree/", projects.tree, name="tree"),
    path("<int:landscape_id>/samples/", projects.samples, name="samples"),
    path("samples/<int:sample_id>/", projects.sample, name="sample"),
    path("<int:landscape_id>/analyses/", reading.analyses, name="analyses"),
    path("<int:landscape_id>/report/", reading.report, name="report"),
    path("<int:landscape_id>/report/paper/", reading.paper, name="paper"),
    path("<int:landscape_id>/report/printed/", reading.printed, name="printed"),
    path("<int:landscape_id>/changes/", reading.changed, name="changes"),
    path("<int:landscape_id>/recount/", reading.recounted, name="recount"),
    path("<int:landscape_id>/watches/", projects.watches, name="watches"),
    path("<int:landscape_id>/act/", acting.act, name="act"),
    path("alerts/<int:alert_id>/", acting.answer, name="answer"),
]
