"""Write the journal from several processes at once, then verify it and try to tamper with it.

Run as a program in a home of its own. Prints one JSON line: how many lines there are, what the
verification says, and which statements past the program the database refused.
"""

from __future__ import annotations

import json
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiqiang.config.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import DatabaseError, connection, transaction  # noqa: E402

from zhiqiang.records.journal import actions, queries  # noqa: E402
from zhiqiang.records.journal.models import Entry  # noqa: E402

PROCESSES, EACH = 4, 25
TAMPERING = {
    "update": "UPDATE journal_entry SET actor = 'x' WHERE sequence = 3",
    "delete": "DELETE FROM journal_entry WHERE sequence = 3",
    "delete all": "DELETE FROM journal_entry",
}
SQLITE_ONLY = {
    "replace": "INSERT OR REPLACE INTO journal_entry SELECT * FROM journal_entry WHERE sequence = 3"
}
POSTGRESQL_ONLY = {"truncate": "TRUNCATE journal_entry"}


def write_some(who: int) -> None:
    for number in range(EACH):
        with transaction.atomic():
            actions.write(f"clerk {who}", "import", f"batch:{number}", {"who": who})


def leave_connection() -> None:
    """Close the connection, and the pool where there is one: a child must not inherit either."""
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()


def main() -> None:
    call_command("migrate", verbosity=0, skip_checks=True)
    leave_connection()
    children = []
    for who in range(PROCESSES):
        child = os.fork()
        if child == 0:
            write_some(who)
            os._exit(0)
        children.append(child)
    statuses = [os.waitpid(child, 0)[1] for child in children]
    refused = []
    special = POSTGRESQL_ONLY if connection.vendor == "postgresql" else SQLITE_ONLY
    for name, statement in (TAMPERING | special).items():
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
        except DatabaseError:
            refused.append(name)
    findings = [finding.as_json() for finding in queries.verify()]
    out = {
        "statuses": statuses,
        "lines": Entry.objects.for_program("test").count(),
        "findings": findings,
    }
    print(json.dumps(out | {"refused": refused}))  # noqa: T201 - the answer of this program


if __name__ == "__main__":
    main()
