"""Names as plans print them mean bodies of the region, or nothing; nothing is guessed."""

import pytest

from zhiqiang.kernel.errors import Refused
from zhiqiang.records.accounts.actions import bodies
from zhiqiang.records.accounts.queries import bodies_named, resolve_names

pytestmark = pytest.mark.django_db
CITY, PROVINCE, COUNTY, OTHER = "330300", "330000", "330381", "330200"


@pytest.fixture
def town(program):
    """A province, a city and a county with offices named as such offices are."""
    from zhiqiang.records.accounts.regions import divisions

    city, county = divisions().get(CITY).name, divisions().get(COUNTY).name
    made = {}
    for key, name, code in (
        ("finance", "省财政厅", PROVINCE),
        ("reform", "省发展改革委", PROVINCE),
        ("city_ip", f"{city}知识产权局", CITY),
        ("city_finance", "市财政局", CITY),
        ("county_finance", "市财政局", COUNTY),
        ("county_government", f"{county}人民政府", COUNTY),
        ("court", "中级人民法院", CITY),
        ("other_ip", "市知识产权局", OTHER),
    ):
        made[key] = bodies.add_body(program, name, "department", code)
    bodies.add_alias(program, made["reform"], "省发改委")
    bodies.add_alias(program, made["court"], "市中院")
    return made


def how(name, region=CITY):
    found = bodies_named(name, region)
    return found.how, found.body_id


def test_a_full_name_is_exact_in_its_region_and_for_those_above(town):
    assert how("市财政局") == ("exact", town["city_finance"].pk)
    assert how("市财政局", COUNTY) == ("exact", town["county_finance"].pk)
    assert how("省财政厅") == ("exact", town["finance"].pk)


def test_blanks_and_brackets_do_not_matter(town):
    assert how(" 市 财政局（国资委）") == ("exact", town["city_finance"].pk)


def test_an_alias_means_its_body(town):
    assert how("省发改委") == ("alias", town["reform"].pk)
    assert how("市中院") == ("alias", town["court"].pk)


def test_the_level_stands_for_the_region(town):
    assert how("市知识产权局") == ("carried", town["city_ip"].pk)
    assert how("知识产权局") == ("carried", town["city_ip"].pk)
    assert how("市中级人民法院") == ("carried", town["court"].pk)


def test_a_prefix_is_carried_along_a_list(town):
    found = resolve_names(["省发展改革委", "财政厅", "某厅"], CITY)
    assert [one.how for one in found] == ["exact", "carried", "none"]
    assert found[1].body_id == town["finance"].pk


def test_bodies_of_another_city_are_not_meant(town):
    assert how("市知识产权局", OTHER) == ("exact", town["other_ip"].pk)
    assert how("市知识产权局") != ("exact", town["other_ip"].pk)


def test_nothing_is_guessed(town):
    for name in ("", "局", "市教育局", "各有关单位", "某" * 300):
        assert how(name) == ("none", None)


def test_two_bodies_with_one_alias_are_both_given(program, town):
    zone = bodies.add_body(program, "高新区管委会", "zone", COUNTY)
    bodies.add_alias(program, zone, "管委会")
    other = bodies.add_body(program, "经开区管委会", "zone", "330382")
    bodies.add_alias(program, other, "管委会")
    found = bodies_named("管委会", CITY)
    assert found.body_id is None
    assert {pk for pk, _ in found.bodies} == {zone.pk, other.pk}


def test_one_name_means_one_body_in_a_region(program, town):
    with pytest.raises(Refused, match="已是“中级人民法院”"):
        bodies.add_alias(program, town["city_ip"], "市中院")


def test_a_long_list_costs_two_queries(town, django_assert_num_queries):
    with django_assert_num_queries(2):
        resolve_names(["省财政厅", "市财政局", "知识产权局"] * 200, CITY)
