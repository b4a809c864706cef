"""Programmes, their targets with standings, tasks and findings."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from zhiqiang.api import shapes
from zhiqiang.api.door import answers
from zhiqiang.api.paging import USUAL, Number, Size, paged
from zhiqiang.domains.plans import queries
from zhiqiang.records.indicators.figures import number
from zhiqiang.ui.asked import asked

router = Router(tags=["规划"])


@router.get("", response=answers(shapes.Page[shapes.ProgrammeCounts]), url_name="programmes")
def programmes(request: HttpRequest, page: Number = 1, size: Size = USUAL) -> Any:
    """List the programmes, newest first."""
    return paged(queries.programmes(request.user), page, size)


@router.get("/{int:id}", response=answers(shapes.Programme), url_name="programme")
def programme(request: HttpRequest, id: int) -> Any:
    """Return one programme."""
    return queries.programme(id, request.user)


@router.get("/{int:id}/targets", response=answers(shapes.Page[shapes.Target]), url_name="targets")
def targets(request: HttpRequest, id: int, page: Number = 1, size: Size = USUAL) -> Any:
    """List the targets with where each stands on the day; goals without a number last."""
    of = queries.programme(id, request.user)
    found: list[Any] = list(queries.target_standings(of, asked(request).as_of))
    found += list(queries.soft_targets(of))
    return paged(found, page, size, _target)


@router.get("/{int:id}/targets/{str:code}", response=answers(shapes.Target), url_name="target")
def target(request: HttpRequest, id: int, code: str) -> Any:
    """Return one target with where it stands on the day."""
    one = queries.target(queries.programme(id, request.user), code)
    if one.value is None:
        return _target(one)
    return _target(queries.commitment_of(one, asked(request).as_of).standing)


@router.get("/{int:id}/tasks", response=answers(shapes.Page[shapes.Task]), url_name="tasks")
def tasks(request: HttpRequest, id: int, page: Number = 1, size: Size = USUAL) -> Any:
    """List the tasks in order of the document."""
    return paged(queries.tasks(queries.programme(id, request.user)), page, size, _task)


@router.get(
    "/{int:id}/findings", response=answers(shapes.Page[shapes.PlanFinding]), url_name="findings"
)
def findings(request: HttpRequest, id: int, page: Number = 1, size: Size = USUAL) -> Any:
    """List what has to be looked at in a plan, errors first."""
    views = queries.finding_views(queries.programme(id, request.user))
    return paged(views, page, size, _finding)


def _target(one: Any) -> dict[str, Any]:
    read = getattr(one, "target", one)
    fields = (
        *("code", "indicator_name", "indicator_key", "subject", "operator", "unit", "year"),
        *("is_every_year", "is_mean", "basis", "section", "quote"),
    )
    return {name: getattr(read, name) for name in fields} | {
        "value": number(read.value),
        "value_to": number(read.value_to),
        "standing": None if one is read else _standing(one),
    }


def _standing(one: Any) -> dict[str, Any]:
    return {
        "lamp": str(one.lamp),
        "lamp_word": one.lamp.word,
        "reason": one.reason,
        "value": number(one.value),
        "unit": one.unit,
        "judged_on": one.judged_on,
        "actual_percent": number(one.actual),
        "expected_percent": number(one.expected),
        "gap": one.gap,
        "origin": one.figure.origin if one.figure else "",
        "notes": list(one.notes),
    }


def _task(view: Any) -> dict[str, Any]:
    task = view.task
    fields = ("code", "number", "kind", "title", "text", "section", "due")
    return {name: getattr(task, name) for name in fields} | {
        "leads": list(view.leads),
        "supports": list(view.supports),
    }


def _finding(view: Any) -> dict[str, Any]:
    one = view.finding
    return {
        "severity": one.severity,
        "code": one.code,
        "message": one.message,
        "words": [place.words for place in view.places],
        "answer": one.answer,
    }
