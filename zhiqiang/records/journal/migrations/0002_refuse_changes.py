"""Triggers that refuse to change or remove a line."""

from django.db import migrations

SQLITE = (
    (
        """CREATE TRIGGER journal_entry_no_update BEFORE UPDATE ON journal_entry
        BEGIN SELECT RAISE(ABORT, 'journal entries are never changed or removed'); END""",
        "DROP TRIGGER IF EXISTS journal_entry_no_update",
    ),
    (
        """CREATE TRIGGER journal_entry_no_delete BEFORE DELETE ON journal_entry
        BEGIN SELECT RAISE(ABORT, 'journal entries are never changed or removed'); END""",
        "DROP TRIGGER IF EXISTS journal_entry_no_delete",
    ),
    (
        # INSERT OR REPLACE removes a line without asking the trigger above.
        """CREATE TRIGGER journal_entry_at_the_end BEFORE INSERT ON journal_entry
        WHEN EXISTS (SELECT 1 FROM journal_entry
                     WHERE sequence >= NEW.sequence OR id = NEW.id OR hash = NEW.hash)
        BEGIN SELECT RAISE(ABORT, 'journal entries are never changed or removed'); END""",
        "DROP TRIGGER IF EXISTS journal_entry_at_the_end",
    ),
)
POSTGRESQL = (
    (
        """CREATE OR REPLACE FUNCTION journal_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'journal entries are never changed or removed'
        USING ERRCODE = 'integrity_constraint_violation'; END $$""",
        "DROP FUNCTION IF EXISTS journal_entry_refuse()",
    ),
    (
        """CREATE TRIGGER journal_entry_no_change BEFORE UPDATE OR DELETE ON journal_entry
        FOR EACH ROW EXECUTE FUNCTION journal_entry_refuse()""",
        "DROP TRIGGER IF EXISTS journal_entry_no_change ON journal_entry",
    ),
    (
        """CREATE TRIGGER journal_entry_no_truncate BEFORE TRUNCATE ON journal_entry
        FOR EACH STATEMENT EXECUTE FUNCTION journal_entry_refuse()""",
        "DROP TRIGGER IF EXISTS journal_entry_no_truncate ON journal_entry",
    ),
)


def _of(connection):
    return POSTGRESQL if connection.vendor == "postgresql" else SQLITE


def install(apps, schema_editor):
    for create, _ in _of(schema_editor.connection):
        schema_editor.execute(create)


def remove(apps, schema_editor):
    for _, drop in reversed(_of(schema_editor.connection)):
        schema_editor.execute(drop)


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
