"""The same rooms on PostgreSQL: people, journal with its triggers, jobs, and lists taken over.

A server of its own is started in a temporary folder, reachable from this machine only, and the
tests of the rooms run against it in a process of their own. Without PostgreSQL they are skipped.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.postgres import NoServer, server

ROOT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.postgres
#: what asks the database for something that the two do not do alike
REGISTER = "zhiqiang/records/registry/tests"
ROOMS = [
    "zhiqiang/records/accounts",
    "zhiqiang/records/journal",
    "zhiqiang/records/jobs",
    f"{REGISTER}/test_take_over_patents.py",
    f"{REGISTER}/test_transfers.py",
    f"{REGISTER}/test_all_or_nothing.py",
    f"{REGISTER}/test_queries.py",
    f"{REGISTER}/test_published.py",
    f"{REGISTER}/test_undo.py",
    f"{REGISTER}/test_correct_records.py",
    f"{REGISTER}/test_changes.py",
    f"{REGISTER}/test_two_at_once.py",
    f"{REGISTER}/test_score_the_register.py",
    "tests/test_matrix_guards.py",
]
#: long, and the same on any database; of three places to be killed at one is enough here
LEFT_OUT = [
    "zhiqiang/records/accounts/tests/test_sign_in.py::test_ten_thousand_names_from_one_address_take_thirty_hashes",
    "zhiqiang/records/accounts/tests/test_sign_in.py::test_ten_thousand_attempts_on_one_account_take_bounded_time_and_five_hashes",
    "zhiqiang/records/accounts/tests/test_bodies.py::Trees",
    f"{REGISTER}/test_all_or_nothing.py::test_a_process_killed_in_the_middle_leaves_the_register_as_it_was[storing-_origins]",
    f"{REGISTER}/test_all_or_nothing.py::test_a_process_killed_in_the_middle_leaves_the_register_as_it_was[rights_merge-_insert]",
]


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """Start an empty server, yield its address, and stop it."""
    try:
        with server(tmp_path_factory.mktemp("postgres")) as found:
            yield found
    except NoServer as missing:
        pytest.skip(str(missing))


def test_the_tests_of_the_rooms_pass_on_postgresql(address, tmp_path):
    environment = os.environ | {"ZHIQIANG_DATABASE": address}
    for inherited in [name for name in environment if name.startswith("PYTEST_")]:
        environment.pop(inherited)
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider",
               "--create-db", f"--basetemp={tmp_path / 'own'}", *ROOMS,
               *(part for one in LEFT_OUT for part in ("--deselect", one))]  # fmt: skip
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    assert "[100%]" in done.stdout


def test_the_tests_were_asked_on_postgresql_and_not_elsewhere(address):
    """Without this, a setting that lost the address would let everything pass on SQLite."""
    program = (
        "import django; django.setup(); from django.db import connection as c; print(c.vendor)"
    )
    environment = os.environ | {
        "ZHIQIANG_DATABASE": address,
        "DJANGO_SETTINGS_MODULE": "zhiqiang.config.testing",
    }
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True
    )
    assert done.stdout.strip() == "postgresql", done.stderr
