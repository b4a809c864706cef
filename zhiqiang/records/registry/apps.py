from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "zhiqiang.records.registry"
    label = "registry"
