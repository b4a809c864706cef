from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "zhiqiang.domains.assessments"
    label = "assessments"
