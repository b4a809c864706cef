"""Bring an installation to life for a command: settings, and tables that fit this release."""

from __future__ import annotations

import os


def open_ledger() -> None:
    """Set Django up and bring the tables of this home up to date; the first time, make them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiqiang.config.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)
