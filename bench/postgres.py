"""A PostgreSQL server of one's own in a given folder, reachable from this machine only.

The tests of the rooms and the measurements beside SQLite use it. Nothing it holds is meant to
last: it does not wait for the disk.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}


class NoServer(Exception):
    """PostgreSQL cannot be started here; the message says what is missing."""


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Start an empty server with its cluster in ``folder``, yield its address, and stop it.

    Raises ``NoServer`` where the programs are absent or no ordinary user can run them.
    """
    programs = _programs()
    owner, password, port = _as_owner(folder), secrets.token_hex(16), _free_port()
    word = folder / "word"
    word.write_text(password)
    word.chmod(0o644)
    place = folder / "cluster"
    subprocess.run(
        [programs / "initdb", "-D", place, "-U", "zhiqiang", "-A", "scram-sha-256"]
        + ["--pwfile", word, "-E", "UTF8", "--locale", "C.UTF-8", "--no-sync"],
        check=True,
        capture_output=True,
        cwd="/",
        **owner,
    )
    options = [f"--{key}={value}" for key, value in (_OPTIONS | {"port": port}).items()]
    running = subprocess.Popen(
        [programs / "postgres", "-D", place, *options],
        stdout=subprocess.DEVNULL,
        stderr=(folder / "log").open("wb"),
        cwd="/",
        **owner,
    )
    try:
        _wait(programs, port, running)
        yield f"postgresql://zhiqiang:{password}@127.0.0.1:{port}/postgres"
    finally:
        running.send_signal(signal.SIGQUIT)
        running.wait(timeout=30)


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    known = shutil.which("initdb")
    if found:
        return found[-1].parent
    if known:
        return Path(known).parent
    raise NoServer("PostgreSQL is not installed: apt-get install postgresql")


def _as_owner(folder: Path) -> dict[str, Any]:
    """Return how to run the server: it refuses root, so root lends the folder to ``postgres``."""
    if os.getuid() != 0:
        return {}
    try:
        owner = pwd.getpwnam("postgres")
    except KeyError:
        raise NoServer("PostgreSQL refuses to run as root, and there is no user postgres") from None
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    for above in folder.parents:
        if above.stat().st_uid == 0 and above.stat().st_mode & 0o777 == 0o700:
            above.chmod(0o711)
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(programs: Path, port: int, running: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    ready = [programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
    while subprocess.run(ready, check=False).returncode:
        if running.poll() is not None or time.monotonic() > until:
            raise RuntimeError("PostgreSQL did not start")
        time.sleep(0.1)
