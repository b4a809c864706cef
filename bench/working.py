"""Work lists under hands: 200 people, each of whom opens a board or saves progress every ten seconds.

Five years of 1,000 items with 60 bodies, on the server as it is started for an office; twenty acts
a second, boards and entries in turn, every sixth form sent twice, the load itself beside it. Said is
the slowest of twenty (p95), counted from the moment at which the act was meant to begin, so that
waiting for a thread counts. A lost or doubled entry fails the measurement.
"""

from __future__ import annotations

import re
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from http.client import HTTPConnection
from math import ceil
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode

from bench.measuring import Line, collect_assets
from zhiqiang.cli.installation import in_new_process

YEARS, ITEMS, BODIES, SENDERS = range(2022, 2027), 1_000, 60, 32
PEOPLE, EVERY_SECONDS, TURNS, WARM = 200, 10, 6, 40
CLERKS = OFFICIALS = PEOPLE // 2
REGION, SECRET = "990100", "四季-青山-2719-桥"


def measure(size: int) -> list[Line]:
    """Measure boards and entries; the size of the register does not matter here."""
    collect_assets()
    officials, clerks, lists = _filled()
    alone = _alone(officials[0], lists[0])
    # Even people look at boards, odd ones report.
    cookies = [_signed_in((clerks if n % 2 else officials)[n // 2]) for n in range(PEOPLE)]
    acts = _acts(lists)
    with _served() as port, ThreadPoolExecutor(SENDERS) as pool:
        boards = [f"/work/lists/{one.pk}/" for one in lists]
        for n in range(WARM):  # every process opens its files before it is timed
            _ask(port, cookies[0], "GET", boards[n % len(boards)])
        begin = time.perf_counter() + 0.5
        waited = list(pool.map(partial(_do, port, cookies, begin), acts))
    _check({act.key for act in acts if act.form})
    items = ITEMS * len(YEARS)
    lines = [Line(f"board of {ITEMS:,} items by itself, processor", items, alone)]
    for what, mine in (("board", waited[0::2]), ("entry of progress", waited[1::2])):
        lines += [
            Line(f"{what}, median of {len(mine)}", items, median(mine)),
            Line(f"{what}, p95", items, sorted(mine)[ceil(len(mine) * 0.95) - 1]),
        ]
    return lines


def _alone(person: Any, of: Any) -> float:
    """Return the processor time of one board when nothing else goes on."""
    from django.test import Client

    client, rounds = Client(SERVER_NAME="localhost"), 10
    client.force_login(person)
    client.get(f"/work/lists/{of.pk}/")
    begun = time.process_time()
    for _ in range(rounds):
        client.get(f"/work/lists/{of.pk}/")
    return (time.process_time() - begun) / rounds


def _filled() -> tuple[list[Any], list[Any], list[Any]]:
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
    officials = [
        register_person(f"bench_official_{n}", "某", "official", SECRET) for n in range(OFFICIALS)
    ]
    clerks = [register_person(f"bench_clerk_{n}", "某", "visitor", SECRET) for n in range(CLERKS)]
    for n, clerk in enumerate(clerks):
        posts.assign_post(acting, clerk, made[n % BODIES], "body_clerk", date(2020, 1, 1))
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
        drawn = actions.open_list(officials[0], plan, year, clauses, ["task"])
        lists.append(actions.issue_list(officials[0], drawn.pk, drawn.version))
    return officials, clerks, lists


@dataclass(frozen=True, slots=True)
class _Act:
    """The ``n``-th act of all: an address that is opened, or a form that is sent so many times."""

    n: int
    path: str
    form: dict[str, str]
    times: int = 1

    @property
    def key(self) -> str:
        return self.form["request_key"]


def _acts(lists: list[Any]) -> list[_Act]:
    """Return what happens in order: a board, an entry, and so on; no two entries on one item."""
    acts = []
    for turn in range(PEOPLE * TURNS // 2):
        who, round_ = turn % CLERKS, turn // CLERKS
        of = lists[round_ % len(lists)]
        acts.append(_Act(2 * turn, f"/work/lists/{lists[turn % len(lists)].pk}/", {}))
        # Each body leads every sixtieth item of a list.
        number = who % BODIES + BODIES * (who // BODIES + 2 * (round_ // len(lists)))
        item = of.items.get(number=str(number))
        body = item.bodies.get(duty="lead").body_id
        form = {"text": "已办理一部分。", "percent": "30", "request_key": f"act-{turn}"}
        path = f"/work/items/{item.pk}/report/{body}/"
        acts.append(_Act(2 * turn + 1, path, form, 2 if turn % 6 == 0 else 1))
    return acts


def _signed_in(person: Any) -> dict[str, str]:
    """Return what the browser of a person who is signed in sends with every request."""
    from django.conf import settings
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    client.force_login(person)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    word = secrets.token_hex(16)
    return {
        "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={word}",
        "X-CSRFToken": word,
    }


def _do(port: int, cookies: list[dict[str, str]], begin: float, act: _Act) -> float:
    """Act when its moment has come; return the seconds from then to the last answer."""
    at = begin + act.n * EVERY_SECONDS / PEOPLE
    time.sleep(max(0.0, at - time.perf_counter()))
    for _ in range(act.times):
        _ask(port, cookies[act.n % PEOPLE], "POST" if act.form else "GET", act.path, act.form)
    return time.perf_counter() - at


def _ask(
    port: int, cookies: dict[str, str], method: str, path: str, form: dict[str, str] | None = None
) -> None:
    asked = HTTPConnection("127.0.0.1", port, timeout=60)
    sent = {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
    asked.request(method, path, urlencode(form) if form else None, cookies | sent)
    answer = asked.getresponse()
    text = answer.read().decode()
    asked.close()
    if answer.status != (302 if form else 200) or "sign-in" in answer.headers.get("Location", ""):
        told = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", text))
        raise SystemExit(f"{method} {path}: {answer.status} {answer.headers} {told[:600]}")


@contextmanager
def _served() -> Iterator[int]:
    """Serve the ledger of the bench as an office does, with as many processes as it takes itself."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = in_new_process("serve", "--port", str(port))
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        _wait(port, running)
        yield port
    finally:
        running.terminate()
        running.wait(30)


def _wait(port: int, running: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while running.poll() is None and time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the server did not start")


def _check(keys: set[str]) -> None:
    from zhiqiang.domains.duties.models import ProgressEntry

    entries = ProgressEntry.objects.for_program("counts what was saved")
    kept = list(entries.values_list("request_key", flat=True))
    if len(kept) != len(keys) or set(kept) != keys:
        raise SystemExit(f"{len(keys)} entries were saved, {len(kept)} are there")
