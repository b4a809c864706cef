"""``zhiqiang jobs``: the process that takes up long work, and what there is of it."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from typing import Annotated

import typer

from zhiqiang.cli import output
from zhiqiang.cli.installation import in_new_process, open_ledger

app = typer.Typer(help="后台作业。", no_args_is_help=True)


@app.command("run")
def run(
    parent: Annotated[int, typer.Option(hidden=True)] = 0,
    once: Annotated[bool, typer.Option("--once", help="处理完已到时间的作业即退出")] = False,
) -> None:
    """接手到时间的作业和中断的作业，直到被停止。"""
    open_ledger()
    from zhiqiang import pipeline
    from zhiqiang.records.jobs.runner import run_forever, run_next

    if once:
        while run_next(pipeline.JOBS, with_heart=True):
            pass
        return
    stop = threading.Event()
    # A job under way is given back to the list when the process is asked to stop.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if parent:
        threading.Thread(target=_watch, args=(parent, stop), daemon=True).start()
    threading.Thread(target=_prepare, args=(stop,), name="by itself", daemon=True).start()
    threading.Thread(target=_carry, args=(stop,), name="messages", daemon=True).start()
    try:
        run_forever(pipeline.JOBS, stop)
    except KeyboardInterrupt:
        return


#: seconds between two rounds of what the program does by itself, and of carrying messages out
_BETWEEN, _BETWEEN_LETTERS = 3600.0, 20.0


def _prepare(stop: threading.Event) -> None:
    """Have the figures of the first pages at hand, then hourly do what the program does by itself."""
    from zhiqiang import pipeline

    _quietly(pipeline.prepare_figures)
    while not stop.is_set():
        _quietly(pipeline.each_day)
        stop.wait(_BETWEEN)


def _carry(stop: threading.Event) -> None:
    """Carry messages out by the ways that this installation has, as long as the runner runs."""
    from zhiqiang import pipeline

    while not stop.wait(_BETWEEN_LETTERS):
        _quietly(pipeline.carry_messages)


def _quietly(work: Callable[[], None]) -> None:
    """Do ``work``; whatever hinders it, the pages say themselves, and the next round tries again."""
    from django.db import DatabaseError, connection

    from zhiqiang.kernel.errors import ZhiqiangError

    with contextlib.suppress(ZhiqiangError, DatabaseError):
        work()
    connection.close()


def _watch(parent: int, stop: threading.Event) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    stop.set()
    os.kill(os.getpid(), signal.SIGTERM)


@app.command("list")
def list_jobs(
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False,
) -> None:
    """列出最近的 50 项作业。"""
    open_ledger()
    from zhiqiang.records.jobs import queries

    views = queries.recent(50)
    if as_json:
        return output.print_json(
            [{"id": v.id, "kind": v.kind, "title": v.title, "state": v.state} for v in views]
        )
    return output.print_table(
        "",
        ["编号", "名称", "状态", "进度"],
        [[v.id, v.title, v.state_label, f"{v.percent}%"] for v in views],
    )


def keep_running() -> None:
    """Start the runner beside the web server and start it again whenever it ends."""
    command = in_new_process("jobs", "run", "--parent", str(os.getpid()))

    def keep() -> None:
        while True:
            subprocess.Popen(command).wait()
            time.sleep(5)

    threading.Thread(target=keep, name="job runner", daemon=True).start()
