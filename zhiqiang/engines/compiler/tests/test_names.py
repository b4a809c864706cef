"""Names: official spelling, catalogue matches that never guess, regions and their levels."""

from __future__ import annotations

import pytest

from zhiqiang.engines.compiler import match_indicator, normalise_indicator, resolve_names
from zhiqiang.engines.compiler.regions import Division, Gazetteer, full_name, national

CATALOGUE = {
    "每万人口发明专利拥有量": "density",
    "每万人口高价值发明专利拥有量": "valuable",
    "有效注册商标量": "marks",
}


@pytest.mark.parametrize(
    ("printed", "official"),
    [
        ("万人发明专利拥有量", "每万人口发明专利拥有量"),
        ("每万人高价值发明专利拥有量", "每万人口高价值发明专利拥有量"),
        ("全县示范企业数量", "示范企业数"),
        ("有效注册商标总量", "有效注册商标量"),
        ("版权产业增加值占 GDP 的比重", "版权产业增加值占GDP比重"),
    ],
)
def test_names_are_spelled_as_official_tables_spell_them(printed: str, official: str) -> None:
    assert normalise_indicator(printed) == official
    assert normalise_indicator(official) == official


def test_a_catalogue_match_is_exact_by_alias_or_only_a_suggestion() -> None:
    assert match_indicator("有效注册商标量", CATALOGUE).how == "exact"
    assert match_indicator("全市有效注册商标总量", CATALOGUE).how == "alias"
    near = match_indicator("有效注册商标存量", CATALOGUE)
    assert (near.how, near.key) == ("near", "marks")
    assert near.score < 100
    assert match_indicator("粮食总产量", CATALOGUE).key is None


def test_two_bodies_under_one_folded_name_are_not_resolved() -> None:
    assert resolve_names("“甲”局", {"甲局": "one", "《甲》局": "two"}).key is None


def test_a_region_is_found_with_its_level_and_what_stands_above_it() -> None:
    table = Gazetteer(
        [Division("990000", "云省", True), Division("990100", "云川市", True), Division("990102", "河东区", True),
         Division("980102", "河东区", True), Division("980000", "海省", True)]
    )  # fmt: skip
    found = table.find("云川市河东区人民政府")
    assert found is not None
    assert (full_name(table, *found), found[0].level) == ("云省云川市河东区", "county")
    assert table.find("河东区人民政府") is None
    named = table.find("河东区人民政府", "海省")
    assert named is not None
    assert named[0].code == "980102"


def test_the_national_table_knows_provinces_prefectures_and_county_level_cities() -> None:
    table = national()
    for words, level in (
        ("四川省人民政府", "province"),
        ("南京市政府", "prefecture"),
        ("昆山市政府", "county"),
    ):
        found = table.find(words)
        assert found is not None
        assert found[0].level == level
