from django.apps import AppConfig


class LandscapesConfig(AppConfig):
    name = "zhiqiang.domains.landscapes"
    label = "landscapes"
