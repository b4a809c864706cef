"""Targets against figures, every number computed by hand.

An official opens the programme of her city at the end of 2023, two of four years gone, and reads
of each target what should be there, what is there and what is missing.
"""

from datetime import date
from decimal import Decimal as D

import pytest

from zhiqiang.domains.plans.commitments import commitments
from zhiqiang.domains.plans.models import Programme, Target
from zhiqiang.domains.plans.queries import standings
from zhiqiang.domains.plans.tests import figures

END_2023 = date(2023, 12, 31)


def target(code="T1", **more):
    values = {
        "position": 0, "indicator_name": "有效发明专利拥有量", "indicator_key": "inventions",
        "operator": ">=", "value": D(2000), "unit": "件", "year": 2025, "basis": "stock",
        "where": "goals", "quote": "有效发明专利拥有量达到2000件", "span_start": 0, "span_end": 5,
    }  # fmt: skip
    return Target(code=code, **(values | more))


def programme(**more):
    return Programme(**({"region_code": "999900", "from_year": 2022, "to_year": 2025} | more))


def stand(monkeypatch, rule, *targets, as_of=END_2023, of=None):
    figures.install(monkeypatch, rule)
    groups = commitments(targets, as_of.year, figures.CATALOGUE)
    pairs = [(group, one) for group in groups for one in group.places]
    found = {s.target.code: s for s in standings._stand(of or programme(), pairs, as_of)}
    return found[targets[0].code]


def on_days(**values):
    days = {
        date.fromisoformat(k.removeprefix("d").replace("_", "-")): D(str(v))
        for k, v in values.items()
    }
    return lambda key, as_of, since: days.get(as_of)


def test_a_stock_is_set_against_the_line_from_its_base(monkeypatch):
    rule = on_days(d2021_12_31=1000, d2022_12_31=1100, d2023_12_31=1200)
    one = stand(monkeypatch, rule, target())
    # 730 of 1461 days: 1000 + 1000 × 730/1461 = 1499.7 → 75.0 %; 1200 of 2000 = 60 %
    assert (one.expected, one.actual) == (D("75.0"), D("60.0"))
    assert one.reason == "应达 75%，实际 60%，差 15 个百分点"
    assert one.lamp == "behind"
    assert one.gap == "还差 800 件"
    assert one.gain == D("20.0")
    assert [(y.year, y.actual) for y in one.years] == [(2021, 1000), (2022, 1100), (2023, 1200)]


def test_a_stock_without_a_base_says_that_it_starts_from_nothing(monkeypatch):
    one = stand(monkeypatch, on_days(d2023_12_31=900), target())
    assert one.expected == D("50.0")
    assert one.lamp == "ok"
    assert one.notes == ("缺 2021-12-31 的期初值，应达进度按零起算",)


def test_what_is_ahead_of_the_pace_says_by_how_much(monkeypatch):
    one = stand(monkeypatch, on_days(d2021_12_31=1000, d2023_12_31=1800), target())
    assert one.reason == "应达 75%，实际 90%，超 15 个百分点"


def test_a_yearly_amount_is_that_of_its_year(monkeypatch):
    def rule(key, as_of, since):
        return {2021: D(16000), 2022: D(15000), 2023: D(12600)}[as_of.year]

    filings = target(indicator_key="filings", basis="annual", value=D(20000), operator=">")
    one = stand(monkeypatch, rule, filings)
    # half way from 16000 in 2021 to 20000 in 2025: 18000 in 2023 → 90 %; 12600 → 63 %
    assert one.reason == "应达 90%，实际 63%，差 27 个百分点"
    assert one.gap == "还差 7,400 件"


def test_a_yearly_amount_is_due_in_step_with_its_year(monkeypatch):
    every_year = target(indicator_key="filings", basis="annual", value=D(365), is_every_year=True)
    one = stand(monkeypatch, lambda k, d, s: D(73), every_year, as_of=date(2023, 3, 14))
    assert one.reason == "应达 20%，实际 20%，与进度持平"


def test_a_running_total_counts_from_the_start_of_the_period_in_its_own_unit(monkeypatch):
    def rule(key, as_of, since):
        assert since == date(2022, 1, 1)
        return D(30)

    pledged = target(
        indicator_key="pledged", basis="cumulative", value=D(2_000_000), unit="万元", operator=">"
    )
    one = stand(monkeypatch, rule, pledged)
    assert one.value == 300_000
    # 730 days of 1461 → 50.0 %; 30 亿元 of 200 亿元 → 15 %
    assert one.reason == "应达 50%，实际 15%，差 35 个百分点"
    assert one.lamp == "far_behind"
    assert one.gap == "还差 1,700,000 万元"


