from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "zhiqiang.records.casework"
    label = "casework"
