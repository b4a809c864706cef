"""Divisions that succeed one another: hand-computed days around each change."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from zhiqiang.kernel.division_changes import DivisionChanges

BASIS = [{"document": "批复", "mark": "C"}]


def changes(*told):
    return DivisionChanges.model_validate(
        {"title": "沿革", "changes": [{"basis": BASIS} | one for one in told]}
    )


COUNTY = {"from": "2015-07-23", "was": ["330322"], "now": "330305"}
TOWN = {"from": "2019-08-16", "was": ["330327"], "now": "330383", "places": ["龙港镇"]}
MERGED = {"from": "2020-06-01", "was": ["990101", "990102"], "now": "990109"}


@pytest.mark.parametrize(
    ("code", "day", "lies_in"),
    [
        ("330322", "2015-07-22", "330322"), ("330322", "2015-07-23", "330305"),
        ("330305", "2015-07-22", "330322"), ("330305", "2015-07-23", "330305"),
        ("330302", "2015-07-23", "330302"),
    ],
)  # fmt: skip
def test_a_county_becomes_a_district_on_its_day_whichever_code_was_printed(code, day, lies_in):
    assert changes(COUNTY).code_at(code, date.fromisoformat(day)) == lies_in


def test_a_town_moves_and_the_rest_of_the_county_stays():
    told = changes(TOWN)
    before, after = date(2019, 8, 15), date(2019, 8, 16)
    assert told.code_at("330327", after, "苍南县龙港镇纸艺路1号") == "330383"
    assert told.code_at("330327", after, "苍南县灵溪镇玉苍路1号") == "330327"
    assert told.code_at("330327", after) == "330327"
    assert told.code_at("330383", before) == "330327"


def test_of_which_part_a_merged_division_was_made_is_not_guessed():
    told = changes(MERGED)
    assert told.code_at("990101", date(2021, 1, 1)) == "990109"
    assert told.code_at("990109", date(2019, 1, 1)) == "990109"


def test_changes_follow_one_another():
    told = changes(
        {"from": "2000-01-01", "was": ["110001"], "now": "110002"},
        {"from": "2010-01-01", "was": ["110002"], "now": "110003"},
    )
    assert [told.code_at("110001", date(year, 6, 1)) for year in (1999, 2005, 2015)] == [
        "110001", "110002", "110003",
    ]  # fmt: skip
    assert [told.code_at("110003", date(year, 6, 1)) for year in (1999, 2005, 2015)] == [
        "110001", "110002", "110003",
    ]  # fmt: skip
    spans = list(told.spans("110003", None, date(2012, 1, 1)))
    assert spans == [
        (None, date(2000, 1, 1), "110001"),
        (date(2000, 1, 1), date(2010, 1, 1), "110002"),
        (date(2010, 1, 1), date(2012, 1, 1), "110003"),
    ]
    assert list(told.spans("110003", date(2010, 1, 1), None)) == [
        (date(2010, 1, 1), None, "110003")
    ]


def test_changes_out_of_order_are_refused():
    with pytest.raises(ValidationError, match="先后"):
        changes(TOWN, COUNTY)
    with pytest.raises(ValidationError, match="相同"):
        changes({"from": "2000-01-01", "was": ["110001"], "now": "110001"})
