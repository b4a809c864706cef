"""Database triggers that refuse to change or remove a line of the journal, whoever asks.

They stop mistakes of the program and careless hands. Who may drop a trigger can get around them;
that is what the chain and the anchors kept elsewhere are for.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_REFUSAL = "journal entries are never changed or removed"

_SQLITE = (
    f"""CREATE TRIGGER journal_entry_no_update BEFORE UPDATE ON journal_entry
        BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END""",
    f"""CREATE TRIGGER journal_entry_no_delete BEFORE DELETE ON journal_entry
        BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END""",
    # INSERT OR REPLACE removes a line without asking the trigger above.
    f"""CREATE TRIGGER journal_entry_at_the_end BEFORE INSERT ON journal_entry
        WHEN EXISTS (SELECT 1 FROM journal_entry
                     WHERE sequence >= NEW.sequence OR id = NEW.id)
        BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END""",
)
_SQLITE_DROP = (
    "DROP TRIGGER IF EXISTS journal_entry_no_update",
    "DROP TRIGGER IF EXISTS journal_entry_no_delete",
    "DROP TRIGGER IF EXISTS journal_entry_at_the_end",
)
_POSTGRESQL = (
    f"""CREATE OR REPLACE FUNCTION journal_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
        END $$""",
    """CREATE TRIGGER journal_entry_no_change BEFORE UPDATE OR DELETE ON journal_entry
       FOR EACH ROW EXECUTE FUNCTION journal_entry_refuse()""",
    """CREATE TRIGGER journal_entry_no_truncate BEFORE TRUNCATE ON journal_entry
       FOR EACH STATEMENT EXECUTE FUNCTION journal_entry_refuse()""",
)
_POSTGRESQL_DROP = (
    "DROP TRIGGER IF EXISTS journal_entry_no_change ON journal_entry",
    "DROP TRIGGER IF EXISTS journal_entry_no_truncate ON journal_entry",
    "DROP FUNCTION IF EXISTS journal_entry_refuse()",
)


def install(connection: Any) -> None:
    """Create the triggers on the database of ``connection``."""
    _run(connection, _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE)


def remove(connection: Any) -> None:
    """Drop the triggers: for undoing the migration, and for emptying a test database."""
    _run(connection, _POSTGRESQL_DROP if connection.vendor == "postgresql" else _SQLITE_DROP)


@contextmanager
def lifted(connection: Any) -> Iterator[None]:
    """Work without the triggers for as long as the block lasts; tests only."""
    remove(connection)
    try:
        yield
    finally:
        install(connection)


def _run(connection: Any, statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