def test_a_running_total_of_a_yearly_amount_is_the_sum_of_its_years(monkeypatch):
    def rule(key, as_of, since):
        return {2022: D(3000), 2023: D(2500)}[as_of.year]

    grants = target(indicator_key="grants", basis="cumulative", value=D(10000))
    one = stand(monkeypatch, rule, grants)
    assert one.value == 5500
    assert one.notes == ("按规划期内各年当期量相加计",)


def test_a_growth_figure_is_taken_as_it_is(monkeypatch):
    growing = target(
        indicator_key="filings_growth", basis="growth", operator="growth>=", value=D(10), unit="%"
    )
    one = stand(monkeypatch, lambda k, d, s: D(4), growing)
    assert one.value == 4
    assert one.reason == "应达 100%，实际 40%，差 60 个百分点（目标增长 10%，实际增长 4%）"
    assert one.gap == "还差 6 个百分点"


def test_a_growth_without_a_figure_of_its_own_is_measured_against_the_same_day_last_year(
    monkeypatch,
):
    def rule(key, as_of, since):
        return {2020: D(80), 2021: D(100), 2022: D(104), 2023: D(106)}[as_of.year]

    growing = target(
        indicator_key="grants", basis="growth", operator="growth>=", value=D(10), unit="%"
    )
    one = stand(monkeypatch, rule, growing, as_of=date(2022, 6, 30))
    assert one.value == 4


def test_a_mean_of_years_is_judged_on_all_whole_years_of_the_period(monkeypatch):
    filed = {2021: 60, 2022: 90, 2023: 100, 2024: 7}
    mean = target(indicator_key="filings", basis="annual", value=D(110), is_mean=True)
    rule = lambda k, d, s: D(filed[d.year])  # noqa: E731
    one = stand(monkeypatch, rule, mean, as_of=date(2024, 3, 31))
    # 90 and 100 make 95 a year, 95 of 110 is 86.3 %; three months of 2024 count for nothing yet
    assert (one.value, one.actual, one.expected) == (95, D("86.3"), 100)
    assert one.reason == "应达 100%，实际 86.3%，差 13.7 个百分点（2022—2023 年年均 95 件）"
    assert (one.gap, one.promised) == ("还差 15 件", "年均不低于 110 件")
    assert (one.since, one.judged_on) == (date(2022, 1, 1), END_2023)
    assert [(y.year, y.actual, y.planned) for y in one.years] == [
        (2022, 90, 110), (2023, 100, 110), (2024, 7, 110)
    ]  # fmt: skip


def test_a_mean_of_years_in_its_first_year_is_that_year_so_far(monkeypatch):
    mean = target(indicator_key="filings", basis="annual", value=D(365), is_mean=True)
    one = stand(monkeypatch, lambda k, d, s: D(73), mean, as_of=date(2022, 3, 14))
    assert one.reason == "应达 20%，实际 20%，与进度持平"
    assert one.notes == ("规划期内尚无完整年度，按本年截至统计日的数值计",)


def test_a_mean_increase_of_a_stock_is_its_increase_over_the_years(monkeypatch):
    rule = on_days(d2021_12_31=1000, d2022_12_31=1010, d2023_12_31=1100)
    mean = target(basis="annual", value=D(40), is_mean=True)
    one = stand(monkeypatch, rule, mean)
    assert one.value == 50
    assert one.reason == "应达 100%，实际 125%，已达到目标（2022—2023 年年均 50 件）"


def test_mean_growth_counts_from_the_year_before_the_period(monkeypatch):
    asked = []

    def rule(key, as_of, since):
        asked.append((key, as_of, since))
        return D(4)

    growing = target(
        indicator_key="filings_mean_growth", basis="growth", operator="growth>=", value=D(10),
        unit="%", is_mean=True,
    )  # fmt: skip
    one = stand(monkeypatch, rule, growing)
    assert ("filings_mean_growth", END_2023, date(2022, 1, 1)) in asked
    assert one.since == date(2021, 12, 31)
    assert one.reason == "应达 100%，实际 40%，差 60 个百分点（目标年均增长 10%，实际年均增长 4%）"
    since_2020 = target(
        indicator_key="filings_mean_growth", basis="growth", operator="growth>=", value=D(10),
        unit="%", is_mean=True, baseline="2020年末",
    )  # fmt: skip
    stand(monkeypatch, rule, since_2020)
    assert asked[-1][2] == date(2021, 1, 1)


