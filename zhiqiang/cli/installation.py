"""Bring an installation to life for a command: settings, and tables that fit this release."""

from __future__ import annotations

import os
import sys


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


def in_new_process(*arguments: str) -> list[str]:
    """Return how to run a command of ours in a process that inherits nothing but this home."""
    return [sys.executable, "-c", "from zhiqiang.cli.main import main; main()", *arguments]
