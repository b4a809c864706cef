"""What two names say of each other, and what else may speak for or against one body."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiqiang.engines.linking import Decision, Subject
from zhiqiang.engines.linking.tests.reading import COMPARER

A, B = "杭州云帆测控有限公司", "杭州云帆测控股份有限公司"
pieces = st.sampled_from(
    [
        "杭州",
        "浙江",
        "北京市",
        "中国",
        "云帆",
        "远山",
        "青禾",
        "测控",
        "科技",
        "电子",
        "研究院",
        "集团",
        "控股",
        "(",
        ")",
        "（",
        "）",
        "大学",
        "学院",
        "医院",
        "第一",
        "二",
        "3",
        "有限公司",
        "股份有限公司",
        "有限责任公司",
        "分公司",
        "厂",
        "有限合伙",
        "A",
        "-",
        "·",
        "雲",
    ]
    + [" "]
)
texts = st.lists(pieces, max_size=8).map("".join) | st.text(max_size=20)


def told(a: str, b: str, **evidence: object) -> tuple[Decision, str]:
    match = COMPARER.compare(Subject(a, **evidence), Subject(b, **evidence))
    return match.decision, "；".join(match.reasons)


def test_the_credit_code_decides_before_any_name():
    same = COMPARER.compare(Subject(A, "91990100MA0000015X"), Subject("远山", "91990100MA0000015X"))
    assert same.decision is Decision.MERGE and "91990100MA0000015X" in same.reasons[0]
    other = COMPARER.compare(Subject(A, "91990100MA0000015X"), Subject(A, "91990100MA0000023N"))
    assert other.decision is Decision.APART and "信用代码不同" in other.reasons[0]


def test_a_former_name_on_record_is_a_fact():
    match = COMPARER.compare(Subject(A, former=("杭州远山仪表厂",)), Subject("杭州远山 仪表厂"))
    assert match.decision is Decision.MERGE and "曾用名“杭州远山 仪表厂”" in match.reasons[0]


def test_a_change_of_form_is_queued_and_the_doubt_is_named():
    decision, why = told(A, B)
    assert decision is Decision.QUEUE
    assert "“云帆测控”" in why and "有限公司 与 股份有限公司，可能是改制，也可能是另一家公司" in why


def test_other_evidence_moves_a_pair_up_the_queue_and_merges_nothing():
    bare = COMPARER.compare(Subject(A), Subject(B))
    backed = COMPARER.compare(
        Subject(A, region_code="330108", traces=frozenset({"江南大道 1 号"})),
        Subject(B, region_code="330108", traces=frozenset({"江南大道 1 号"})),
    )
    assert backed.decision is Decision.QUEUE and backed.weight > bare.weight
    assert "江南大道 1 号" in "".join(backed.reasons) and "330108" in "".join(backed.reasons)
    apart = COMPARER.compare(
        Subject(A, traces=frozenset({"x"})), Subject("远山", traces=frozenset({"x"}))
    )
    assert apart.decision is Decision.APART


@pytest.mark.parametrize(
    ("a", "b", "word"),
    [
        (A, "宁波云帆测控有限公司", "地区不同：杭州 与 宁波"),
        ("浙江杭州云帆测控有限公司", "浙江宁波云帆测控有限公司", "地区不同：浙江杭州 与 浙江宁波"),
        ("杭州啤酒(宁波)有限公司", "杭州啤酒(长春)有限公司", "地区不同：宁波 与 长春"),
        ("ソニー株式会社", "トヨタ株式会社", "名称不同"),
        ("中国云帆股份有限公司", "中国远山股份有限公司", "名称不同"),
        ("中国铝业股份有限公司", "中国钢铁股份有限公司", "名称不同"),
        ("杭州电力股份有限公司", "杭州钢铁股份有限公司", "名称不同"),
        ("云帆半导体材料有限公司", "云帆新材料有限公司", "名称不同"),
        ("云帆第一工程有限公司", "云帆第二工程有限公司", "序号或数字不同"),
        ("云帆测控有限公司", "云帆测控有限公司东厂", "下属单位或分支机构"),
        ("青禾大学", "青禾有限公司", "单位性质不同：大学 与 有限公司"),
        ("", A, "名称为空"),
        (A, "杭州云山测控有限公司", "“帆”与“山”"),
    ],
)
def test_names_are_kept_apart_with_the_reason(a: str, b: str, word: str):
    decision, why = told(a, b)
    assert decision is Decision.APART and word in why


def test_a_region_inside_the_other_is_no_contradiction():
    assert told("浙江云帆测控有限公司", A)[0] is Decision.QUEUE


def test_names_of_trades_alone_do_not_lose_their_region():
    assert COMPARER.reader.read("上海电气有限公司").stem == "上海电气"
    assert COMPARER.reader.read("上海云帆电气有限公司").stem == "云帆电气"


def test_a_long_run_of_words_that_can_be_cut_in_many_ways_comes_to_an_end():
    words = COMPARER.reader.words
    assert not words.says_trade_only("电子商务" * 200 + "甲")
    assert words.says_trade_only("电子商务" * 200)


def test_a_place_behind_a_place_that_does_not_hold_it_is_a_brand():
    assert COMPARER.reader.read("浙江杭州云帆测控有限公司").regions == ("浙江", "杭州")
    assert COMPARER.reader.read("浙江长春云帆测控有限公司").regions == ("浙江",)


@given(texts, texts)
def test_the_order_of_two_names_does_not_matter_and_every_answer_has_a_reason(a: str, b: str):
    one, other = told(a, b), told(b, a)
    assert one[0] is other[0]
    assert one[1]


@given(texts)
def test_a_name_is_itself_in_any_writing(name: str):
    decision, _ = told(name, f" {name}".replace("(", "（").replace(")", "）"))
    assert decision is (Decision.MERGE if COMPARER.reader.key(name) else Decision.APART)
