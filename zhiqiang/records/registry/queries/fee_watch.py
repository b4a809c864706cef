"""Which patents' annual fees fall due, are late, or went unpaid: set by set, for a whole register.

A fee of patent year n + 1 falls due n years after the filing day. What falls due within a span of
days was therefore filed within the same span so many years before: a handful of ranges of filing
days, which an index answers. The days that move to the next working day are moved in the bounds of
the span, not right by right. ``registry.fees`` says the same of one right; a test holds them to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from zhiqiang.kernel.calendar import add_months
from zhiqiang.records.registry.fee_rules import FeeRules
from zhiqiang.records.registry.fees import KINDS, FeeState, FeeYear, Working, fee_days, ladder
from zhiqiang.records.registry.life import says_ended
from zhiqiang.records.registry.models import Event, Right
from zhiqiang.records.registry.queries.falling_due import falling_due, order_from, runs
from zhiqiang.records.registry.queries.found import Unindexed, within
from zhiqiang.records.registry.queries.visibility import visible_rights

_DAY = timedelta(days=1)
_ENDS = ("lapse", "expiry", "abandonment")


class Watched(StrEnum):
    """Why a patent stands on the watch list."""

    DUE = "due"
    GRACE = "grace"
    AT_RISK = "at_risk"
    RESTORABLE = "restorable"

    @property
    def zh(self) -> str:
        return _WORDS[self]


_WORDS = {
    Watched.DUE: "即将到期",
    Watched.GRACE: "补缴期内",
    Watched.AT_RISK: "可能终止",
    Watched.RESTORABLE: "可请求恢复",
}
_STATES = {
    Watched.DUE: FeeState.FUTURE,
    Watched.GRACE: FeeState.GRACE,
    Watched.AT_RISK: FeeState.OVERDUE,
}


@dataclass(frozen=True, slots=True)
class Asking:
    """What a watch list is asked for: the day, the days ahead, and who and where."""

    as_of: date
    days: int
    region: str = ""
    kind: str = ""
    holder: str = ""
    agency: str = ""


@dataclass(frozen=True, slots=True)
class WatchLine:
    """A patent on the watch list: which fee it is about, until when what can be done.

    ``until`` is the last day to pay, to pay late, or (reckoned, not known) to ask for restoration.
    """

    right: Any
    fee: FeeYear | None
    until: date | None
    is_pledged: bool
    lapsed_on: date | None = None


class FeeWatch:
    """The watch list of one day, as far as ``person`` may see its rights."""

    def __init__(self, person: Any, asking: Asking, rules: FeeRules, calendar: Working) -> None:
        self.asking, self._rules, self._calendar = asking, rules, calendar
        as_of = asking.as_of
        self.note = fee_days(as_of, rules, calendar).note
        self._first_open = self._first(as_of - 30 * _DAY, lambda days: days.last_on >= as_of)
        start = add_months(as_of, -rules.grace.months) - 30 * _DAY
        self._first_grace = self._first(start, lambda days: days.grace_until >= as_of)
        self._rows = _asked(visible_rights(person), asking)

    def _first(self, day: date, holds: Any) -> date:
        while not holds(fee_days(day, self._rules, self._calendar)):
            day += _DAY
        return day

    def found(self, watched: Watched) -> QuerySet[Right]:
        """Return the rights that stand on the list for one reason, with ``due_order`` to sort by."""
        if watched is Watched.RESTORABLE:
            rows, start = self._rows.filter(self._restorable()), self.asking.as_of
        else:
            start, last = self._span(watched)
            rows = falling_due(self._in_force(self._rows), start, last, watched is Watched.DUE)
            rows = self._unpaid(watched, rows)
        return rows.annotate(due_order=order_from(start))

    def _span(self, watched: Watched) -> tuple[date, date]:
        """Return the first and the last due day that a reason is about."""
        if watched is Watched.DUE:
            return self._first_open, self.asking.as_of + timedelta(days=self.asking.days)
        if watched is Watched.GRACE:
            return self._first_grace, self._first_open - _DAY
        return add_months(self._first_grace, -12), self._first_grace - _DAY

    def _unpaid(self, watched: Watched, rows: QuerySet[Right]) -> QuerySet[Right]:
        """Keep the rights whose fee of ``due_year`` the records do not know as paid.

        Save for fees that are not due yet, only where they would know: they tell of a payment for
        another year, or a list says that the fee is open.
        """
        as_of = self.asking.as_of
        paid = _events("annual_fee").filter(happened_on__lte=as_of)
        if watched is not Watched.DUE:
            told = _of_kind("annual_fee", "fee_unpaid").filter(happened_on__lte=as_of)
            rows = rows.filter(pk__in=told.values("right"))
        open_ = ~Q(Exists(paid.filter(fee_year__gte=OuterRef("due_year"))))
        if watched is Watched.DUE:
            return rows.filter(open_, granted_on__lt=as_of)
        if watched is Watched.GRACE:
            listed = _events("fee_unpaid").filter(
                fee_year=OuterRef("due_year"), happened_on__lte=as_of
            )
            return rows.filter(open_, Q(Exists(paid)) | Q(Exists(listed)))
        return rows.filter((open_ & Q(due_year__gt=0) & Q(Exists(paid))) | self._listed())

    def _listed(self) -> Q:
        """Return the rights of which a list said that a fee is open whose grace is over."""
        paid = _events("annual_fee", "right_id").filter(
            fee_year__gte=OuterRef("fee_year"), happened_on__lte=self.asking.as_of
        )
        listed = _events("fee_unpaid").filter(
            ~Exists(paid), happened_on__lt=self._first_grace, happened_on__gt=OuterRef("granted_on")
        )
        return Q(Exists(listed))

    def _in_force(self, rows: QuerySet[Right]) -> QuerySet[Right]:
        as_of = self.asking.as_of
        ends = _of_kind(*_ENDS)
        back = _events("restoration", "right_id").filter(
            happened_on__gte=OuterRef("happened_on"), happened_on__lte=as_of
        )
        ended = ends.filter(~Exists(back), happened_on__lte=as_of)
        return rows.filter(
            ~Q(pk__in=ended.values("right")),
            ~Q(pk__in=_of_kind("invalidation").values("right")),
            # Of a right whose term is over by now, the printed status tells of that end.
            ~Q(status_text__in=self._over)
            | Q(pk__in=ends.values("right"))
            | ~runs(timezone.localdate()),
            runs(as_of),
            granted_on__lte=as_of,
        )

    @cached_property
    def _over(self) -> list[str]:
        """Return the printed words that tell of an end, of those that there are."""
        texts = Right.objects.for_program("reads which words for a status there are")
        printed = texts.exclude(status_text="").order_by().values_list("status_text", flat=True)
        return [text for text in printed.distinct() if says_ended(text)]

    def _restorable(self) -> Q:
        as_of, months = self.asking.as_of, self._restored_within
        since = add_months(as_of, -months) - 3 * _DAY
        while add_months(since, months) < as_of:
            since += _DAY
        back = _events("restoration", "right_id").filter(
            happened_on__gte=OuterRef("happened_on"), happened_on__lte=as_of
        )
        lapse = _of_kind("lapse").filter(
            ~Exists(back), Q(note="") | Q(note__contains="年费"), happened_on__range=(since, as_of)
        )
        void = _of_kind("invalidation").values("right")
        return Q(pk__in=lapse.values("right")) & ~Q(pk__in=void)

    @property
    def _restored_within(self) -> int:
        return self._rules.grace.months + self._rules.restoration.months

    def lines(self, watched: Watched, rights: Sequence[Any]) -> list[WatchLine]:
        """Return what the list says of some rights; one query, however many they are."""
        own: dict[int, list[Event]] = {one.pk: [] for one in rights}
        every = Event.objects.for_program("reads the fees of rights that were found")
        for event in every.filter(right_id__in=list(own)).order_by("happened_on", "id"):
            own[event.right_id or 0].append(event)
        return [self._line(watched, one, own[one.pk]) for one in rights]

    def _line(self, watched: Watched, right: Any, events: list[Event]) -> WatchLine:
        as_of = self.asking.as_of
        pledged = _is_pledged(events, as_of)
        if watched is Watched.RESTORABLE:
            lapses = [e.happened_on for e in events if e.kind == "lapse" and e.happened_on <= as_of]
            until = add_months(lapses[-1], self._restored_within)
            return WatchLine(right, None, until, pledged, lapses[-1])
        fees = ladder(right, events, self._rules, self._calendar, as_of)
        fee = next((one for one in fees if one.state is _STATES[watched]), None)
        if fee is None:
            return WatchLine(right, None, None, pledged)
        until = fee.days.last_on if watched is Watched.DUE else fee.days.grace_until
        return WatchLine(right, fee, until, pledged)


def grouped(rows: QuerySet[Right], by: str) -> QuerySet[Any]:
    """Count what was found by ``holder`` or by ``agency``, the most first."""
    names = ("holder_id", "holder__name") if by == "holder" else ("agency",)
    counted = rows.order_by().values(*names).annotate(rights=Count("pk"))
    return counted.order_by("-rights", names[-1])


def _asked(rows: QuerySet[Right], asking: Asking) -> QuerySet[Right]:
    # By what falls due they are found, not by kind and place.
    rows = rows.alias(of=Unindexed("kind"), at=Unindexed("region_code"))
    rows = rows.filter(of=asking.kind) if asking.kind else rows.filter(of__in=KINDS)
    if asking.region:
        rows = rows.filter(within(asking.region, "at"))
    if asking.holder:
        rows = rows.filter(holder__name__icontains=asking.holder)
    return rows.filter(agency__icontains=asking.agency) if asking.agency else rows


def _events(kind: str, outer: str = "pk") -> QuerySet[Event]:
    """Return the events of one kind of the right at hand; ``outer`` is how the query names it.

    The kind is compared through a function, which no index answers: SQLite without statistics
    would otherwise walk all events of the kind for each right, instead of the few of the right.
    """
    every = Event.objects.for_program("tells how rights that were found stand")
    return every.alias(own_kind=Lower("kind")).filter(right_id=OuterRef(outer), own_kind=kind)


def _of_kind(*kinds: str) -> QuerySet[Event]:
    """Return the events of some kinds that tell of a right: read once, by the index of kinds."""
    every = Event.objects.for_program("tells how rights that were found stand")
    return every.filter(kind__in=kinds, right__isnull=False).order_by()


def _is_pledged(events: Iterable[Event], as_of: date) -> bool:
    open_ones: set[str] = set()
    for event in events:
        if event.happened_on <= as_of and event.kind == "pledge":
            open_ones.add(event.document_number)
        elif event.happened_on <= as_of and event.kind == "pledge_release":
            open_ones.discard(event.document_number)
    return bool(open_ones)
