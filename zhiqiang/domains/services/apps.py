from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "zhiqiang.domains.services"
    label = "services"
