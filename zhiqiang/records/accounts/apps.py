from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "zhiqiang.records.accounts"
    label = "accounts"
