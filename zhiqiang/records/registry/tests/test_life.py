"""When rights are in force."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiqiang.records.registry.life import Interval, in_force_intervals, life_of

STATES = {"失效": "invalid", "有效": "valid", "未缴年费": "invalid"}


def _right(kind="invention", filed_on=date(2011, 3, 1), **more):
    given = {"granted_on": None, "term_ends_on": None, "status_text": "", "number": ""} | more
    return SimpleNamespace(kind=kind, filed_on=filed_on, **given)


def _event(kind, *day):
    return SimpleNamespace(kind=kind, happened_on=date(*day))


GRANT = _event("grant", 2014, 5, 7)


@pytest.mark.parametrize(
    ("kind", "filed_on", "until_on"),
    [
        ("invention", date(2011, 3, 1), date(2031, 3, 1)),
        ("utility_model", date(2012, 3, 1), date(2022, 3, 1)),
        ("design", date(2021, 5, 31), date(2031, 5, 31)),
        ("design", date(2021, 6, 1), date(2036, 6, 1)),
        ("invention", date(2012, 2, 29), date(2032, 2, 29)),
        ("utility_model", date(2012, 2, 29), date(2022, 3, 1)),
    ],
)
def test_terms_run_from_the_filing_day(kind, filed_on, until_on):
    grant = SimpleNamespace(kind="grant", happened_on=max(filed_on, date(2014, 5, 7)))
    assert in_force_intervals(_right(kind, filed_on), [grant]) == [
        Interval(grant.happened_on, until_on, "term")
    ]


def test_an_application_is_not_in_force():
    assert in_force_intervals(_right(), []) == []
    assert in_force_intervals(_right("pct_application"), [GRANT]) == []


def test_a_lapse_ends_and_a_restoration_begins_again():
    events = [_event("restoration", 2018, 9, 1), GRANT, _event("lapse", 2018, 3, 1)]
    assert in_force_intervals(_right(), events) == [
        Interval(date(2014, 5, 7), date(2018, 3, 1), "lapse"),
        Interval(date(2018, 9, 1), date(2031, 3, 1), "term"),
    ]


def test_a_right_that_was_invalidated_never_was():
    life = life_of(_right(), [GRANT, _event("invalidation", 2019, 1, 1)])
    assert life.intervals == () and "无效" in life.doubt
    assert in_force_intervals(_right(), [GRANT, _event("partial_invalidation", 2019, 1, 1)])


def test_a_status_without_a_day_makes_a_right_doubtful_and_not_counted():
    life = life_of(_right(status_text="失效", filed_on=date(2020, 1, 1)), [GRANT], STATES)
    assert life.intervals == () and life.doubt
    told = life_of(_right(status_text="未缴年费"), [GRANT, _event("lapse", 2018, 3, 1)], STATES)
    assert [one.until_on for one in told.intervals] == [date(2018, 3, 1)]
    over = life_of(
        _right("utility_model", date(2005, 1, 1), status_text="失效"),
        [_event("grant", 2006, 1, 1)],
        STATES,
    )
    assert [one.until_on for one in over.intervals] == [date(2015, 1, 1)]


def test_a_patent_without_filing_day_and_term_is_doubtful():
    assert life_of(_right(filed_on=None), [GRANT], STATES).doubt
    printed = life_of(_right(filed_on=None, term_ends_on=date(2030, 1, 1)), [GRANT], STATES)
    assert [one.until_on for one in printed.intervals] == [date(2030, 1, 1)]


def test_marks_run_ten_years_and_longer_by_renewal_or_print():
    registered = _event("registration", 2005, 6, 7)
    mark = _right("trademark", None)
    assert in_force_intervals(mark, [registered])[0].until_on == date(2015, 6, 7)
    renewed = [registered, _event("renewal", 2015, 6, 1)]
    assert in_force_intervals(mark, renewed)[0].until_on == date(2025, 6, 7)
    printed = _right("trademark", None, term_ends_on=date(2025, 6, 6))
    assert in_force_intervals(printed, [registered])[0].until_on == date(2025, 6, 7)


def test_geographical_indications_have_no_term():
    right = _right("geographical_indication", None, granted_on=date(2010, 1, 1))
    assert in_force_intervals(right, []) == [Interval(date(2010, 1, 1), None, "open")]


_KINDS = st.sampled_from(["lapse", "restoration", "abandonment", "expiry", "pledge", "transfer"])
_EVENTS = st.lists(st.tuples(_KINDS, st.dates(date(2010, 1, 1), date(2040, 1, 1))), max_size=8)


def _naively_in_force(day, ordered):
    """Say the same by walking through the events one by one."""
    alive = False
    for kind, on in ordered:
        if on > day or on >= date(2031, 3, 1):
            break
        if kind == "grant":
            alive = True
        elif kind in ("lapse", "abandonment", "expiry"):
            alive = False
        elif kind == "restoration" and on >= GRANT.happened_on:
            alive = True
    return alive and GRANT.happened_on <= day < date(2031, 3, 1)


@given(_EVENTS, st.lists(st.dates(date(2010, 1, 1), date(2040, 1, 1)), max_size=5))
def test_intervals_say_the_same_as_walking_through_the_events(pairs, days):
    late = [(kind, on) for kind, on in pairs if on > GRANT.happened_on]
    events = [GRANT, *(SimpleNamespace(kind=kind, happened_on=on) for kind, on in late)]
    intervals = in_force_intervals(_right(), events)
    for (_, until, _), (start, _, _) in zip(intervals, intervals[1:], strict=False):
        assert until is not None and until <= start
    ordered = [("grant", GRANT.happened_on), *sorted(late, key=lambda one: one[1])]
    for day in (*days, *(on for _, on in late)):
        inside = any(s <= day and (e is None or day < e) for s, e, _ in intervals)
        assert inside == _naively_in_force(day, ordered)


def test_plant_varieties_run_by_their_category_and_by_the_day_of_their_grant():
    def end(category, *day):
        right = _right("plant_variety", None, category=category)
        return in_force_intervals(right, [_event("grant", *day)])[0].until_on

    assert end("woody_plant", 2024, 3, 1) == date(2044, 3, 1)
    assert end("other_plant", 2024, 3, 1) == date(2039, 3, 1)
    assert end("woody_plant", 2025, 6, 1) == date(2050, 6, 1)
    assert end("other_plant", 2025, 6, 1) == date(2045, 6, 1)
    nothing = life_of(_right("plant_variety", None, category=""), [_event("grant", 2024, 3, 1)])
    assert nothing.intervals == () and "植物类别" in nothing.doubt
    printed = _right("plant_variety", None, category="", term_ends_on=date(2040, 1, 1))
    assert in_force_intervals(printed, [_event("grant", 2024, 3, 1)])[0].until_on == date(
        2040, 1, 2
    )


def test_layout_designs_run_ten_years_from_filing_or_first_use_whichever_is_earlier():
    event = _event("registration", 2020, 8, 1)
    later = _right("layout_design", date(2020, 5, 1), first_public_on=None)
    assert in_force_intervals(later, [event])[0].until_on == date(2030, 5, 1)
    used = _right("layout_design", date(2020, 5, 1), first_public_on=date(2018, 7, 2))
    assert in_force_intervals(used, [event])[0].until_on == date(2028, 7, 2)


def test_registered_copyrights_do_not_run_out_and_end_when_they_are_struck_out():
    for kind in ("software_copyright", "work_copyright"):
        right = _right(kind, None)
        assert in_force_intervals(right, [_event("registration", 1998, 1, 1)])[0].until_on is None
        struck = [_event("registration", 1998, 1, 1), _event("lapse", 2003, 1, 1)]
        assert in_force_intervals(right, struck)[0].until_on == date(2003, 1, 1)
