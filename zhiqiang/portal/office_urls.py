"""Addresses of the pages about the work of the installation: jobs, the journal, what was sent."""

from django.urls import path

from zhiqiang.portal.views import deliveries, jobs, journal

app_name = "office"
urlpatterns = [
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/<int:run_id>/", jobs.job, name="job"),
    path("jobs/<int:run_id>/progress/", jobs.job_progress, name="job_progress"),
    path("jobs/<int:run_id>/cancel/", jobs.cancel_job, name="cancel_job"),
    path("jobs/<int:run_id>/retry/", jobs.retry_job, name="retry_job"),
    path("deliveries/", deliveries.deliveries, name="deliveries"),
    path("deliveries/<int:letter_id>/again/", deliveries.send_again, name="send_again"),
    path("journal/", journal.entries, name="journal"),
    path("journal/export/", journal.export, name="journal_export"),
    path("journal/verify/", journal.verify, name="journal_verify"),
    path("journal/<int:sequence>/", journal.entry, name="journal_entry"),
]
