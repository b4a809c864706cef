"""What should stand there on a day, computed by hand."""

from datetime import date
from decimal import Decimal as D

import pytest

from zhiqiang.domains.plans import pace
from zhiqiang.domains.plans.pace import Promise

END_2023 = date(2023, 12, 31)


def stock(value, **more):
    return Promise("stock", ">=", D(value), 2025, 2022, **more)


def test_half_of_the_time_wants_half_of_the_way_from_the_base():
    # 1461 days from the end of 2021 to the end of 2025, 730 of them by the end of 2023
    wanted = D(100) + D(100) * 730 / 1461
    assert pace.planned(stock(200), END_2023, D(100)) == wanted


def test_a_stock_without_a_base_is_reckoned_from_nothing():
    assert pace.planned(stock(1461), END_2023, None) == 730


def test_on_the_last_day_of_the_period_all_of_it_should_be_there():
    assert pace.planned(stock(200), date(2025, 12, 31), D(100)) == 200
    assert pace.planned(stock(200), date(2030, 1, 1), D(100)) == 200


def test_before_the_period_the_base_is_all_that_should_be_there():
    assert pace.planned(stock(200), date(2021, 6, 30), D(100)) == 100


def test_a_printed_step_holds_at_the_end_of_its_year():
    promise = stock(200, steps=((2022, D(180)), (2023, D(190))))
    assert pace.planned(promise, END_2023, D(100)) == 190
    assert pace.planned(promise, date(2022, 12, 31), D(100)) == 180


def test_a_running_total_begins_at_nothing_whatever_was_there_before():
    promise = Promise("cumulative", ">=", D(1461), 2025, 2022)
    assert pace.planned(promise, END_2023, D(999)) == 730


def test_a_yearly_amount_grows_from_the_year_before_the_period_to_the_target_year():
    promise = Promise("annual", ">", D(20000), 2025, 2022)
    assert pace.planned(promise, END_2023, D(16000)) == 18000


def test_a_yearly_amount_is_due_in_step_with_the_days_of_its_year():
    promise = Promise("annual", ">=", D(365), 2025, 2022, is_every_year=True)
    assert round(pace.planned(promise, date(2023, 3, 1), None), 9) == 60


def test_a_growth_rate_is_due_in_full_on_every_day():
    assert pace.planned(Promise("growth", ">=", D(10), 2025, 2022), END_2023, None) == 10


def test_a_growth_since_a_base_year_comes_with_the_time():
    promise = Promise("growth", ">=", D(1461), 2025, 2022, base_year=2021)
    assert pace.planned(promise, END_2023, None) == 730
    assert pace.planned(promise, date(2026, 6, 30), None) == 1461


def test_a_mean_of_years_asks_for_the_same_of_each():
    promise = Promise("annual", ">=", D(110), 2025, 2022, is_mean=True)
    assert pace.planned(promise, END_2023, D(60)) == 110


def test_a_plan_that_prints_no_years_has_no_pace():
    assert pace.planned(Promise("stock", ">=", D(10), None, 2022), END_2023, D(1)) is None
    assert pace.planned(Promise("stock", ">=", D(10), 2025, None), END_2023, D(1)) is None


def test_an_upper_limit_is_complete_while_it_is_kept_and_inverse_beyond():
    limit = Promise("stock", "<=", D(20), 2025, 2022)
    assert pace.completion(limit, D(15)) == 1
    assert pace.completion(limit, D(25)) == D("0.8")
    assert pace.is_met(limit, D(20))
    assert not pace.is_met(limit, D(21))


def test_more_than_is_not_met_by_exactly_as_many():
    assert not pace.is_met(Promise("stock", ">", D(50), 2025, 2022), D(50))
    assert pace.is_met(Promise("stock", "=", D(50), 2025, 2022), D(50))


def test_gain_is_the_part_of_the_way_that_has_been_gone():
    # 6.3 grew to 9.4 on the way to 12: raw completion 78 %, of the way 54 %
    assert pace.percent(pace.gain(stock(12), D("9.4"), D("6.3")), down=True) == D("54.3")
    assert pace.gain(stock(12), D(9), None) is None
    assert pace.gain(stock(12), D(9), D(12)) is None


def test_what_is_short_of_the_whole_is_never_called_a_hundred_percent():
    assert pace.percent(D("0.9999"), down=True) == D("99.9")


def test_steps_of_single_years_are_summed_under_a_running_total():
    total = Promise("cumulative", "=", D(100), 2025, 2022)
    steps = [(2022, D(30)), (2023, D(30)), (2024, D(40))]
    summed = ((2022, D(30)), (2023, D(60)), (2024, D(100)))
    assert pace.usable_steps(total, steps, "annual") == (summed, "")


def test_steps_whose_sum_is_not_the_promise_are_left_out_and_said():
    total = Promise("cumulative", "=", D(5), 2025, 2022)
    assert pace.usable_steps(total, [(2022, D(2)), (2023, D(5))], "annual") == ((), "contradicts")


def test_steps_on_another_basis_are_left_out_and_said():
    promise = Promise("annual", ">=", D(5), 2025, 2022)
    assert pace.usable_steps(promise, [(2022, D(2))], "stock") == ((), "differs")
    assert pace.usable_steps(
        Promise("growth", ">=", D(5), 2025, 2022), [(2022, D(2))], "stock"
    ) == ((), "")


@pytest.mark.parametrize(("day", "share"), [(date(2024, 12, 31), 1), (date(2023, 12, 31), 1)])
def test_a_year_is_over_on_its_last_day_leap_year_or_not(day, share):
    assert pace.share_of_year(day) == share
