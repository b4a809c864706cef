from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "zhiqiang.records.files"
    label = "files"
