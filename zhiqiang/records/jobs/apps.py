from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "zhiqiang.records.jobs"
    label = "jobs"
