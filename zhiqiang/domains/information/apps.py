from django.apps import AppConfig


class InformationConfig(AppConfig):
    name = "zhiqiang.domains.information"
    label = "information"