def test_growth_since_a_base_year_is_set_against_that_year(monkeypatch):
    filed = {2019: 70, 2020: 80, 2021: 90, 2022: 100, 2023: 110, 2024: 1}
    growing = target(
        indicator_key="filings", basis="growth", operator="growth>=", value=D(50), unit="%",
        baseline="2020年",
    )  # fmt: skip
    rule = lambda k, d, s: D(filed[d.year])  # noqa: E731
    one = stand(monkeypatch, rule, growing, as_of=date(2024, 5, 31))
    # 110 in 2023 over 80 in 2020: 37.5 %; 1095 of 1826 days of 50 %: 29.98 %
    assert (one.value, one.judged_on) == (D("37.5"), END_2023)
    assert (one.expected, one.actual, one.lamp) == (D("60.0"), D("75.0"), "ok")


def test_growth_over_nothing_has_no_value_but_a_reason(monkeypatch):
    growing = target(
        indicator_key="grants", basis="growth", operator="growth>=", value=D(10), unit="%"
    )
    one = stand(monkeypatch, lambda k, d, s: D(0) if d.year < 2023 else D(3), growing)
    assert (one.lamp, one.reason) == ("no_data", "上年同期为零，无法计算增长率")


def test_who_was_past_the_target_before_the_period_is_asked_for_no_more_than_all_of_it(monkeypatch):
    one = stand(monkeypatch, on_days(d2021_12_31=5000, d2023_12_31=4000), target())
    assert one.reason == "应达 100%，实际 200%，已达到目标"


def test_of_what_should_fall_a_bare_number_is_an_upper_limit(monkeypatch):
    days = target(indicator_key="days", operator="=", value=D(20), unit="天")
    one = stand(monkeypatch, on_days(d2021_12_31=40, d2023_12_31=25), days)
    # half of the way from 40 to 20 is 30: of 20 that is 66.7 %; 25 is 80 %
    assert (one.expected, one.actual, one.lamp) == (D("66.7"), D("80.0"), "ok")
    assert one.gap == "超出上限 5 天"


def test_printed_yearly_steps_are_the_pace(monkeypatch):
    main = target()
    steps = [
        target("S1", year=2022, value=D(1500), where="table", position=1),
        target("S2", year=2023, value=D(1700), where="table", position=2),
    ]
    one = stand(monkeypatch, on_days(d2021_12_31=1000, d2023_12_31=1600), main, *steps)
    assert one.reason == "应达 85%，实际 80%，差 5 个百分点"
    assert [y.is_printed for y in one.years] == [False, True, True]


def test_a_total_that_is_cut_into_all_of_its_years_follows_their_sums(monkeypatch):
    main = target(indicator_key="filings", basis="cumulative", value=D(100))
    steps = [
        target(f"S{year}", indicator_key="filings", basis="annual", year=year, value=D(value), where="table", position=year)
        for year, value in ((2022, 10), (2023, 20), (2024, 30), (2025, 40))
    ]  # fmt: skip
    one = stand(monkeypatch, lambda k, d, s: D(12), main, *steps)
    assert one.reason == "应达 30%，实际 24%，差 6 个百分点"
    assert [(y.year, y.planned) for y in one.years] == [(2022, 10), (2023, 30)]


def test_shrinking_is_nothing_of_a_promised_growth(monkeypatch):
    growing = target(
        indicator_key="filings_growth", basis="growth", operator="growth>=", value=D(10), unit="%"
    )
    one = stand(monkeypatch, lambda k, d, s: D(-28), growing)
    assert one.reason == "应达 100%，实际 0%，差 100 个百分点（目标增长 10%，实际下降 28%）"
    assert one.gap == "还差 38 个百分点"


def test_steps_that_do_not_add_up_are_shown_and_not_used(monkeypatch):
    main = target(indicator_key="filings", basis="cumulative", value=D(5))
    steps = [
        target(f"S{year}", indicator_key="filings", basis="annual", year=year, value=D(value), where="table", position=year)
        for year, value in ((2022, 2), (2023, 2), (2024, 3))
    ]  # fmt: skip
    one = stand(monkeypatch, lambda k, d, s: D(1), main, *steps)
    assert one.expected == D("50.0")
    assert one.notes[0] == "规划的分年目标合计与总目标不一致，应达进度未采用分年目标，按时间折算"


