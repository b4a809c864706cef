"""The same rooms on PostgreSQL: people, journal with its triggers, jobs, and work lists.

A server of its own is started in a temporary folder, reachable from this machine only, and the
tests of the rooms run against it in a process of their own. Without PostgreSQL they are skipped.
The records are in ``test_postgres_records.py``, so that two processes share the work.
"""

import pytest

from tests.on_postgres import run_tests, vendor

pytestmark = pytest.mark.postgres
ROOMS = [
    "zhiqiang/records/accounts",
    "zhiqiang/records/journal",
    "zhiqiang/records/jobs",
    "zhiqiang/domains/duties",
    "tests/test_matrix_guards.py",
]
#: long, and the same on any database
LEFT_OUT = [
    "zhiqiang/records/accounts/tests/test_sign_in.py::test_ten_thousand_names_from_one_address_take_thirty_hashes",
    "zhiqiang/records/accounts/tests/test_sign_in.py::test_ten_thousand_attempts_on_one_account_take_bounded_time_and_five_hashes",
    "zhiqiang/records/accounts/tests/test_bodies.py::Trees",
]


def test_the_tests_of_the_rooms_pass_on_postgresql(postgres, tmp_path):
    run_tests(postgres, tmp_path, ROOMS, LEFT_OUT)


def test_the_tests_were_asked_on_postgresql_and_not_elsewhere(postgres):
    """Without this, a setting that lost the address would let everything pass on SQLite."""
    assert vendor(postgres) == "postgresql"
