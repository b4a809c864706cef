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

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiqiang.config.settings")

import django

django.setup()

from django.apps import apps  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from zhiqiang.pipeline import JOBS  # noqa: E402
from zhiqiang.records.files import actions as files  # noqa: E402
from zhiqiang.records.jobs import actions as jobs  # noqa: E402
from zhiqiang.records.jobs.runner import run_next  # noqa: E402
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


def in_child(die_at: int = 0, die_in: float = 0.0) -> tuple[int, int]:
    """Work all jobs in a child, which dies before statement ``die_at`` or in ``die_in`` seconds.

    Return its status and how many statements it ran, where it lived to say so.

    Nothing but the ledger is opened here: threads of the lake would not survive a fork.
    """
    connection.close()
    told = Path(settings.HOME) / "statements"
    child = os.fork()
    if child:
        status = os.waitpid(child, 0)[1]
        return status, int(told.read_text()) if os.WIFEXITED(status) else 0
    count = 0

    def counted(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        nonlocal count
        count += 1
        if count == die_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    signal.setitimer(signal.ITIMER_REAL, die_in)
    with connection.execute_wrapper(counted):
        while run_next(JOBS):
            pass
    told.write_text(str(count))
    os._exit(0)


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
    _, statements = in_child()
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
            status, _ = in_child(die_in=dice.uniform(0.001, seconds))
        else:
            status, _ = in_child(die_at=dice.randint(1, statements))
        if os.WIFSIGNALED(status):
            out["killed"][signal.Signals(os.WTERMSIG(status)).name] += 1
        after = grown(before)
        # Killed in the middle it is all there or nothing is.
        out["part"] += after not in (dict.fromkeys(TABLES, 0), whole)
        in_child()
        if grown(before) != whole:
            out["wrong"].append([number, grown(before)])
        out["states"].append(runs.get(pk=run).state)
    lines = list(journal.whole().values_list("act", flat=True))
    out |= {"imports": lines.count("import"), "tampered": [str(one) for one in journal.verify()]}
    print(json.dumps(out))  # noqa: T201 - the answer of this program


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
