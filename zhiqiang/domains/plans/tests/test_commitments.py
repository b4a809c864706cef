"""What a plan promises once, however often it prints it."""

from decimal import Decimal as D

from zhiqiang.domains.plans.commitments import commitments
from zhiqiang.domains.plans.models import Target
from zhiqiang.domains.plans.tests import figures


def target(code, **more):
    values = {
        "position": int(code[1:]), "indicator_name": "知识产权质押融资额", "indicator_key": "pledged",
        "operator": ">=", "value": D(200), "unit": "亿元", "year": 2025, "basis": "cumulative", "where": "goal",
    }  # fmt: skip
    return Target(code=code, **(values | more))


def group(*targets, year=2023):
    return commitments(targets, year, figures.CATALOGUE)


def codes(groups):
    return [[one.code for one in g.places] for g in groups]


def test_the_same_indicator_in_goal_task_and_table_is_one_commitment():
    found = group(target("T1"), target("T2", where="task"), target("T3", where="table"))
    assert codes(found) == [["T1", "T2", "T3"]]
    assert found[0].lead.code == "T1"


def test_yearly_amounts_of_the_same_family_are_steps_of_the_total():
    step = target(
        "T2", indicator_key="pledged_annual", basis="annual", year=2022, value=D(60), where="table"
    )
    (one,) = group(target("T1"), step)
    assert [t.code for t in one.steps_of(one.lead)] == ["T2"]


def test_a_growth_and_another_subject_are_commitments_of_their_own():
    growth = target("T2", basis="growth", unit="%", value=D(10))
    zone = target("T3", subject="高新区")
    assert codes(group(target("T1"), growth, zone)) == [["T1"], ["T2"], ["T3"]]


def test_names_without_an_indicator_are_compared_as_printed():
    one = target("T1", indicator_key="", indicator_name="某数")
    same = target("T2", indicator_key="", indicator_name="某 数")
    other = target("T3", indicator_key="", indicator_name="某某数")
    assert codes(group(one, same, other)) == [["T1", "T2"], ["T3"]]


def test_the_next_due_year_leads():
    early, late = target("T1", year=2025), target("T2", year=2035, value=D(900))
    assert group(early, late, year=2024)[0].lead.code == "T1"
    assert group(early, late, year=2026)[0].lead.code == "T2"


def test_two_numbers_for_one_year_are_a_contradiction_and_two_units_of_one_number_are_not():
    assert group(target("T1"), target("T2", value=D(210)))[0].is_contradictory
    assert not group(target("T1"), target("T2", value=D(2_000_000), unit="万元"))[
        0
    ].is_contradictory
    assert not group(target("T1"), target("T2", value=D(210), year=2024))[0].is_contradictory


def test_the_last_year_of_a_total_that_is_cut_into_years_is_a_step_too():
    total = target("T1")
    steps = [
        target(f"T{n}", indicator_key="pledged_annual", basis="annual", year=2020 + n, value=D(50), where="table")
        for n in (2, 3, 4, 5)
    ]  # fmt: skip
    (one,) = group(total, *steps)
    assert [t.year for t in one.steps_of(total)] == [2022, 2023, 2024, 2025]
    assert [t.year for t in one.steps_of(steps[3])] == [2022, 2023, 2024]
