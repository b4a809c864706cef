from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "zhiqiang.domains.plans"
    label = "plans"
