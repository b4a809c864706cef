"""The same rooms on PostgreSQL: people, journal with its triggers, jobs, and lists taken over.

A server of its own is started in a temporary folder, reachable from this machine only, and the
tests of the rooms run against it in a process of their own. Without PostgreSQL they are skipped.
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

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


def _programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    known = shutil.which("initdb")
    return found[-1].parent if found else Path(known).parent if known else None


def _as_owner(folder: Path) -> dict[str, object]:
    """Return how to run the server: it refuses root, so root lends the folder to ``postgres``."""
    if os.getuid() != 0:
        return {}
    try:
        owner = pwd.getpwnam("postgres")
    except KeyError:
        pytest.skip("PostgreSQL refuses to run as root, and there is no user postgres")
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    for above in folder.parents:
        if above.stat().st_uid == 0 and above.stat().st_mode & 0o777 == 0o700:
            above.chmod(0o711)
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """Start an empty server, yield its address, and stop it."""
    programs = _programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    folder = tmp_path_factory.mktemp("postgres")
    owner, password, port = _as_owner(folder), secrets.token_hex(16), _free_port()
    word = folder / "word"
    word.write_text(password)
    word.chmod(0o644)
    place = folder / "cluster"
    run = {"check": True, "capture_output": True, "cwd": "/", **owner}
    subprocess.run(
        [programs / "initdb", "-D", place, "-U", "zhiqiang", "-A", "scram-sha-256", "--pwfile", word,
         "-E", "UTF8", "--locale", "C.UTF-8", "--no-sync"],
        **run,
    )  # fmt: skip
    options = {
        "listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": "",
        "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off",
    }  # fmt: skip
    server = subprocess.Popen(
        [programs / "postgres", "-D", place, *(f"--{key}={value}" for key, value in options.items())],
        stdout=subprocess.DEVNULL, stderr=(folder / "log").open("wb"), cwd="/", **owner,
    )  # fmt: skip
    try:
        _wait(programs, port, server)
        yield f"postgresql://zhiqiang:{password}@127.0.0.1:{port}/postgres"
    finally:
        server.send_signal(signal.SIGQUIT)
        server.wait(timeout=30)


def _wait(programs: Path, port: int, server: subprocess.Popen) -> None:
    until = time.monotonic() + 60
    ready = [programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
    while subprocess.run(ready, check=False).returncode:
        assert server.poll() is None and time.monotonic() < until, "PostgreSQL did not start"
        time.sleep(0.1)


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