def test_a_target_of_a_past_year_is_judged_at_the_end_of_that_year(monkeypatch):
    rule = on_days(d2016_12_31=0, d2020_12_31=1900, d2023_12_31=5000)
    old = programme(from_year=2017, to_year=2020)
    one = stand(monkeypatch, rule, target(year=2020), of=old)
    assert one.judged_on == date(2020, 12, 31)
    assert one.reason == "应达 100%，实际 95%，差 5 个百分点"
    # five points would be in order on the way; at the due date the target was missed
    assert one.lamp == "behind"


def test_units_that_cannot_be_converted_are_said_and_give_no_lamp(monkeypatch):
    trained = target(indicator_key="trained", basis="annual", unit="次")
    one = stand(monkeypatch, lambda k, d, s: D(10), trained)
    assert (one.lamp, one.value) == ("no_data", None)
    assert one.reason == "单位无法换算：规划用“次”，指标用“人次”，请核对口径"


def test_a_figure_without_a_value_hands_its_reason_on(monkeypatch):
    one = stand(monkeypatch, lambda k, d, s: None, target())
    assert (one.lamp, one.reason, one.gap) == ("no_data", "该日没有数据", "")


def test_nothing_in_all_years_is_no_data_rather_than_a_broken_promise(monkeypatch):
    one = stand(monkeypatch, lambda k, d, s: D(0), target())
    assert (one.lamp, one.value) == ("no_data", None)
    assert one.reason.startswith("台账中没有这一地区的有关记录，无法判断是没有发生还是没有导入")


def test_nothing_now_after_something_before_is_a_value(monkeypatch):
    one = stand(monkeypatch, on_days(d2021_12_31=5, d2022_12_31=0, d2023_12_31=0), target())
    assert (one.lamp, one.value) == ("far_behind", 0)


def test_a_target_without_an_indicator_is_an_open_question(monkeypatch):
    one = stand(monkeypatch, lambda k, d, s: D(1), target(indicator_key=""))
    assert (one.lamp, one.reason) == ("no_data", "尚未对应到指标目录，见核对意见")


def test_an_upper_limit_is_in_order_while_it_is_kept(monkeypatch):
    limit = target(operator="<=", value=D(20), unit="件")
    one = stand(monkeypatch, on_days(d2021_12_31=30, d2023_12_31=18), limit)
    assert (one.lamp, one.gap) == ("ok", "在上限以内")


def test_more_than_is_told_apart_from_as_many(monkeypatch):
    one = stand(monkeypatch, on_days(d2021_12_31=0, d2023_12_31=2000), target(operator=">"))
    assert one.gap == "与目标持平，规划要求超过"


def test_before_the_period_nothing_is_due(monkeypatch):
    one = stand(monkeypatch, lambda k, d, s: D(1), target(), as_of=date(2021, 5, 1))
    assert one.reason == "规划期自 2022 年开始，截至日在此之前"


def test_a_plan_without_a_first_year_starts_in_its_year_of_issue_and_says_so(monkeypatch):
    of = programme(from_year=None, issued_on=date(2022, 9, 30))
    one = stand(monkeypatch, on_days(d2021_12_31=1000, d2023_12_31=1200), target(), of=of)
    assert one.expected == D("75.0")
    assert "规划未写起始年，按成文年份 2022 年起算" in one.notes


def test_per_ten_thousand_people_is_read_into_the_unit(monkeypatch):
    per_people = target(
        indicator_name="每万人口高价值发明专利拥有量", indicator_key="per_people", value=D("8.5")
    )
    one = stand(monkeypatch, on_days(d2021_12_31="6.3", d2023_12_31="7.3"), per_people)
    assert one.value == D("7.3")
    assert one.gap == "还差 1.2 件"


@pytest.mark.parametrize("repeats", [0, 4])
def test_all_figures_come_in_one_batch_however_many_targets_there_are(monkeypatch, repeats):
    batches = figures.install(monkeypatch, lambda k, d, s: D(1))
    targets = [target(f"T{n}", subject=f"第{n}区", position=n) for n in range(repeats + 1)]
    groups = commitments(targets, 2023, figures.CATALOGUE)
    standings._stand(programme(), [(g, g.lead) for g in groups], END_2023)
    assert len(batches) == 1
    assert len(batches[0]) == 3
