"""Run tests of other files against a PostgreSQL server of one's own, in a process of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def run_tests(
    address: str, folder: Path, paths: Sequence[str], left_out: Sequence[str] = ()
) -> None:
    """Run the tests of ``paths`` but those ``left_out``; fail with what they said."""
    environment = os.environ | {"ZHIQIANG_DATABASE": address}
    for inherited in [name for name in environment if name.startswith("PYTEST_")]:
        environment.pop(inherited)
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider",
               "--create-db", "--maxfail=3", "--tb=short", f"--basetemp={folder / 'own'}", *paths,
               *(part for one in left_out for part in ("--deselect", one))]  # fmt: skip
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    assert "[100%]" in done.stdout


def vendor(address: str) -> str:
    """Return the database that tests with this address ask."""
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
    return done.stdout.strip() or done.stderr
