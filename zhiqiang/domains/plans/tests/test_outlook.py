"""Forecast, needed pace and missed steps, computed by hand."""

from datetime import date
from decimal import Decimal as D

from zhiqiang.domains.plans import outlook as ahead
from zhiqiang.domains.plans.lamps import Lamp
from zhiqiang.domains.plans.models import Target
from zhiqiang.domains.plans.pace import Promise
from zhiqiang.domains.plans.standing import Standing, YearValue

DUE = date(2025, 12, 31)


def ends(*values, first=2020):
    return [(date(first + n, 12, 31), D(value)) for n, value in enumerate(values)]


def stock(value, **more):
    return Promise("stock", ">=", D(value), 2025, 2022, **more)


def year(number, actual, planned=None, *, printed=True, running=False):
    values = [None if one is None else D(one) for one in (actual, planned)]
    return YearValue(number, *values, printed, running)


def standing(*years, value=1300):
    return Standing(Target(), Lamp.OK, "", "件", value=D(value), years=tuple(years))


def test_the_example_of_the_module_holds():
    one = ahead.forecast(ends(1000, 1100, 1180, 1300), DUE)
    assert (one.value, one.yearly) == (D("1500.00"), D("100.00"))
    # residuals 0, -20, 20: variance 800/2 = 400; 400 × (2 + 4/3) = 1333.3; t(2) = 1.886 × 36.51
    assert (one.low, one.high) == (D("1431.13"), D("1568.87"))


def test_an_even_path_leaves_no_doubt_and_two_values_leave_no_interval():
    even = ahead.forecast(ends(100, 200, 300), DUE)
    assert (even.value, even.low, even.high) == (600, 600, 600)
    two = ahead.forecast(ends(100, 200), DUE)
    assert (two.value, two.low, two.high) == (600, None, None)


def test_one_value_or_a_day_that_has_passed_is_not_forecast():
    assert ahead.forecast(ends(100), DUE) is None
    assert ahead.forecast(ends(100, 200), date(2021, 12, 31)) is None


def test_the_interval_grows_with_the_time_ahead():
    seen = ends(1000, 1100, 1180, 1300)
    near, far = (ahead.forecast(seen, date(y, 12, 31)) for y in (2024, 2026))
    assert far.high - far.low > near.high - near.low


def test_the_needed_pace_is_the_rest_over_the_years_that_are_left():
    assert ahead.needed_pace(stock(1500), (date(2023, 12, 31), D(1300))) == 100
    assert ahead.needed_pace(stock(1500), (DUE, D(1300))) is None


def test_the_first_missed_step_is_a_printed_year_that_has_ended_short():
    years = (
        year(2021, 80, 100, printed=False), year(2022, 120, 110), year(2023, 125, 130),
        year(2024, 130, 150), year(2025, 10, 170, running=True),
    )  # fmt: skip
    assert ahead.first_missed(years, stock(200)).year == 2023
    assert ahead.first_missed(years[:2], stock(200)) is None
    limit = Promise("stock", "<=", D(100), 2025, 2022)
    assert ahead.first_missed(years, limit).year == 2022


def test_a_running_total_starts_from_nothing_and_yearly_amounts_are_whole_years():
    total = Promise("cumulative", ">=", D(200), 2025, 2023)
    of = standing(year(2022, 70), year(2023, 50), year(2024, 90, running=True), value=90)
    half = date(2024, 6, 30)
    assert ahead.observed(of, total, half) == [
        (date(2022, 12, 31), 0), (date(2023, 12, 31), 50), (half, 90),
    ]  # fmt: skip
    yearly = Promise("annual", ">=", D(60), 2025, 2023)
    assert ahead.observed(of, yearly, half) == [(date(2022, 12, 31), 70), (date(2023, 12, 31), 50)]


def test_the_outlook_says_what_is_to_be_expected_what_it_takes_and_what_was_missed():
    of = standing(
        year(2020, 1000), year(2021, 1100), year(2022, 1180, 1200), year(2023, 1300, 1350)
    )
    one = ahead.outlook(of, stock(1700), date(2023, 12, 31))
    assert one.sentences == (
        "2022 年末首次未达分年进度：应为 1,200 件，实际 1,180 件",
        "按近年平均每年增加 100 件，2025 年末预计 1,500 件，八成可能在 1,431 件 至 1,569 件 之间",
        "照此不能达到目标",
        "要达到目标，此后平均每年需增加 200 件",
    )
    assert (one.needed, one.missed.year, one.forecast.value) == (200, 2022, 1500)


def test_what_cannot_be_forecast_says_why():
    growth = Promise("growth", ">=", D(10), 2025, 2022)
    asked = (standing(year(2023, 12)), growth, date(2023, 12, 31))
    assert ahead.outlook(*asked).sentences == ("增长率目标逐年计算，不作预测",)
    over = ahead.outlook(standing(year(2025, 12), value=12), stock(100), DUE)
    assert over.sentences == ("目标年份已结束，不作预测",)
    open_end = Promise("stock", ">=", D(100), None, None)
    assert "无法预测" in ahead.outlook(standing(), open_end, DUE).sentences[0]
