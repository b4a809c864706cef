"""The first page: how the programmes stand, what the key figures are, how fresh the data is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from zhiqiang.domains.plans import queries as plans
from zhiqiang.kernel.divisions import prefix
from zhiqiang.portal import scope, warmth
from zhiqiang.portal.lists.imports import batch_list
from zhiqiang.records.registry import queries as registry
from zhiqiang.ui.asked import asked

PROGRAMMES, FIGURES, LATE, BATCHES = 6, 6, 8, 5


@dataclass(frozen=True, slots=True)
class ProgrammeAtAGlance:
    """A programme with its lamps."""

    programme: Any
    counts: list[tuple[str, int]]
    standings: tuple[Any, ...]


def home(request: HttpRequest) -> HttpResponse:
    """Show the desk of the one who asks; what takes long fills itself in."""
    programmes = _programmes(request)
    context: dict[str, Any] = {
        "programmes": programmes,
        "snapshot": scope.snapshot(),
        "batches": batch_list(QueryDict()).draw(registry.batches(request.user)[:BATCHES]).rows,
    }
    context["is_ready"] = not programmes or warmth.should_wait(
        request, *_parts(request, programmes)
    )
    if context["is_ready"]:
        context |= _standings(request, programmes)
    return render(request, "portal/home.html", context)


def standings(request: HttpRequest) -> HttpResponse:
    """Give the part of the first page that has to be computed."""
    programmes = _programmes(request)
    return render(request, "portal/home_standings.html", _standings(request, programmes))


def _programmes(request: HttpRequest) -> list[Any]:
    """Return the newest programmes of the region, of those within it and of those above."""
    region = asked(request).region
    above = [one.code for one in scope.choices(region)]
    near = Q(region_code__startswith=prefix(region)) | Q(region_code__in=above)
    return list(plans.programmes(request.user).filter(near)[:PROGRAMMES])


def _parts(request: HttpRequest, programmes: Iterable[Any]) -> tuple[Any, ...]:
    return ("home", asked(request).as_of, *(one.pk for one in programmes))


def _standings(request: HttpRequest, programmes: list[Any]) -> dict[str, Any]:
    glances = [_glance(one, asked(request).as_of) for one in programmes]
    warmth.computed(*_parts(request, programmes))
    return {"glances": glances, "late": _late(glances), "figures": _key_figures(glances)}


def _glance(programme: Any, as_of: Any) -> ProgrammeAtAGlance:
    found = plans.commitment_standings(programme, as_of) if scope.snapshot() else []
    held = tuple(one.standing for one in found)
    return ProgrammeAtAGlance(programme, plans.lamp_counts(held), held)


def _late(glances: Iterable[ProgrammeAtAGlance]) -> list[tuple[Any, Any]]:
    """Return the targets that are behind, the worst first."""
    behind = [
        (one.programme, standing)
        for one in glances
        for standing in one.standings
        if standing.lamp in ("far_behind", "behind")
    ]
    return sorted(behind, key=lambda pair: pair[1].lamp != "far_behind")[:LATE]


def _key_figures(glances: Iterable[ProgrammeAtAGlance]) -> list[Any]:
    """Return the figures that the programmes are measured by, each once."""
    found = {
        standing.figure.key: standing.figure
        for one in glances
        for standing in one.standings
        if standing.figure is not None and standing.figure.value is not None
    }
    return list(found.values())[:FIGURES]
