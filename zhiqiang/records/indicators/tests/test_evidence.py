"""The grounds told of one invention are those by which the engine counts it."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhiqiang.records.indicators.evidence import grounds_of
from zhiqiang.records.indicators.tests.oracle import Asked, high_value

_KINDS = ("pledge", "award", "transfer")
_NOTES = ("第二十届中国专利银奖", "省专利奖", "国家技术发明奖二等奖", "")
_DAYS = st.dates(date(2008, 1, 1), date(2027, 12, 31))
_EVENTS = st.lists(st.tuples(st.sampled_from(_KINDS), st.sampled_from(_NOTES), _DAYS), max_size=4)


def _right(filed_on, industry, overseas, marked):
    return {
        "id": 1, "kind": "invention", "filed_on": filed_on, "granted_on": None, "ipc_main": "G06F",
        "strategic_industry": industry, "has_overseas_grant": overseas, "ipc_all": "",
        "is_marked_high_value": marked,
    }  # fmt: skip


def _counted(right, events, as_of):
    """Say by the oracle of the official figure whether the right counts."""
    holding = {"right_id": 1, "region_code": "990100", "from_on": None, "until_on": None}
    span = {"right_id": 1, "from_on": date(2000, 1, 1), "until_on": None}
    tables = {"rights": [right], "events": events, "in_force": [span], "holdings": [holding]}
    return bool(high_value(Asked(tables, "990100", as_of)))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    _DAYS,
    st.sampled_from(["", "1.1"]),
    st.sampled_from([None, True, False]),
    st.sampled_from([None, True, False]),
    _EVENTS,
    st.dates(date(2021, 1, 1), date(2027, 12, 31)),
)
def test_an_invention_counts_where_a_ground_is_met(
    filed_on, industry, overseas, marked, told, as_of
):
    right = _right(filed_on, industry, overseas, marked)
    rows = [
        {"right_id": 1, "kind": kind, "note": note, "happened_on": on, "amount": None}
        for kind, note, on in told
    ]
    found = grounds_of(SimpleNamespace(**right), [SimpleNamespace(**one) for one in rows], as_of)
    assert bool(found.met) == _counted(right, rows, as_of)
    for ground in found.grounds:
        if ground.event is not None:
            assert ground.is_met and ground.event.happened_on <= as_of


@pytest.mark.parametrize("kind", ["utility_model", "design", "trademark"])
def test_other_kinds_have_no_grounds(kind):
    assert grounds_of(SimpleNamespace(kind=kind), [], date(2024, 1, 1)) is None


def test_the_set_of_2026_has_no_pledge():
    right = SimpleNamespace(**_right(date(2020, 1, 1), "", None, True))
    names = {one.name for one in grounds_of(right, [], date(2025, 12, 31)).grounds}
    later = {one.name for one in grounds_of(right, [], date(2026, 1, 1)).grounds}
    assert names - later == {"pledge_financing"}
