"""What a kind of job is, and what its function is handed: steps that are done exactly once.

A job function is run again from its top after a kill, a failure or a restart. Whatever it does
to the world it does inside ``step``, which remembers the result of a step that is already done::

    def import_and_publish(work: Work) -> dict:
        work.expect(2)
        batch = work.step("import", lambda: import_file(...).as_json())
        return work.step_outside("publish", lambda: publish(...).as_json())
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from zhiqiang.kernel.errors import ZhiqiangError
from zhiqiang.records.jobs import aside
from zhiqiang.records.jobs.models import JobRun, JobStep, State

#: characters of log that a run keeps; the oldest lines go first
LOG_KEPT = 20_000


class Cancelled(ZhiqiangError):
    """Somebody asked for the end of this job; everything since the last step is undone."""


class Superseded(ZhiqiangError):
    """Another runner has taken this job over; this one must not write any more."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of long work. ``attempts``: how often in a row it may come to nothing."""

    key: str
    function: Callable[[Work], Any]
    attempts: int = 3
    retry_after: timedelta = timedelta(seconds=30)


class Work:
    """A taken-up run as its function sees it."""

    def __init__(self, run: JobRun) -> None:
        self.parameters: dict[str, Any] = run.parameters
        self.actor = run.asked_by
        self._run = run.pk
        self._token = run.token
        self._known = dict(
            JobStep.objects.for_program("works the jobs")
            .filter(run=run)
            .values_list("key", "result")
        )

    def expect(self, total: int) -> None:
        """Say how many steps there will be, for the progress bar."""
        self._hold(total=total)

    def note(self, line: str) -> None:
        """Add a line to the log of the run."""
        with transaction.atomic():
            self._hold()
            add_line(self._run, line)

    def tell(self, done: int, total: int, note: str = "") -> None:
        """Say how far the present step is; also the place where a cancel interrupts it.

        This goes past the database, which shows nothing of a transaction before its end.
        """
        if aside.is_cancel_asked(self._run):
            raise Cancelled("作业已按要求取消")
        aside.tell(self._run, done, total, note)

    def step(self, key: str, effect: Callable[[], Any]) -> Any:
        """Do ``effect`` and mark it in one transaction, or return what it gave the first time.

        ``effect`` writes to the ledger only; its result must be JSON. Raises ``Cancelled`` or
        ``Superseded`` before doing anything when the run is no longer ours.
        """
        if key in self._known:
            return self._known[key]
        with transaction.atomic():
            self._hold()
            result = effect()
            self._mark(key, result)
        self._known[key] = result
        return result

    def step_outside(self, key: str, effect: Callable[[], Any]) -> Any:
        """Do an ``effect`` that is not in the ledger (files, the lake), then mark it.

        No transaction is held meanwhile. Killed between effect and mark it is done again, so it
        must be one that changes nothing the second time.
        """
        if key in self._known:
            return self._known[key]
        self._hold()
        result = effect()
        with transaction.atomic():
            self._hold()
            self._mark(key, result)
        self._known[key] = result
        return result

    def _hold(self, **changes: Any) -> None:
        """Make sure that the run is still ours; inside a transaction, lock it to its end.

        The lock is what keeps a second runner away from a long step, on either database.
        """
        ours = JobRun.objects.for_program("works the jobs").filter(
            pk=self._run, token=self._token, state=State.RUNNING
        )
        if not ours.update(heartbeat_at=timezone.now(), **changes):
            raise Superseded("作业已由另一进程接手")
        if ours.filter(is_cancel_asked=True).exists():
            raise Cancelled("作业已按要求取消")

    def _mark(self, key: str, result: Any) -> None:
        JobStep.objects.create(run_id=self._run, key=key, result=result)
        JobRun.objects.for_program("works the jobs").filter(pk=self._run).update(
            done=F("done") + 1, fruitless=0, heartbeat_at=timezone.now()
        )
        aside.forget(self._run)


def add_line(run_id: int, line: str) -> None:
    """Append a line with its time to the log of a run; the oldest lines go when it is long."""
    log = JobRun.objects.for_program("works the jobs").values_list("log", flat=True).get(pk=run_id)
    moment = timezone.localtime().strftime("%Y-%m-%d %H:%M:%S")
    log = f"{log}{moment} {line}\n"[-LOG_KEPT:]
    JobRun.objects.for_program("works the jobs").filter(pk=run_id).update(log=log)
