from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "zhiqiang.records.journal"
    label = "journal"
