"""Plans of two levels: a target is shared out, and a child's plan is checked against its parent's."""

from dataclasses import replace
from decimal import Decimal as D

import pytest
from django.urls import reverse

from zhiqiang.domains.plans import actions, cascade
from zhiqiang.domains.plans.cascade import Balance, Promise
from zhiqiang.domains.plans.models import Share
from zhiqiang.domains.plans.queries import cascade as cascade_queries
from zhiqiang.domains.plans.tests import figures
from zhiqiang.domains.plans.tests.plans import PLAN, REGION, district, write  # noqa: F401
from zhiqiang.kernel.errors import Refused
from zhiqiang.records.accounts.actions import register_person

pytestmark = pytest.mark.django_db
CITY = "991000"


@pytest.fixture(autouse=True)
def register(monkeypatch, district):  # noqa: F811
    return figures.install(monkeypatch, lambda key, as_of, since: None)


def promise(value, key="inventions", unit="件", year=2025, basis="stock", **more):
    return Promise("T001", "id-1", key, "发明专利", year, basis, ">=", D(value), unit, **more)


def codes(findings):
    return [one.code for one in findings]


@pytest.mark.parametrize(
    ("parent", "child", "shares", "found"),
    [
        (promise(100), promise(40), {"id-1": D(50)}, ["below_share"]),
        (promise(100), promise(50), {"id-1": D(50)}, []),
        (promise(100), promise(60), {}, []),
        (promise(100), promise(160), {}, ["above_parent"]),
        (promise(100), promise(1, unit="万件"), {}, ["above_parent"]),
        (promise(12, unit="%"), promise(10, unit="%"), {}, ["looser_than_parent"]),
        (promise(12, unit="%"), promise(15, unit="%"), {}, ["stricter_than_parent"]),
        (promise(12, unit="%"), promise(12, unit="%"), {}, []),
        (promise(9, unit="%", is_down=True), promise(10, unit="%"), {}, ["looser_than_parent"]),
        (promise(100), promise(60, key="filings"), {"id-1": D(50)}, ["share_without_target"]),
        (promise(100), promise(60, year=2027), {}, ["later_than_parent"]),
        (promise(100), promise(60, unit="亿元"), {}, []),
    ],
)
def test_a_child_is_held_to_its_share_or_to_the_rate_of_its_parent(parent, child, shares, found):
    assert codes(cascade.check_child([parent], [child], shares)) == found


def test_children_together_have_to_reach_what_their_parent_promised():
    names = {"a": "甲县", "b": "乙县"}
    own = {"a": [promise(40)], "b": [promise(50)]}
    (short,) = cascade.check_children([promise(100)], own, names)
    assert (short.code, short.severity) == ("children_short", "warning")
    assert "差 10 件" in short.message
    (so_far,) = cascade.check_children([promise(100)], {"a": [promise(40)]}, names)
    assert (so_far.code, "乙县" in so_far.message) == ("children_short_so_far", True)
    assert "没有载入" in so_far.message
    (lacking,) = cascade.check_children([promise(100)], {"a": [promise(40)], "b": []}, names)
    assert (lacking.code, lacking.severity) == ("children_without_target", "notice")
    assert "乙县）没有这一目标" in lacking.message


def test_what_is_short_while_plans_are_missing_is_one_remark():
    names = {"a": "甲县", "b": "乙县", "c": "丙县"}
    marks = replace(promise(30), key="marks", name="商标数")
    wanted = [promise(100), marks]
    own = {"a": [promise(40), replace(marks, value=D(10))]}
    (said,) = cascade.check_children(wanted, own, names)
    assert "2 个下级（乙县、丙县）" in said.message
    assert "差 60 件" in said.message
    assert "“商标数”差 20 件" in said.message
    own["b"] = [promise(60)]
    assert cascade.check_children([promise(100)], own, names) == []
    assert cascade.check_children([promise(100, unit="%")], own, names) == []


def test_the_remainder_is_what_is_not_given_out():
    parts = (("a", "甲县", D(40)), ("b", "乙县", None), ("c", "丙县", D(70)))
    assert Balance(promise(100), parts).remainder == -10


@pytest.fixture
def city(tmp_path):
    text = PLAN.replace("沐阳新区", "临川新市").replace("沐政发", "临政发")
    return actions.load_programme(write(tmp_path, text, "city.txt"), CITY, "陈工")


@pytest.fixture
def county(tmp_path):
    text = PLAN.replace("2000件", "500件")
    return actions.load_programme(write(tmp_path, text), REGION, "陈工")


def test_a_target_that_was_shared_out_is_asked_of_the_child(city, county):
    code = city.targets.get(indicator_name="有效发明专利拥有量").code
    actions.share_target(city, code, {REGION: D(600)}, "陈工")
    view = cascade_queries.cascade_view(
        county, register_person("jia", "甲", "official", "四季-青山-2719-桥")
    )
    assert view.parent == city
    assert codes(view.above) == ["below_share"]
    assert "500 件" in view.above[0].message
    (balance,) = cascade_queries.cascade_view(city, _official()).balances
    assert (balance.given, balance.remainder) == (600, 1400)


def _official():
    return register_person("yi", "乙", "official", "四季-青山-2719-桥")


def test_shares_are_refused_for_strangers_to_the_region_and_for_negative_numbers(city):
    with pytest.raises(Refused, match="不是.*下一级区划"):
        actions.share_target(city, "T001", {"110101": D(1)}, "陈工")
    with pytest.raises(Refused, match="不小于 0"):
        actions.share_target(city, "T001", {REGION: D(-1)}, "陈工")
    assert not Share.objects.for_program("test").exists()


def test_shares_follow_the_target_into_the_next_edition(city, tmp_path):
    actions.share_target(city, "T001", {REGION: D(600)}, "陈工")
    text = city.source_text.replace("20亿元", "25亿元")
    new = actions.amend_programme(city, write(tmp_path, text, "new.txt"), "陈工")
    assert cascade_queries.balance_of(new, new.targets.get(code="T001")).given == 600


def test_an_official_shares_a_target_out_on_the_page(client, city):
    client.force_login(register_person("chen", "陈工", "official", "四季-青山-2719-桥"))
    address = reverse("plans:shares", args=[city.pk, "T001"])
    assert "不是数字" in client.post(address, {REGION: "很多"}).content.decode()
    page = client.post(address, {REGION: "1,600"}, follow=True).content.decode()
    assert "未分解 400 件" in page
    shown = client.get(reverse("plans:cascade", args=[city.pk])).content.decode()
    assert "1,600" in shown
