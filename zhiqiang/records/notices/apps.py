from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "zhiqiang.records.notices"
    label = "notices"
