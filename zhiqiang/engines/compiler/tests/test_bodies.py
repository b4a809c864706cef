"""Lists of bodies, as they are printed behind tasks."""

from __future__ import annotations

import pytest

from zhiqiang.engines.compiler.bodies import (
    Convention,
    convention_of,
    find_duties,
    read_duty,
)
from zhiqiang.engines.compiler.body_names import split_names

LISTS = [
    ("责任单位:甲局、乙局,各镇街", ["甲局", "乙局", "各镇街"], []),
    ("牵头单位:甲局;配合单位:乙局、丙委", ["甲局"], ["乙局", "丙委"]),
    ("牵头单位:甲局,责任单位:乙局、丙委", ["甲局"], ["乙局", "丙委"]),
    ("甲局牵头,乙局、丙委按职责分工负责", ["甲局"], ["乙局", "丙委"]),
    ("甲局牵头,乙局、丙委配合", ["甲局"], ["乙局", "丙委"]),
    ("甲局、乙局按职责分工负责", ["甲局", "乙局"], []),
    ("责任单位:甲局、乙局按照职能职责分工负责。", ["甲局", "乙局"], []),
    ("甲局、乙局牵头负责", ["甲局", "乙局"], []),
    (
        "责任单位:市委组织部(人才办)、各县(市、区)政府",
        ["市委组织部(人才办)", "各县(市、区)政府"],
        [],
    ),
    ("责任单位:各镇、街道、功能区", ["各镇、街道、功能区"], []),
]


@pytest.mark.parametrize(("words", "lead", "support"), LISTS, ids=[words for words, _, _ in LISTS])
def test_who_leads_and_who_supports(words: str, lead: list[str], support: list[str]) -> None:
    duty = read_duty(words, Convention())
    assert duty is not None
    assert (list(duty.lead), list(duty.support)) == (lead, support)


def test_a_convention_stated_once_gives_the_first_name_the_lead() -> None:
    convention = convention_of("(甲部、乙部等负责。列第一位者为牵头单位,下同)")
    duty = read_duty("甲部、乙部、丙署等负责", convention)
    assert duty is not None
    assert (duty.lead, duty.support, duty.open_list) == (("甲部",), ("乙部", "丙署"), True)


def test_names_before_the_first_comma_lead_where_the_document_says_so() -> None:
    convention = convention_of("注:第一个逗号前为牵头单位")
    duty = read_duty("责任单位:甲局、乙局,丙局、丁委", convention)
    assert duty is not None
    assert (duty.lead, duty.support) == (("甲局", "乙局"), ("丙局", "丁委"))


def test_several_brackets_in_a_passage_each_give_a_list() -> None:
    duties = find_duties("开展行动。(甲局牵头,乙局配合)推进试点。(丙局负责)", 0, Convention())
    assert [(d.lead, d.support) for d in duties] == [(("甲局",), ("乙局",)), (("丙局",), ())]


def test_an_explanation_in_brackets_is_no_list() -> None:
    assert find_duties("推广云服务(指通过网络提供服务)和平台(含分支机构)。", 0, Convention()) == []


def test_a_list_left_open_says_so() -> None:
    assert split_names("甲局、乙局等相关单位") == (["甲局", "乙局"], True)


def test_a_label_with_a_misprint_before_it_is_still_a_label() -> None:
    duty = read_duty("责责任单位:甲局、乙局", Convention())
    assert duty is not None
    assert duty.lead == ("甲局", "乙局")
    assert read_duty("责责任单位:", Convention()) is None
