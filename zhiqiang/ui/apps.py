from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "zhiqiang.ui"
    label = "ui"
