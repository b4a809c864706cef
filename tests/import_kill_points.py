"""Kill the import of a list at random points and say what became of the register.

Run as a program in a home of its own: ``python import_kill_points.py POINTS SEED``. Each point has
a list of its own; a forked runner is killed either just before one of its SQL statements (SIGKILL)
or at a moment of its run, wherever it is then (SIGALRM, which nobody catches); then another one
takes the job up to its end. Prints one JSON line.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiqiang.config.settings")

import django

django.setup()

from django.apps import apps  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402

from zhiqiang.pipeline import JOBS  # noqa: E402
from zhiqiang.records.files import actions as files  # noqa: E402
from zhiqiang.records.jobs import actions as jobs  # noqa: E402
from zhiqiang.records.jobs.runner import run_next  # noqa: E402
from zhiqiang.records.jobs.tests.killing import in_child  # noqa: E402
from zhiqiang.records.journal import queries as journal  # noqa: E402
from zhiqiang.records.registry.tests.lists import patent, patents  # noqa: E402

ROWS = 12
TABLES = ("Batch", "Right", "RightKey", "Holding", "Event", "Provenance")


def submitted(point: int) -> int:
    """Ask for the import of a list that nobody has seen; return the job."""
    rows = [patent(point * 100 + serial, 申请人=f"第{point}科技有限公司") for serial in range(ROWS)]
    path = patents(Path(settings.HOME) / f"{point}.csv", rows)
    given = {"source": "patents", "file": files.keep(path).pk, "name": path.name}
    return int(jobs.submit("import_file", given, "测试员", path.name).pk)


def worked(**killed: Any) -> tuple[int, int]:
    """Work all jobs in a child, and return its status and how many statements it lived to count.

    Nothing but the ledger is opened here: threads of the lake would not survive a fork.
    """
    told = Path(settings.HOME) / "statements"
    status = in_child(all_jobs, told=told, **killed)
    return status, int(told.read_text()) if os.WIFEXITED(status) else 0


def all_jobs() -> None:
    """Work until nothing waits."""
    while run_next(JOBS):
        pass


def register() -> dict[str, int]:
    """Return how many rows each table of the register has."""
    return {
        name: apps.get_model("registry", name).objects.for_program("test").count()
        for name in TABLES
    }


def grown(before: dict[str, int]) -> dict[str, int]:
    return {name: count - before[name] for name, count in register().items()}


def main(points: int, seed: int) -> None:
    dice = random.Random(seed)
    call_command("migrate", verbosity=0, skip_checks=True)
    submitted(0)
    began = time.monotonic()
    _, statements = worked()
    seconds = time.monotonic() - began
    whole = register()
    out = {
        "statements": statements,
        "whole": whole,
        "killed": {"SIGKILL": 0, "SIGALRM": 0},
        "wrong": [],
        "part": 0,
        "states": [],
    }
    runs = apps.get_model("jobs", "JobRun").objects.for_program("test")
    for number in range(points):
        point, before = number + 1, register()
        run = submitted(point)
        if number % 2:
            status, _ = worked(within=dice.uniform(0.001, seconds))
        else:
            status, _ = worked(before=dice.randint(1, statements))
        if os.WIFSIGNALED(status):
            out["killed"][signal.Signals(os.WTERMSIG(status)).name] += 1
        after = grown(before)
        # Killed in the middle it is all there or nothing is.
        out["part"] += after not in (dict.fromkeys(TABLES, 0), whole)
        worked()
        if grown(before) != whole:
            out["wrong"].append([number, grown(before)])
        out["states"].append(runs.get(pk=run).state)
    lines = list(journal.whole().values_list("act", flat=True))
    out |= {"imports": lines.count("import"), "tampered": [str(one) for one in journal.verify()]}
    print(json.dumps(out))  # noqa: T201 - the answer of this program


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
