from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "zhiqiang.portal"
    label = "portal"
