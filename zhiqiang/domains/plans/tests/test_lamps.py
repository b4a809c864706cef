"""The lamps and the rule behind them."""

from datetime import date
from decimal import Decimal as D

import pytest

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
    old = lamps.Thresholds(
        from_on=date(2020, 1, 1), until_on=date(2022, 12, 31), behind_over=D(5),
        far_behind_over=D(15), missed_at_due="far_behind", basis=basis,
    )  # fmt: skip
    new = old.model_copy(
        update={"from_on": date(2023, 1, 1), "until_on": None, "behind_over": D(8)}
    )
    rule = lamps.LampRule(key="lamps", title="进度灯", values=[old, new])
    assert rule.on(date(2022, 12, 31)) == old
    assert rule.on(date(2023, 1, 1)) == new
    assert rule.on(date(2001, 1, 1)) == old


def test_the_rule_that_ships_says_that_it_was_set_locally():
    assert {value.basis.mark for value in lamps.rule().values} == {"C"}
