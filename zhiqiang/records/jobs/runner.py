"""Take up the jobs that are due, one after the other, and those whose runner died.

Safe with any number of runners on any number of machines: a run is taken by compare-and-set, and
every write of a job function checks that its token is still the one in force.
"""

from __future__ import annotations

import contextlib
import logging
import os
import socket
import threading
import uuid
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from django.db import (
    DatabaseError,
    OperationalError,
    close_old_connections,
    connection,
    transaction,
)
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from zhiqiang.kernel.errors import ZhiqiangError
from zhiqiang.records.jobs import aside
from zhiqiang.records.jobs.models import JobRun, State
from zhiqiang.records.jobs.work import Cancelled, Kind, Superseded, Work, add_line

#: a running job that has given no sign for so long is taken up again
STALE = timedelta(seconds=60)
BEAT = 5.0
_log = logging.getLogger(__name__)
_NONCE = uuid.uuid4().hex[:8]


def run_forever(kinds: Mapping[str, Kind], stop: threading.Event, pause: float = 1.0) -> None:
    """Take up jobs until ``stop`` is set; an interrupted job is given back."""
    while not stop.is_set():
        close_old_connections()
        try:
            worked = run_next(kinds, with_heart=True)
        except OperationalError:
            # SQLite under a long writer, or a database that is being restarted.
            _log.warning("the ledger could not be reached; trying again", exc_info=True)
            worked = False
        if not worked:
            stop.wait(pause)


def run_next(kinds: Mapping[str, Kind], with_heart: bool = False) -> bool:
    """Take up the next due job and work it to an end; say whether there was one."""
    run = _take()
    if run is None:
        return False
    kind = kinds.get(run.kind)
    if kind is None:
        _end(run, State.FAILED, error=f"程序不认识“{run.kind}”这类作业")
    elif run.fruitless > kind.attempts:
        _end(run, State.FAILED, error=f"连续 {kind.attempts} 次中断而没有进展，不再重试")
    else:
        with _heart(run) if with_heart else contextlib.nullcontext():
            _work(run, kind)
    return True


def _work(run: JobRun, kind: Kind) -> None:
    try:
        result = kind.function(Work(run))
        _end(run, State.DONE, result=result)
    except Superseded:
        _log.warning("job %s was taken over by another runner", run.pk)
    except Cancelled as wish:
        _end(run, State.CANCELLED, error=str(wish))
    except ZhiqiangError as error:
        # What the content or the rules refuse is refused again the next time.
        _end(run, State.FAILED, error=str(error))
    except Exception as error:  # noqa: BLE001 - whatever a job raises ends or delays that job only
        _log.exception("job %s failed", run.pk)
        _retry(run, kind, error)
    except BaseException:
        _give_back(run, timezone.now(), "执行进程停止，作业退回等待")
        raise


def _retry(run: JobRun, kind: Kind, error: Exception) -> None:
    run.refresh_from_db(fields=["fruitless"])
    said = f"程序内部错误（{type(error).__name__}）"
    if run.fruitless >= kind.attempts:
        _end(run, State.FAILED, error=f"{said}，已试 {run.fruitless} 次。请联系管理员查看服务日志")
        return
    delay = kind.retry_after * 2 ** max(0, run.fruitless - 1)
    _give_back(run, timezone.now() + delay, f"{said}，{int(delay.total_seconds())} 秒后重试")


def _take() -> JobRun | None:
    now = timezone.now()
    ready = Q(state=State.WAITING, due_at__lte=now) | Q(state=State.RUNNING)
    if not JobRun.objects.for_program("works the jobs").filter(ready).exists():
        return None
    skip = connection.features.has_select_for_update_skip_locked
    with transaction.atomic():
        # A run whose step is under way is locked by its runner and not even looked at.
        candidates = (
            JobRun.objects.for_program("works the jobs")
            .select_for_update(skip_locked=skip)
            .filter(ready)
        )
        for run in candidates.order_by("due_at", "id")[:50]:
            if run.state == State.RUNNING and not _is_dead(run, now):
                continue
            token = uuid.uuid4().hex
            taken = (
                JobRun.objects.for_program("works the jobs")
                .filter(pk=run.pk, state=run.state, token=run.token)
                .update(
                    state=State.RUNNING,
                    token=token,
                    runner=_my_name(),
                    heartbeat_at=now,
                    started_at=Coalesce(F("started_at"), now),
                    attempt=F("attempt") + 1,
                    fruitless=F("fruitless") + 1,
                )
            )
            if taken:
                if run.state == State.RUNNING:
                    add_line(run.pk, "上次执行中断，从已完成的步骤之后继续")
                return JobRun.objects.for_program("works the jobs").get(pk=run.pk)
    return None


def _is_dead(run: JobRun, now: datetime) -> bool:
    """Say whether the runner of a running job is gone."""
    if run.heartbeat_at is None or abs(now - run.heartbeat_at) > STALE:
        return True
    if run.runner == _my_name():
        # Who looks for work has none in hand.
        return True
    host, process, _ = run.runner.rsplit(":", 2)
    if host != socket.gethostname():
        return False
    if int(process) == os.getpid():
        return True
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def _my_name() -> str:
    return f"{socket.gethostname()}:{os.getpid()}:{_NONCE}"


def _end(run: JobRun, state: State, result: object = None, error: str = "") -> None:
    with transaction.atomic():
        ended = (
            JobRun.objects.for_program("works the jobs")
            .filter(pk=run.pk, token=run.token, state=State.RUNNING)
            .update(state=state, result=result, error=error, ended_at=timezone.now())
        )
        if ended:
            add_line(run.pk, f"{state.label}{'：' + error if error else ''}")
    aside.forget(run.pk, cancel=True)


def _give_back(run: JobRun, due_at: datetime, line: str) -> None:
    with transaction.atomic():
        returned = (
            JobRun.objects.for_program("works the jobs")
            .filter(pk=run.pk, token=run.token, state=State.RUNNING)
            .update(state=State.WAITING, due_at=due_at, token="")
        )
        if returned:
            add_line(run.pk, line)
    aside.forget(run.pk)


@contextlib.contextmanager
def _heart(run: JobRun) -> Iterator[None]:
    """Renew the heartbeat of a run from a thread of its own, as long as the block lasts."""
    over = threading.Event()

    def beat() -> None:
        while not over.wait(BEAT):
            ours = JobRun.objects.for_program("works the jobs").filter(pk=run.pk, token=run.token)
            # While a step is under way its lock says that we live.
            with contextlib.suppress(DatabaseError):
                ours.update(heartbeat_at=timezone.now())
        connection.close()

    thread = threading.Thread(target=beat, name=f"heart of job {run.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(timeout=BEAT)
