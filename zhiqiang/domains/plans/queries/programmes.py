"""Programmes and what was read from them, for those who may see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from zhiqiang.domains.plans.models import PlanFinding, Programme, Target
from zhiqiang.kernel.errors import NotFound
from zhiqiang.kernel.finding import Finding, Severity
from zhiqiang.records.indicators import queries as indicators


def visible_to(person: Any) -> QuerySet[Programme]:
    """Return the programmes that ``person`` may see: with ``see_internal`` all, else the public."""
    return Programme.objects.visible_to(person)


def programmes(person: Any) -> QuerySet[Programme]:
    """Return the programmes, newest first, with their counts and without their source text.

    Of a plan that was revised the editions that were replaced are left out; its page names them.
    """
    numbered = Q(targets__value__isnull=False)
    return (
        visible_to(person)
        .exclude(state=Programme.State.REPLACED)
        .defer("source_text")
        .annotate(
            target_count=Count("targets", filter=numbered, distinct=True),
            linked_count=Count(
                "targets", filter=numbered & ~Q(targets__indicator_key=""), distinct=True
            ),
            soft_count=Count("targets", filter=Q(targets__value__isnull=True), distinct=True),
            task_count=Count("tasks", distinct=True),
            finding_count=Count("findings", distinct=True),
        )
        .order_by("-issued_on", "-pk")
    )


def programme(id: int, person: Any) -> Programme:
    """Return one programme, or raise ``NotFound`` where it is not there or not to be seen."""
    found = visible_to(person).filter(pk=id).first()
    if found is None:
        raise NotFound("没有这个规划，或者它没有公开。请从规划列表中选择。")
    return found


def target(of: Programme, code: str) -> Target:
    """Return one target of a programme, or raise ``NotFound``."""
    found = of.targets.filter(code=code).first()
    if found is None:
        raise NotFound(f"《{of.title}》没有编号为 {code[:20]} 的目标。请从目标列表中选择。")
    found.programme = of
    return found


def targets_of_indicator(key: str) -> int:
    """Return how many targets of all plans an indicator measures; a number, whoever asks."""
    measured = Target.objects.for_program("counts what an indicator measures")
    return measured.filter(indicator_key=key).count()


def summary(id: int) -> dict[str, Any]:
    """Return the counts of a programme: targets, linked, open, soft targets, tasks, findings."""
    one = Programme.objects.for_program("counts what was read").defer("source_text").get(pk=id)
    targets = one.targets.filter(value__isnull=False)
    linked = targets.exclude(indicator_key="").count()
    return {
        "id": one.pk,
        "title": one.title,
        "number": one.number,
        "region": one.region_code,
        "region_name": one.region_name,
        "targets": targets.count(),
        "linked": linked,
        "open": targets.count() - linked,
        "soft_targets": one.targets.filter(value__isnull=True).count(),
        "tasks": one.tasks.count(),
        "findings": one.findings.count(),
    }


def remarks(of: Programme) -> list[Finding]:
    """Return the errors and warnings of a programme, in the order of ``finding_views``."""
    return [
        Finding(Severity(one.severity), one.code, one.message)
        for one in _by_weight(of)
        if one.severity != Severity.NOTICE
    ]


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the source text: its words, and the address mark that leads there."""

    start: int
    end: int
    words: str
    at: str
    section: str = ""


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding with its places side by side."""

    finding: PlanFinding
    places: tuple[Place, ...]
    suggested_name: str = ""


def soft_targets(of: Programme) -> QuerySet[Target]:
    """Return the goals without a number."""
    return of.targets.filter(value__isnull=True)


def finding_views(of: Programme) -> list[FindingView]:
    """Return the findings of a programme, errors first, each with the words at its places."""
    targets = list(of.targets.only("code", "span_start", "span_end", "section", "programme_id"))
    known = indicators.catalogue()
    names = {key: one.name for key, one in known.items()}
    return [
        FindingView(one, _places(of, one, targets), names.get(one.suggested_key, ""))
        for one in _by_weight(of)
    ]


def _by_weight(of: Programme) -> list[PlanFinding]:
    """Return the findings by severity; of one severity a wrong region first: it spoils all figures."""
    weight = {"error": 0, "warning": 1, "notice": 2}
    return sorted(
        of.findings.all(),
        key=lambda f: (weight.get(f.severity, 3), f.code != "region_differs", f.position),
    )


def findings_about(one: Target, views: Sequence[FindingView]) -> list[FindingView]:
    """Return the findings one of whose places touches the words of ``one``."""
    return [
        view
        for view in views
        if any(p.start < one.span_end and one.span_start < p.end for p in view.places)
    ]


def _places(of: Programme, one: PlanFinding, targets: Sequence[Target]) -> tuple[Place, ...]:
    spans = [] if one.span_start is None else [(one.span_start, one.span_end or one.span_start)]
    spans += [(start, end) for start, end in one.others]
    return tuple(_place(of, start, end, targets) for start, end in spans)


def _place(of: Programme, start: int, end: int, targets: Sequence[Target]) -> Place:
    words = of.source_text[start:end].strip()
    inside = [t for t in targets if t.span_start < end and start < t.span_end]
    exact = min(inside, key=lambda t: abs(t.span_start - start), default=None)
    return Place(
        start,
        end,
        words if len(words) <= 160 else words[:160] + "…",
        exact.code if exact else f"{start}-{end}",
        exact.section if exact else "",
    )


def editions(of: Programme, person: Any) -> list[Programme]:
    """Return the editions of the plan that ``person`` may see, the first one first."""
    every = Programme.objects.for_program("walks the editions").defer("source_text")
    chain, one = [of], of
    while one.replaces_id is not None:
        one = every.get(pk=one.replaces_id)
        chain.insert(0, one)
    later = every.filter(replaces=of).first()
    while later is not None:
        chain.append(later)
        later = every.filter(replaces=later).first()
    seen = set(visible_to(person).filter(pk__in=[p.pk for p in chain]).values_list("pk", flat=True))
    return [one for one in chain if one.pk in seen]
