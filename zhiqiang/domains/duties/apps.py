from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "zhiqiang.domains.duties"
    label = "duties"
