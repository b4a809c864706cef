"""Triggers that note which rows of the register are not as they were at the last snapshot."""

from django.db import migrations

from zhiqiang.records.indicators import watching


def install(apps, schema_editor):
    watching.install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("indicators", "0001_initial"), ("registry", "0001_initial")]

    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
