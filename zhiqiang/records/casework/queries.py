"""Cases as somebody may see them: one's own, the inbox by due date, one case with its timeline."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.timezone import localdate

from zhiqiang.kernel.errors import NotFound
from zhiqiang.records.accounts import rights
from zhiqiang.records.casework import who
from zhiqiang.records.casework.checking import Check, check
from zhiqiang.records.casework.clocks import Reading, readings
from zhiqiang.records.casework.models import Case, ServiceVersion, TimelineEntry
from zhiqiang.records.casework.published import item_of
from zhiqiang.records.casework.verbs import OPEN, PAUSED, RUNNING, SUBMITTED

_AROUND = ("service", "body", "holder", "delegate", "applicant")


def visible_cases(person: Any) -> QuerySet[Case]:
    """Return the cases that ``person`` may see, newest first."""
    return Case.objects.visible_to(person).select_related(*_AROUND)


def case_by_id(case_id: int, person: Any) -> Case:
    """Return one case, or raise ``NotFound`` where there is none for ``person``."""
    found = visible_cases(person).filter(pk=case_id).first()
    if found is None:
        raise NotFound("没有这件办件，或者您看不到它。")
    return found


def own_cases(person: Any) -> QuerySet[Case]:
    """Return the cases that ``person`` applied for or entered, newest first."""
    own = Q(applicant=person.pk) | Q(entered_by=person.pk)
    return visible_cases(person).filter(own)


def inbox(person: Any) -> QuerySet[Case]:
    """Return what waits for ``person``: the nearest last day first, what has none at the end.

    Cases of the bodies where the person works on cases, not given to somebody else.
    """
    mine = Q(holder=None) | Q(holder=person.pk) | Q(delegate=person.pk)
    waiting = Q(state__in=(SUBMITTED, RUNNING, PAUSED)) & mine & _where_may_act(person)
    signs = Q(signatures__signer=person.pk, signatures__signed_at=None, state=RUNNING)
    found = Case.objects.visible_to(person).filter(waiting | signs | Q(delegate=person.pk))
    open_now = found.filter(state__in=OPEN).order_by().values("pk")
    rows = Case.objects.for_program("puts in order what waits for a person")
    due = F("due_on").asc(nulls_last=True)
    return rows.filter(pk__in=open_now).select_related(*_AROUND).order_by(due, "id")


def _where_may_act(person: Any) -> Q:
    """Return the condition "in a step whose right ``person`` holds in the case's body"."""
    out = Q(pk__in=())
    for right, steps in _steps_by_right().items():
        here = Q()
        for item, step in steps:
            here |= Q(item=item, step=step)
        out |= here & rights.reach_clause(person, right)
    return out


def _steps_by_right() -> dict[str, set[tuple[str, str]]]:
    """Return item and step for each right; a version that declares it otherwise is told by ``who``."""
    out: dict[str, set[tuple[str, str]]] = {}
    for version in ServiceVersion.objects.for_program("knows the steps of every item"):
        for step in item_of(version).steps:
            out.setdefault(step.right, set()).add((version.item, step.key))
    return out


def timeline_of(case: Case, person: Any) -> QuerySet[TimelineEntry]:
    """Return what was done on a case, newest first; an applicant sees what is told to applicants."""
    rows = TimelineEntry.objects.visible_to(person).filter(case=case)
    inside = rights.may(person, "see_restricted", case.body)
    return rows if inside else rows.filter(is_shown=True)


def clocks_of(case: Case) -> list[Reading]:
    """Return how the clocks of a case stand today."""
    return readings(case.clocks.all(), localdate())


def allowed(person: Any, case: Case) -> frozenset[str]:
    """Return the acts that ``person`` may do with a case as it stands."""
    return who.allowed(person, case, item_of(case.service))


def checked(case: Case, confirmed: dict[str, Any] | None = None) -> list[Check]:
    """Return what the item's rule says of a case today."""
    return check(item_of(case.service), case.fields, localdate(), confirmed)
