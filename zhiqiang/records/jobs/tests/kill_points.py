"""Kill a runner at one SQL statement after another and say what became of the work.

Run as a program in a home of its own: ``python kill_points.py POINTS``. For each point a job of
sixteen chunks is asked for; a forked runner kills itself (SIGKILL) just before its n-th statement,
then another one takes the job up. Prints one JSON line.
"""

from __future__ import annotations

import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiqiang.config.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from zhiqiang.records.jobs.models import JobRun, JobStep  # noqa: E402
from zhiqiang.records.jobs.runner import run_next  # noqa: E402
from zhiqiang.records.jobs.tests.killing import in_child, was_killed  # noqa: E402
from zhiqiang.records.jobs.work import Kind, Work  # noqa: E402

CHUNKS = 16


def fill(work: Work) -> dict[str, int]:
    """Write one row a chunk; the table has no key, so a chunk done twice would show."""
    work.expect(CHUNKS)
    for chunk in range(CHUNKS):
        work.step(f"chunk {chunk}", lambda chunk=chunk: put(work.parameters["point"], chunk))
    return {"chunks": CHUNKS}


def put(point: int, chunk: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO probe (point, chunk) VALUES (%s, %s)", [point, chunk])
    return chunk


KINDS = {"fill": Kind("fill", fill)}


def main(points: int) -> None:
    call_command("migrate", verbosity=0, skip_checks=True)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS probe (point INTEGER, chunk INTEGER)")
        cursor.execute("DELETE FROM probe")
    out = {"killed": 0, "wrong": [], "resumed_midway": 0, "states": {}}
    for point in range(1, points + 1):
        from django.utils import timezone

        run = JobRun.objects.create(
            kind="fill",
            title="x",
            parameters={"point": point},
            parameters_hash=str(point),
            due_at=timezone.now(),
        )
        out["killed"] += was_killed(in_child(lambda: run_next(KINDS), before=point))
        out["resumed_midway"] += int(
            0 < JobStep.objects.for_program("test").filter(run=run).count() < CHUNKS
        )
        while run_next(KINDS):
            pass
        run.refresh_from_db()
        out["states"][run.state] = out["states"].get(run.state, 0) + 1
        with connection.cursor() as cursor:
            cursor.execute("SELECT chunk FROM probe WHERE point = %s ORDER BY chunk", [point])
            chunks = [row[0] for row in cursor.fetchall()]
        if chunks != list(range(CHUNKS)) or run.done != CHUNKS:
            out["wrong"].append([point, chunks, run.done])
    print(json.dumps(out))  # noqa: T201 - the answer of this program


if __name__ == "__main__":
    main(int(sys.argv[1]))
