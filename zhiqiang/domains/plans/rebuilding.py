"""Make the rows of a programme anew: what was read, the corrections of people, the links.

Every change of a reading goes through here, so that the rows are always a pure function of the
compiled reading and the corrections: doing it again changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.utils.timezone import localtime

from zhiqiang.domains.plans import correcting, identities, linking
from zhiqiang.domains.plans.correcting import Applied, Made
from zhiqiang.domains.plans.correcting.anchors import Item
from zhiqiang.domains.plans.correcting.applying import answer
from zhiqiang.domains.plans.models import (
    PlanCorrection,
    PlanFinding,
    PlanReading,
    Programme,
    Target,
    Task,
    TaskBody,
)
from zhiqiang.kernel.finding import Severity

STALE = "correction_stale"
_NUMBERS = ("value", "value_to")
_NOT_FIELDS = ("bodies",)


def rebuild(of: Programme) -> None:
    """Write targets, tasks, bodies and findings of ``of`` from its reading and corrections.

    Rows keep their keys by code. Must run inside the transaction of the act that it serves.
    """
    reading = PlanReading.objects.for_program("rebuilds a programme").get(pk=of.pk).content
    corrections = list(of.corrections.filter(withdrawn_at=None))
    made = [made_from(one) for one in corrections]
    applied = correcting.apply(reading, made, of.source_text)
    targets = [_target_row(of, item, at) for at, item in enumerate(applied.targets)]
    questions = _link(targets, corrections)
    doubts = identities.settle(of, targets, applied.identities)
    findings = [*reading["findings"], *_stale(applied, corrections, of.source_text), *doubts]
    findings = [dict(one) for one in findings] + [_question_item(one) for one in questions]
    answer(findings, [m for m in made if m.kind == "answer"], applied.assigned, of.source_text)
    _keep(Target, of, targets)
    _keep_tasks(of, applied.tasks)
    PlanFinding.objects.for_program("rebuilds a programme").filter(programme=of).delete()
    PlanFinding.objects.bulk_create(
        PlanFinding(programme=of, position=at, **item) for at, item in enumerate(findings)
    )


def made_from(one: PlanCorrection) -> Made:
    """Return a kept correction as it is applied."""
    return Made(one.pk, one.kind, one.subject, one.anchor, one.after, one.made_by)


def _target_row(of: Programme, item: Item, position: int) -> Target:
    values = dict(item)
    for name in _NUMBERS:
        values[name] = None if values[name] is None else Decimal(str(values[name]))
    return Target(programme=of, position=position, **values)


def _link(targets: Sequence[Target], corrections: Iterable[PlanCorrection]) -> list[PlanFinding]:
    """Link targets as people confirmed, the rest by name; return the open questions."""
    confirmed = {
        one.after["about"]: one.after["indicator"] for one in corrections if one.kind == "link"
    }
    numbered = [one for one in targets if one.value is not None]
    by_name = [one for one in numbered if one.indicator_name not in confirmed]
    questions = linking.link(by_name)
    for one in numbered:
        key = confirmed.get(one.indicator_name)
        if key is not None:
            questions += linking.link_again(one, key)
    return questions


def _question_item(one: PlanFinding) -> Item:
    names = ("severity", "code", "message", "about", "suggested_key")
    places = ("span_start", "span_end", "others")
    return {name: getattr(one, name) for name in (*names, *places)}


def _stale(applied: Applied, corrections: Iterable[PlanCorrection], text: str) -> list[Item]:
    """Return a remark for every correction whose words no longer stand: nothing is lost."""
    kept = set(applied.stale)
    return [stale_finding(one) for one in corrections if one.pk in kept]


def stale_finding(one: PlanCorrection) -> Item:
    """Return the open question about a correction that could not be applied."""
    quote = str(one.anchor["quote"])
    shown = quote if len(quote) <= 60 else quote[:60] + "…"
    kind = PlanCorrection.Kind(one.kind).label
    message = (
        f"对“{shown}”的人工更正（{kind}，{one.made_by}，{localtime(one.made_at):%Y-%m-%d}）在现行文本中"
        "找不到唯一对应的原文，没有采用。请对照新文本重新更正，或撤回这条更正。"
    )
    return {
        "severity": str(Severity.ERROR),
        "code": STALE,
        "message": message,
        "about": "",
        "suggested_key": "",
        "span_start": None,
        "span_end": None,
        "others": [],
    }


def _keep(model: Any, of: Programme, wanted: Sequence[Any]) -> None:
    """Make the rows of ``model`` for ``of`` those of ``wanted``; a code that stays keeps its row."""
    there = dict(
        model.objects.for_program("rebuilds a programme")
        .filter(programme=of)
        .values_list("code", "pk")
    )
    old, new = [], []
    for one in wanted:
        one.pk = there.pop(one.code, None)
        (new if one.pk is None else old).append(one)
    model.objects.for_program("rebuilds a programme").filter(pk__in=list(there.values())).delete()
    fields = [f.name for f in model._meta.concrete_fields if not f.primary_key]
    if old:
        model.objects.for_program("rebuilds a programme").bulk_update(
            old, [f for f in fields if f != "programme"], batch_size=200
        )
    model.objects.bulk_create(new)


def _keep_tasks(of: Programme, items: Sequence[Item]) -> None:
    rows = [
        Task(
            programme=of,
            position=position,
            **{name: value for name, value in item.items() if name not in _NOT_FIELDS},
        )
        for position, item in enumerate(items)
    ]
    _keep(Task, of, rows)
    TaskBody.objects.for_program("rebuilds a programme").filter(task__programme=of).delete()
    TaskBody.objects.bulk_create(
        TaskBody(task=row, position=position, name=name, duty=duty)
        for row, item in zip(rows, items, strict=True)
        for position, (duty, name) in enumerate(item["bodies"])
    )
