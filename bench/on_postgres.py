"""A step measured again on PostgreSQL, against a server of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from bench.measuring import Line
from bench.postgres import NoServer, server


def measure_again(step: str, size: int) -> list[Line]:
    """Measure a step on an empty PostgreSQL; nothing where there is no server to start."""
    with tempfile.TemporaryDirectory(prefix="zhiqiang-bench-") as folder:
        home, cluster = Path(folder) / "home", Path(folder) / "postgres"
        home.mkdir()
        cluster.mkdir()
        try:
            with server(cluster) as address:
                lines = _ask(step, address, home, size)
        except NoServer as missing:
            print(missing, file=sys.stderr)
            return []
    return [replace(line, what=f"PostgreSQL: {line.what}") for line in lines]


def _ask(step: str, address: str, home: Path, size: int) -> list[Line]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.step", step, str(size)],
        env=os.environ | {"ZHIQIANG_HOME": str(home), "ZHIQIANG_DATABASE": address},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    lines = json.loads(done.stdout.splitlines()[-1])["lines"]
    return [Line(**{key: value for key, value in line.items() if key != "ratio"}) for line in lines]
