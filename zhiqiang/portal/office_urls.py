"""Addresses of the pages about the work of the installation: jobs and the journal."""

from django.urls import path

from zhiqiang.portal.views import jobs, journal

app_name = "office"
urlpatterns = [
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/<int:run_id>/", jobs.job, name="job"),
    path("jobs/<int:run_id>/progress/", jobs.job_progress, name="job_progress"),
    path("jobs/<int:run_id>/cancel/", jobs.cancel_job, name="cancel_job"),
    path("jobs/<int:run_id>/retry/", jobs.retry_job, name="retry_job"),
    path("journal/", journal.entries, name="journal"),
    path("journal/export/", journal.export, name="journal_export"),
    path("journal/verify/", journal.verify, name="journal_verify"),
    path("journal/<int:sequence>/", journal.entry, name="journal_entry"),
]
