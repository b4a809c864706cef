"""Which rights a fee of which falls due between two days, and which still run, by their filing days."""

from __future__ import annotations

from datetime import date, timedelta
from functools import reduce
from operator import or_

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import ExtractDay, ExtractMonth

from zhiqiang.kernel.calendar import add_months
from zhiqiang.records.registry.life import DESIGN_CHANGE
from zhiqiang.records.registry.models import Right
from zhiqiang.records.registry.queries.found import Unindexed

_DAY = timedelta(days=1)
_LONGEST = {"invention": 20, "utility_model": 10, "design": 15}
_DESIGN_BEFORE = 10


def filed_between(first: date, last: date, years: int) -> tuple[date, date]:
    """Return the filing days whose matching day ``years`` on lies between two days, both included.

    The matching day of 29 February is 28 February where there is no 29th.
    """
    low = add_months(first, -12 * years)
    if add_months(low, 12 * years) < first:
        low += _DAY
    high = add_months(last, -12 * years)
    if add_months(high + _DAY, 12 * years) == last:
        high += _DAY
    return low, high


def _of_kinds(years: int, kind_is: str = "kind") -> Q:
    """Return the kinds whose term is longer than so many years; ``kind_is`` names their column."""
    out = Q(**{f"{kind_is}__in": [kind for kind, longest in _LONGEST.items() if years < longest]})
    if years >= _DESIGN_BEFORE:
        out &= ~Q(**{kind_is: "design"}) | Q(filed_on__gte=DESIGN_CHANGE)
    return out


def runs(as_of: date) -> Q:
    """Return the condition that the term is not over, the statutory one or a longer printed one."""
    out = Q(term_ends_on__gt=as_of)
    for kind, longest in _LONGEST.items():
        out |= Q(kind=kind, filed_on__gt=add_months(as_of, -12 * longest))
    before = Q(filed_on__lt=DESIGN_CHANGE, filed_on__lte=add_months(as_of, -12 * _DESIGN_BEFORE))
    return out & ~(Q(kind="design") & before)


def falling_due(rows: QuerySet[Right], first: date, last: date, is_by_day: bool) -> QuerySet[Right]:
    """Keep the rights of which a fee falls due between two days, with its year as ``due_year``.

    ``is_by_day``: nothing but the day leads to them, so they are found by their filing days.
    """
    every = reversed(range(1, max(_LONGEST.values())))
    spans = [
        (years, Q(filed_on__range=filed_between(first, last, years)) & _of_kinds(years))
        for years in every
    ]
    whens = [When(span, then=Value(years + 1)) for years, span in spans]
    rows = rows.annotate(due_year=Case(*whens, default=Value(0), output_field=IntegerField()))
    if not is_by_day:
        return rows.filter(due_year__gt=0)
    every = Right.objects.for_program("finds the filing days whose fee falls due")
    by_day = [
        Q(filed_on__range=filed_between(first, last, years)) & _of_kinds(years, "of")
        for years, _ in spans
    ]
    due = every.alias(of=Unindexed("kind")).filter(reduce(or_, by_day)).order_by()
    return rows.filter(pk__in=due.values("pk"))


def order_from(start: date) -> Case:
    """Return an expression that puts filing days in order of their matching days from ``start``."""
    on = ExtractMonth("filed_on") * 100 + ExtractDay("filed_on")
    return Case(
        When(
            Q(filed_on__month__gt=start.month)
            | Q(filed_on__month=start.month, filed_on__day__gte=start.day),
            then=on,
        ),
        default=on + Value(1300),
        output_field=IntegerField(),
    )
