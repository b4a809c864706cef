"""Work lists under hands: 200 people, each of whom opens a board or saves progress every ten seconds.

Five years of 1,000 items with 60 bodies; twenty acts a second, boards and entries in turn, every
sixth form sent twice, on eight threads, as the server has, beside the load itself. Said is the
slowest of twenty (p95), counted from the moment at which the act was meant to begin, so that
waiting for a thread counts. A lost or doubled entry fails the measurement.
"""

from __future__ import annotations

import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from math import ceil
from pathlib import Path
from typing import Any

from bench.measuring import Line, collect_assets

YEARS, ITEMS, BODIES, THREADS = range(2022, 2027), 1_000, 60, 8
PEOPLE, EVERY_SECONDS, TURNS = 200, 10, 4
CLERKS = PEOPLE // 2
REGION, SECRET = "990100", "四季-青山-2719-桥"


def measure(size: int) -> list[Line]:
    """Measure boards and entries; the size of the register does not matter here."""
    collect_assets()
    people, lists = _filled()
    alone = _alone(people, lists)
    # Even people are officials who look at boards, odd ones clerks who report.
    hands = [_browser(people[0] if n % 2 == 0 else people[1 + n // 2]) for n in range(PEOPLE)]
    begin = time.perf_counter() + 0.5
    pace = EVERY_SECONDS / PEOPLE
    acts = [_Act(n, begin + n * pace, hands[n % PEOPLE], lists) for n in range(PEOPLE * TURNS)]
    with ThreadPoolExecutor(THREADS) as pool:
        waited = list(pool.map(_do, acts))
    boards = waited[0::2]
    entries = waited[1::2]
    _check({f"act-{act.n}" for act in acts[1::2]})
    items = ITEMS * len(YEARS)
    return [
        Line(f"board of {ITEMS:,} items by itself, processor", items, alone, None, ""),
        Line(f"board of {ITEMS:,} items, p95 of {len(boards)}", items, _p95(boards), None, ""),
        Line(f"entry of progress, p95 of {len(entries)}", items, _p95(entries), None, ""),
    ]


def _alone(people: list[Any], lists: list[Any]) -> float:
    """Return the processor time of one board when nothing else goes on."""
    client = _browser(people[0])
    client.get(f"/work/lists/{lists[0].pk}/")
    begun, rounds = time.process_time(), 10
    for _ in range(rounds):
        client.get(f"/work/lists/{lists[0].pk}/")
    return (time.process_time() - begun) / rounds


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
    for n in range(CLERKS):
        clerk = register_person(f"bench_clerk_{n}", "某", "visitor", SECRET)
        posts.assign_post(acting, clerk, made[n % BODIES], "body_clerk", date(2020, 1, 1))
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


@dataclass(frozen=True, slots=True)
class _Act:
    """One act: the ``n``-th of all, meant to begin at ``at``; even ones open a board."""

    n: int
    at: float
    browser: Any
    lists: list[Any]


def _browser(person: Any) -> Any:
    from django.test import Client

    made = Client(SERVER_NAME="localhost")
    made.force_login(person)
    return made


def _do(act: _Act) -> float:
    turn = act.n // 2
    if act.n % 2 == 0:
        of = act.lists[turn % len(act.lists)]
        time.sleep(max(0.0, act.at - time.perf_counter()))
        answer = act.browser.get(f"/work/lists/{of.pk}/")
        assert answer.status_code == 200
        return time.perf_counter() - act.at
    who, round_ = turn % CLERKS, turn // CLERKS
    of = act.lists[round_ % len(act.lists)]
    # Each body leads every sixtieth item of a list; no two acts report on one item.
    number = who % BODIES + BODIES * (who // BODIES)
    item = of.items.get(number=str(number))
    body = item.bodies.get(duty="lead").body_id
    form = {"text": "已办理一部分。", "percent": "30", "request_key": f"act-{act.n}"}
    time.sleep(max(0.0, act.at - time.perf_counter()))
    for _ in range(2 if turn % 6 == 0 else 1):
        answer = act.browser.post(f"/work/items/{item.pk}/report/{body}/", form)
        assert answer.status_code == 302, answer.content.decode()[:2000]
    return time.perf_counter() - act.at


def _check(keys: set[str]) -> None:
    from zhiqiang.domains.duties.models import ProgressEntry

    entries = ProgressEntry.objects.for_program("counts what was saved")
    kept = list(entries.values_list("request_key", flat=True))
    if len(kept) != len(keys) or set(kept) != keys:
        raise SystemExit(f"{len(keys)} entries were saved, {len(kept)} are there")
