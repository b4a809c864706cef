"""The work of the installation: jobs, the journal, and who asks."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.db import transaction
from django.http import HttpRequest
from ninja import Query, Router

from zhiqiang.api import shapes
from zhiqiang.api.asking import require
from zhiqiang.api.door import answers
from zhiqiang.api.paging import USUAL, Number, Size, paged
from zhiqiang.records.accounts import rights
from zhiqiang.records.jobs import queries as jobs_queries
from zhiqiang.records.journal import actions, queries

jobs_router = Router(tags=["后台作业"])
journal_router = Router(tags=["操作日志"])
me_router = Router(tags=["账户"])
Wanted = Annotated[str, Query(max_length=200)]
Day = Annotated[date | None, Query(ge=date(1985, 1, 1), le=date(2100, 12, 31))]


@jobs_router.get("", response=answers(shapes.Page[shapes.Job]), url_name="jobs")
def jobs(request: HttpRequest, page: Number = 1, size: Size = USUAL) -> Any:
    """List the jobs, newest first."""
    require(request, "see_jobs")
    return paged(jobs_queries.jobs(request.user), page, size, jobs_queries.view_of)


@jobs_router.get("/{int:run_id}", response=answers(shapes.Job), url_name="job")
def job(request: HttpRequest, run_id: int) -> Any:
    """Return one job: how far it is and what it says."""
    require(request, "see_jobs")
    return jobs_queries.job(run_id, request.user)


@journal_router.get("", response=answers(shapes.Page[shapes.Entry]), url_name="journal")
def journal(
    request: HttpRequest,
    actor: Wanted = "",
    act: Wanted = "",
    subject: Wanted = "",
    from_on: Day = None,
    until_on: Day = None,
    page: Number = 1,
    size: Size = USUAL,
) -> Any:
    """List lines, newest first; that they were read is journalled."""
    require(request, "read_journal")
    asked = queries.Asked(actor, act, subject, "", from_on, until_on)
    found = paged(queries.entries(request.user, asked), page, size, _entry)
    chosen = {
        name: str(value)
        for name in ("actor", "act", "subject", "from_on", "until_on")
        if (value := getattr(asked, name))
    }
    _told(request, {"filter": chosen, "page": page, "by": "api"})
    return found


@journal_router.get("/{int:sequence}", response=answers(shapes.Entry), url_name="journal_entry")
def journal_entry(request: HttpRequest, sequence: int) -> Any:
    """Return one line whole; that it was read is journalled."""
    require(request, "read_journal")
    found = _entry(queries.entry(sequence, request.user))
    _told(request, {"sequence": sequence, "by": "api"})
    return found


@me_router.get("", response=answers(shapes.Me), url_name="me")
def me(request: HttpRequest) -> Any:
    """Say who asks and what that person may do everywhere."""
    person = request.user
    return {
        "username": person.get_username(),
        "display_name": getattr(person, "display_name", ""),
        "is_signed_in": person.is_authenticated,
        "rights": sorted(rights.held_by(person).everywhere),
    }


def _entry(line: Any) -> dict[str, Any]:
    fields = (
        *("sequence", "at", "actor", "address", "act", "subject", "detail"),
        *("previous_hash", "hash"),
    )
    return {name: getattr(line, name) for name in fields} | {
        "act_name": queries.acts().get(line.act, line.act)
    }


def _told(request: HttpRequest, detail: dict[str, Any]) -> None:
    with transaction.atomic():
        actions.write(request.user.get_username(), "read_journal", "journal", detail)
