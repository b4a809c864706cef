from django.apps import AppConfig
from django.core.checks import register


class AccountsConfig(AppConfig):
    name = "zhiqiang.records.accounts"
    label = "accounts"

    def ready(self) -> None:
        from zhiqiang.records.accounts import checks

        register(checks.check_roles)
        register(checks.check_provider)
