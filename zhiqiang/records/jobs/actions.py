"""Ask for long work, and ask for its end."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone

from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.jobs import aside, queries
from zhiqiang.records.jobs.models import OPEN, JobRun, State
from zhiqiang.records.jobs.work import add_line
from zhiqiang.records.journal import actions as journal


def submit(kind: str, parameters: Mapping[str, Any], actor: str, title: str) -> JobRun:
    """Ask for a job; the same kind with the same parameters that is still open is returned.

    ``kind`` is a key of ``pipeline.JOBS``; ``parameters`` must be JSON. Journalled.
    """
    values = dict(parameters)
    fingerprint = hashlib.sha256(
        json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    ).hexdigest()
    same = JobRun.objects.for_program("asks for a job").filter(
        kind=kind, parameters_hash=fingerprint, state__in=OPEN
    )
    if (open_run := same.first()) is not None:
        return open_run
    try:
        with transaction.atomic():
            run = JobRun.objects.create(
                kind=kind,
                title=title[:200],
                parameters=values,
                parameters_hash=fingerprint,
                asked_by=actor,
                due_at=timezone.now(),
            )
            journal.write(actor, "submit_job", f"job:{run.pk}", {"kind": kind, "title": title})
    except IntegrityError:
        # Somebody asked for the same in the same moment.
        return same.get()
    aside.forget(run.pk, cancel=True)
    return run


def retry(run_id: int, person: Any) -> JobRun:
    """Ask again for a job that failed or was cancelled; by who asked for it or ``manage_jobs``.

    Raises ``NotFound``, and ``Refused`` without the right or when the job is open or done.
    """
    run = _own(run_id, person)
    if run.state not in (State.FAILED, State.CANCELLED):
        raise Refused("只有失败或已取消的作业可以重新提交。")
    return submit(run.kind, run.parameters, person.get_username(), run.title)


def cancel(run_id: int, person: Any) -> State:
    """End a waiting job at once, a running one at its next step; returns its state. Journalled.

    By who asked for it or a holder of ``manage_jobs``. Raises ``NotFound``, and ``Refused``
    without the right or when the job has already ended.
    """
    run = _own(run_id, person)
    if run.state not in OPEN:
        raise Refused("这项作业已经结束，无需取消。")
    if run.state == State.RUNNING:
        aside.ask_cancel(run_id)
    try:
        return _cancel(run_id, person.get_username())
    except OperationalError as error:
        # A long step holds the database; the file reaches it all the same.
        raise Refused("作业正在写入大批数据，已通知其停止，请稍后刷新查看。") from error


def _own(run_id: int, person: Any) -> JobRun:
    run = queries.visible_to(person).filter(pk=run_id).first()
    if run is None:
        raise NotFound("没有这项后台作业，或您无权查看。")
    if not queries.may_end(person, run.asked_by):
        raise Refused("这项作业由他人提交，您没有“管理后台作业”权限。")
    return run


def _cancel(run_id: int, actor: str) -> State:
    with transaction.atomic():
        run = JobRun.objects.for_program("asks for a job").select_for_update().get(pk=run_id)
        if run.state == State.WAITING:
            run.state, run.ended_at = State.CANCELLED, timezone.now()
        elif run.state == State.RUNNING:
            run.is_cancel_asked = True
        else:
            aside.forget(run_id, cancel=True)
            return State(run.state)
        run.save(update_fields=["state", "ended_at", "is_cancel_asked"])
        add_line(run_id, f"{actor} 要求取消")
        journal.write(actor, "cancel_job", f"job:{run_id}", {"kind": run.kind, "title": run.title})
    return State(run.state)
