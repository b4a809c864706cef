"""The example city: built through the doors of real lists, and only once."""

from __future__ import annotations

import stat
from datetime import date
from pathlib import Path

import pytest

from zhiqiang import demo
from zhiqiang.demo.city import USERNAME
from zhiqiang.demo.tests.conftest import SMALL
from zhiqiang.demo.trial_workbook import FILE_NAME
from zhiqiang.demo.world import EXAMPLE
from zhiqiang.domains.information.queries import pushes, topics
from zhiqiang.domains.plans import queries as plans
from zhiqiang.domains.plans.queries import cascade
from zhiqiang.records.accounts import queries as people
from zhiqiang.records.indicators import queries as indicators
from zhiqiang.records.journal import queries as journal
from zhiqiang.records.registry import queries as registry
from zhiqiang.records.registry.actions import import_file

YEAR_END = date(2025, 12, 31)
LISTS = 23
pytestmark = pytest.mark.django_db


def person_who_sees_all() -> object:
    return people.person_named(USERNAME)


def test_every_list_is_taken_over(small_city: Path) -> None:
    assert registry.count_batches() == LISTS
    assert journal.verify() == []


def test_the_city_has_topic_databases_profiles_and_pushes(small_city: Path) -> None:
    official = person_who_sees_all()
    assert 1 <= topics.open_count(official) <= 3
    assert pushes.profiles(official).exists()
    assert pushes.deliveries(official).filter(state="delivered").exists()


def test_every_indicator_has_a_value_for_the_city(small_city: Path) -> None:
    figures = indicators.figures("990100", YEAR_END)
    without = {figure.key: figure.reason for figure in figures if figure.value is None}
    # In a city of a twentieth a rare event may be missing in the year that a growth starts from.
    grows = {key for key, reason in without.items() if "为零，增长率没有意义" in reason}
    assert without.keys() == grows and len(grows) <= 2, without
    assert len(figures) == len(indicators.catalogue())


def test_the_plans_of_city_and_county_show_where_they_do_not_fit(small_city: Path) -> None:
    every = {one.region_code: one for one in plans.programmes(person_who_sees_all())}
    city, county = every["990100"], every["990121"]
    assert (city.state, county.state) == ("in_force", "in_force")
    above = cascade.cascade_view(county, person_who_sees_all())
    assert above.parent == city
    said = {finding.code: finding.message for finding in above.above}
    assert set(said) == {
        "below_share",
        "share_without_target",
        "looser_than_parent",
        "stricter_than_parent",
    }
    assert "有效注册商标量" in said["below_share"]
    assert "品牌指导服务站" in said["share_without_target"]
    below = cascade.cascade_view(city, person_who_sees_all())
    assert [plan.pk for _, _, plan in below.children if plan is not None] == [county.pk]
    assert {one.promise.name: int(one.remainder) for one in below.balances} == {
        "有效注册商标量": 0,
        "知识产权维权援助工作站数": 1,
        "品牌指导服务站数": 0,
    }


def test_a_second_build_says_that_all_stands_and_changes_nothing(small_city: Path) -> None:
    said: list[str] = []
    demo.build(said.append, SMALL)
    assert len(said) == 1
    assert registry.count_batches() == LISTS


def test_the_password_is_random_and_only_the_owner_reads_it(small_city: Path) -> None:
    path = small_city / "demo" / "sign-in.txt"
    name, password = (line.partition("：")[2] for line in demo.how_to_sign_in())
    person = people.person_named(name)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(password) >= 16
    assert person is not None
    assert person.check_password(password)


def test_the_trial_list_yields_the_findings_that_its_readme_states(small_city: Path) -> None:
    result = import_file("patents", EXAMPLE / FILE_NAME, "测试")
    found = {(one.code, one.cell.row if one.cell else 0) for one in result.findings}
    assert result.rows == 13
    assert result.refused == 3
    assert found >= {
        ("bad_check_digit", 8),
        ("impossible_date", 11),
        ("cell_empty", 12),
        ("unknown_category", 13),
        ("bad_check_digit", 14),
        ("unknown_region", 15),
    }
    assert {code for code, _ in found} >= {"unknown_column", "not_data"}
