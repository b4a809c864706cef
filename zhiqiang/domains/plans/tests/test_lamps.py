"""The lamps and the rule behind them."""

from datetime import date
from decimal import Decimal as D

import pytest
from pydantic import ValidationError

from zhiqiang.domains.plans import lamps
from zhiqiang.domains.plans.lamps import Lamp
from zhiqiang.kernel.catalogue import Basis


@pytest.mark.parametrize(
    ("lag", "lamp"),
    [
        ("-20", "ok"),
        ("0", "ok"),
        ("10", "ok"),
        ("10.1", "behind"),
        ("30", "behind"),
        ("30.1", "far_behind"),
    ],
)
def test_a_lamp_changes_past_ten_and_past_thirty_points(lag, lamp):
    assert lamps.rule().on(date(2024, 1, 1)).lamp(D(lag)) == lamp


def test_a_target_missed_at_its_due_date_is_never_in_order():
    assert lamps.rule().on(date(2024, 1, 1)).lamp(D(3), is_missed=True) == Lamp.BEHIND
    assert lamps.rule().on(date(2024, 1, 1)).lamp(D(40), is_missed=True) == Lamp.FAR_BEHIND


def test_the_thresholds_are_those_of_the_day():
    basis = Basis(document="本地规定", mark="C")
    old, new = (
        lamps.Thresholds.model_validate(
            {"from": start, "behind_over": over, "far_behind_over": D(15),
             "missed_at_due": "far_behind", "basis": basis}
        )
        for start, over in ((date(2020, 1, 1), D(5)), (date(2023, 1, 1), D(8)))
    )  # fmt: skip
    rule = lamps.LampRule(key="lamps", title="进度灯", values=(old, new))
    assert rule.on(date(2022, 12, 31)) == old
    assert rule.on(date(2023, 1, 1)) == new
    assert rule.on(date(2001, 1, 1)) == old


def test_the_rule_that_ships_says_that_it_was_set_locally():
    assert {value.basis.mark for value in lamps.rule().values} == {"C"}


def test_thresholds_stand_the_earliest_first_each_day_once():
    values = lamps.rule().model_dump(by_alias=True)
    with pytest.raises(ValidationError, match="先后排列"):
        lamps.LampRule.model_validate(values | {"values": [*values["values"]] * 2})
