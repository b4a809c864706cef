from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "zhiqiang.records.indicators"
    label = "indicators"
