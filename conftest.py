"""For every test: the journal can be emptied between tests, and by nothing else."""

from importlib import import_module

import pytest
from django.db.backends.base.operations import BaseDatabaseOperations

_triggers = import_module("zhiqiang.records.journal.migrations.0002_refuse_changes")


@pytest.fixture(autouse=True, scope="session")
def _the_test_database_may_be_emptied():
    """Tests with real transactions end with a flush, which the triggers would refuse."""
    flush = BaseDatabaseOperations.execute_sql_flush

    def lift_and_flush(operations, statements):
        connection = operations.connection
        lifted = [drop for _, drop in reversed(_triggers._of(connection))]
        with connection.cursor() as cursor:
            for statement in lifted:
                cursor.execute(statement)
        flush(operations, statements)
        with connection.cursor() as cursor:
            for create, _ in _triggers._of(connection):
                cursor.execute(create)

    BaseDatabaseOperations.execute_sql_flush = lift_and_flush
    yield
    BaseDatabaseOperations.execute_sql_flush = flush
