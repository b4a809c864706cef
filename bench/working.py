"""Work lists under hands: people who open boards and save progress at the same time.

Five years of 1,000 items with 60 bodies; eight threads, as the server has, each in turn opens the
board of a year and saves an entry, every third form twice. Said are the slowest of twenty (p95).
A lost or doubled entry fails the measurement.
"""

from __future__ import annotations

import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from math import ceil
from pathlib import Path
from typing import Any

from bench.measuring import Line

YEARS, ITEMS, BODIES, THREADS, ROUNDS = range(2022, 2027), 1_000, 60, 8, 6
REGION, SECRET = "990100", "四季-青山-2719-桥"


def measure(size: int) -> list[Line]:
    """Measure boards and entries; the size of the register does not matter here."""
    people, lists = _filled()
    plans = [[(n, r) for r in range(ROUNDS)] for n in range(THREADS)]
    with ThreadPoolExecutor(THREADS) as pool:
        told = list(pool.map(lambda plan: _hands(plan, people, lists), plans))
    boards = [seconds for one in told for seconds in one["board"]]
    entries = [seconds for one in told for seconds in one["entry"]]
    keys = {key for one in told for key in one["keys"]}
    _check(keys)
    items = ITEMS * len(YEARS)
    return [
        Line(f"board of {ITEMS:,} items, p95 of {len(boards)}", items, _p95(boards), None, ""),
        Line(f"entry of progress, p95 of {len(entries)}", items, _p95(entries), None, ""),
    ]


def _p95(seconds: list[float]) -> float:
    return sorted(seconds)[ceil(len(seconds) * 0.95) - 1]


def _filled() -> tuple[list[Any], list[Any]]:
    from django.conf import settings

    from zhiqiang.demo.world import EXAMPLE
    from zhiqiang.domains.duties import actions
    from zhiqiang.domains.duties.pairing import Clause
    from zhiqiang.records.accounts.acting import Acting, without_lines
    from zhiqiang.records.accounts.actions import bodies, posts, register_person

    shutil.copyfile(EXAMPLE / "divisions.yml", Path(settings.HOME) / "divisions.yml")
    acting = Acting(None, without_lines)
    names = [f"测速第{n}局" for n in range(BODIES)]
    made = [bodies.add_body(acting, name, "department", REGION) for name in names]
    official = register_person("bench_runner", "某", "official", SECRET)
    people = [official]
    for n in range(THREADS):
        clerk = register_person(f"bench_clerk_{n}", "某", "visitor", SECRET)
        posts.assign_post(acting, clerk, made[n], "body_clerk", date(2020, 1, 1))
        people.append(clerk)
    plan = actions.Plan(1, "测速方案", REGION, "测速市", min(YEARS), max(YEARS))
    lists = []
    for year in YEARS:
        clauses = [
            Clause(
                f"K{n:04d}", str(n), "task", f"第{n}项工作", f"办理第{n}项工作。", f"第{n // 50}章", "",
                (("lead", names[n % BODIES]), ("support", names[(n + 7) % BODIES])),
            )
            for n in range(ITEMS)
        ]  # fmt: skip
        drawn = actions.open_list(official, plan, year, clauses, ["task"])
        lists.append(actions.issue_list(official, drawn.pk, drawn.version))
    return people, lists


def _hands(
    plan: list[tuple[int, int]], people: list[Any], lists: list[Any]
) -> dict[str, list[Any]]:
    from django.db import connection
    from django.test import Client

    told: dict[str, list[Any]] = {"board": [], "entry": [], "keys": []}
    official, clerk = Client(SERVER_NAME="localhost"), Client(SERVER_NAME="localhost")
    official.force_login(people[0])
    clerk.force_login(people[plan[0][0] + 1])
    for thread, turn in plan:
        of = lists[turn % len(lists)]
        begun = time.perf_counter()
        answer = official.get(f"/work/lists/{of.pk}/")
        told["board"].append(time.perf_counter() - begun)
        assert answer.status_code == 200
        item = of.items.filter(number=str(thread + BODIES * turn)).get()
        body = item.bodies.get(duty="lead").body_id
        key = f"{thread}-{turn}"
        for _ in range(2 if turn % 3 == 0 else 1):
            begun = time.perf_counter()
            form = {"text": "已办理一部分。", "percent": "30", "request_key": key}
            answer = clerk.post(f"/work/items/{item.pk}/report/{body}/", form)
            told["entry"].append(time.perf_counter() - begun)
            assert answer.status_code == 302, answer.content.decode()[:2000]
        told["keys"].append(key)
    connection.close()
    return told


def _check(keys: set[str]) -> None:
    from zhiqiang.domains.duties.models import ProgressEntry

    entries = ProgressEntry.objects.for_program("counts what was saved")
    kept = list(entries.values_list("request_key", flat=True))
    if len(kept) != len(keys) or set(kept) != keys:
        raise SystemExit(f"{len(keys)} entries were saved, {len(kept)} are there")
