"""The watch list of a whole register says what the fees of each right say one by one."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from zhiqiang.kernel.calendar import add_months
from zhiqiang.records.accounts.tests.someone import OFFICIALS, holder_of
from zhiqiang.records.accounts.workdays import work_calendar
from zhiqiang.records.registry.fee_rules import fee_rules
from zhiqiang.records.registry.fees import FeeState, begins_on, ladder, year_of
from zhiqiang.records.registry.life import life_of
from zhiqiang.records.registry.models import Event, Party, Right
from zhiqiang.records.registry.queries import Asking, FeeWatch, Watched, grouped
from zhiqiang.records.registry.queries.falling_due import filed_between

pytestmark = pytest.mark.django_db
OFFICIAL = holder_of(*OFFICIALS)
DAYS = [
    date(2024, 2, 29),
    date(2025, 5, 4),
    date(2025, 10, 7),
    date(2025, 12, 31),
    date(2026, 3, 1),
]


def _right(n, rng):
    kind = rng.choice(["invention", "utility_model", "design"])
    filed_on = rng.choice(
        [date(2012, 2, 29), date(2016, 2, 29), date(2021, 6, 1), date(2021, 5, 31)]
    )
    if rng.random() < 0.9:
        filed_on = date(2006, 1, 1) + timedelta(days=rng.randrange(7_000))
    granted_on = filed_on + timedelta(days=rng.randrange(200, 1_200))
    while granted_on.weekday() > 3:
        granted_on -= timedelta(days=1)
    return Right(
        identity=f"CN:{n}", kind=kind, number=str(n), title=f"第{n}件", filed_on=filed_on,
        granted_on=granted_on, is_published=True, region_code="330300",
        status_text=rng.choice(["", "授权", "授权", "未缴年费"]),
    )  # fmt: skip


def _happenings(right, rng):
    granted = year_of(right.filed_on, right.granted_on)
    yield Event(kind="grant", right=right, happened_on=right.granted_on)
    paid_until = rng.choice([0, 0, rng.randrange(granted, granted + 6)])
    for year in range(granted, paid_until + 1):
        if rng.random() < 0.8:
            on = max(begins_on(right.filed_on, year) - timedelta(days=9), right.granted_on)
            yield Event(kind="annual_fee", right=right, happened_on=on, fee_year=year)
    if rng.random() < 0.4:
        year = granted + rng.randrange(1, 8)
        on = begins_on(right.filed_on, year)
        yield Event(kind="fee_unpaid", right=right, happened_on=on, fee_year=year)
    if rng.random() < 0.25:
        on = right.granted_on + timedelta(days=rng.randrange(1, 2_500))
        yield Event(kind="lapse", right=right, happened_on=on)
        if rng.random() < 0.5:
            back = on + timedelta(days=rng.randrange(0, 300))
            yield Event(kind="restoration", right=right, happened_on=back)
    if rng.random() < 0.04:
        yield Event(kind="invalidation", right=right, happened_on=right.granted_on)


def _register(seed, count):
    rng = Random(seed)  # noqa: S311
    Right.objects.for_program("test").bulk_create(_right(n, rng) for n in range(count))
    rights = list(Right.objects.for_program("test").order_by("pk"))
    events = [event for right in rights for event in _happenings(right, rng)]
    for n, event in enumerate(events):
        event.identity = f"E{n}"
    Event.objects.for_program("test").bulk_create(events)
    return rights, events


def _naive(right, events, as_of, days):
    """Say by the life and the ladder of one right where it stands."""
    known = [e for e in events if e.happened_on <= as_of]
    life = life_of(right, events).intervals
    lapses = [e.happened_on for e in known if e.kind == "lapse"]
    back = [e.happened_on for e in known if e.kind == "restoration"]
    is_void = any(e.kind == "invalidation" for e in events)
    is_back = bool(lapses) and any(on >= max(lapses) for on in back)
    if lapses and not is_void and not is_back and add_months(max(lapses), 8) >= as_of:
        yield Watched.RESTORABLE
    if not any(s <= as_of and (e is None or as_of < e) for s, e, _ in life):
        return
    fees = ladder(right, events, fee_rules(), work_calendar(), as_of)
    has_paid = any(e.kind == "annual_fee" for e in known)
    ahead = as_of + timedelta(days=days)
    for fee in fees:
        if fee.state is FeeState.FUTURE and fee.days.due_on <= ahead:
            yield Watched.DUE
        if fee.state is FeeState.GRACE and (has_paid or fee.is_listed_unpaid):
            yield Watched.GRACE
        if fee.state is FeeState.OVERDUE:
            yield Watched.AT_RISK


@pytest.mark.parametrize("as_of", DAYS)
def test_the_list_holds_exactly_the_rights_whose_own_fees_say_so(as_of):
    rights, events = _register(as_of.isoformat(), 900)
    own = {right.pk: [] for right in rights}
    for event in events:
        own[event.right_id].append(event)
    watch = FeeWatch(OFFICIAL, Asking(as_of, 90), fee_rules(), work_calendar())
    for watched in Watched:
        expected = {r.pk for r in rights if watched in set(_naive(r, own[r.pk], as_of, 90))}
        assert expected, watched
        assert set(watch.found(watched).values_list("pk", flat=True)) == expected, watched


def test_every_line_names_the_fee_that_it_is_about_with_one_query(django_assert_num_queries):
    _register("lines", 900)
    watch = FeeWatch(OFFICIAL, Asking(date(2025, 12, 31), 90), fee_rules(), work_calendar())
    for watched in Watched:
        for count in (1, 3):
            rights = list(watch.found(watched)[:count])
            with django_assert_num_queries(1):
                lines = watch.lines(watched, rights)
            assert len(lines) == count
            assert all(line.until and (line.fee or line.lapsed_on) for line in lines)


def test_what_falls_due_first_comes_first_over_the_turn_of_the_year():
    _register("order", 900)
    watch = FeeWatch(OFFICIAL, Asking(date(2025, 12, 1), 90), fee_rules(), work_calendar())
    rights = list(watch.found(Watched.DUE).order_by("due_order", "pk"))
    due = [line.fee.days.due_on for line in watch.lines(Watched.DUE, rights)]
    assert due == sorted(due) and due[0].year < due[-1].year


def test_the_filters_narrow_and_the_groups_add_up():
    rights, _ = _register("groups", 400)
    mine = Party.objects.create(identity="NAME:甲", name="甲公司", name_key="甲公司", kind="firm")
    for right in rights[::2]:
        right.holder, right.agency = mine, "某代理所"
        right.save(update_fields=["holder", "agency"])

    def count(**asked):
        asking = Asking(date(2025, 12, 31), 90, **asked)
        return FeeWatch(OFFICIAL, asking, fee_rules(), work_calendar()).found(Watched.DUE)

    total = count().count()
    assert 0 < count(holder="甲公").count() < total
    assert count(agency="某代理").count() == count(holder="甲公司").count()
    assert (
        sum(count(kind=kind).count() for kind in ("invention", "utility_model", "design")) == total
    )
    assert count(region="440000").count() == 0
    assert sum(one["rights"] for one in grouped(count(), "agency")) == total
    assert {one["holder__name"] for one in grouped(count(), "holder")} == {None, "甲公司"}


@pytest.mark.parametrize("years", [1, 3, 4, 10, 19])
def test_a_range_of_filing_days_holds_those_whose_matching_day_lies_in_the_span(years):
    for first, last in [
        (date(2024, 2, 29), date(2024, 2, 29)), (date(2023, 2, 28), date(2023, 2, 28)),
        (date(2023, 3, 1), date(2024, 2, 28)), (date(2024, 2, 29), date(2024, 3, 1)),
    ]:  # fmt: skip
        low, high = filed_between(first, last, years)
        day = add_months(first, -12 * years) - timedelta(days=5)
        while day <= add_months(last, -12 * years) + timedelta(days=5):
            assert (low <= day <= high) == (first <= add_months(day, 12 * years) <= last), day
            day += timedelta(days=1)
