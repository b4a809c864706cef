"""What jobs there are, for those who may know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from zhiqiang.kernel.errors import NotFound
from zhiqiang.records.accounts import rights
from zhiqiang.records.jobs import aside
from zhiqiang.records.jobs.models import OPEN, JobRun, State


@dataclass(frozen=True, slots=True)
class JobView:
    """A job as pages show it; ``percent`` is whole, ``step`` tells of the step under way."""

    id: int
    kind: str
    title: str
    parameters: dict[str, Any]
    state: str
    state_label: str
    is_open: bool
    done: int
    total: int
    percent: int
    step: aside.Progress | None
    asked_by: str
    asked_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    attempt: int
    is_cancel_asked: bool
    log: str
    error: str
    result: Any


def visible_to(person: Any) -> QuerySet[JobRun]:
    """Return the jobs that ``person`` may see: all with ``see_jobs``, else none."""
    return JobRun.objects.visible_to(person)


def may_end(person: Any, asked_by: str) -> bool:
    """Say whether ``person`` may cancel or repeat a job: one's own, or any with ``manage_jobs``."""
    name = person.get_username()
    return bool(name and name == asked_by) or rights.may(person, "manage_jobs")


def jobs(person: Any, state: str = "") -> QuerySet[JobRun]:
    """Return the jobs that ``person`` may see, newest first; ``state`` narrows them."""
    found = visible_to(person)
    return found.filter(state=state) if state else found


def job(run_id: int, person: Any) -> JobView:
    """Return one job. Raises ``NotFound`` when there is none or ``person`` may not see it."""
    run = visible_to(person).filter(pk=run_id).first()
    if run is None:
        raise NotFound("没有这项后台作业，或您无权查看")
    return view_of(run)


def view_of(run: JobRun) -> JobView:
    """Return a job as pages show it."""
    step = aside.told(run.pk) if run.state == State.RUNNING else None
    part = step.done / step.total if step and step.total else 0.0
    whole = 1 if run.state == State.DONE else (run.done + part) / run.total if run.total else part
    return JobView(
        id=run.pk,
        kind=run.kind,
        title=run.title,
        parameters=run.parameters,
        state=run.state,
        state_label=State(run.state).label,
        is_open=run.state in OPEN,
        done=run.done,
        total=run.total,
        percent=min(100, int(whole * 100)),
        step=step,
        asked_by=run.asked_by,
        asked_at=run.asked_at,
        started_at=run.started_at,
        ended_at=run.ended_at,
        attempt=run.attempt,
        is_cancel_asked=run.is_cancel_asked,
        log=run.log,
        error=run.error,
        result=run.result,
    )


def states() -> list[tuple[str, str]]:
    """Return the states with their labels, for filters."""
    return list(State.choices)


def recent(most: int) -> list[JobView]:
    """Return the newest jobs, for the command line of the installation."""
    return [view_of(run) for run in JobRun.objects.for_program("lists jobs on the console")[:most]]
