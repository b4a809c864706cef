"""What a rule says of one matter, and of a table of them, where interpreters like to differ."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import ibis
import pyarrow as pa
import pytest
from pydantic import ValidationError

from zhiqiang.engines.rules import decide, decide_table, decision_of, load_examples, run, untried
from zhiqiang.engines.rules.tests.rule_sets import BASIS, subsidy
from zhiqiang.kernel.errors import Refused

RULES = subsidy()
FACTS = {
    "applied_on": date(2023, 8, 1),
    "granted_on": date(2020, 8, 1),
    "interest": Decimal("50000.55"),
    "rights": 2,
    "small": True,
    "listed": False,
}
TABLE = pa.schema(
    [
        ("applied_on", pa.date32()),
        ("granted_on", pa.date32()),
        ("interest", pa.decimal128(19, 6)),
        ("rights", pa.int64()),
        ("small", pa.bool_()),
        ("listed", pa.bool_()),
    ]
)


def test_what_is_granted_says_why_clause_by_clause_and_how_much() -> None:
    found = decide(RULES, FACTS)
    assert found.granted is True
    assert found.amount == Decimal("30000")
    assert [reason.sentence for reason in found.reasons] == [
        "2020年8月1日授权，2023年8月1日申请，未满三年。",
        "申请人未列入失信名单。",
    ]
    assert [step.sentence for step in found.steps] == [
        "已付利息 50,000.55 元，补贴 30,000.33 元。",
        "每件不超过 20,000 元，舍去角分，应付 30,000 元。",
    ]


def test_what_is_not_granted_says_which_clause_speaks_against_it() -> None:
    found = decide(RULES, FACTS | {"listed": True})
    assert found.granted is False and found.amount is None
    assert [reason.article for reason in found.against] == ["第五条"]
    assert found.against[0].sentence == "申请人已列入失信名单。"


def test_a_missing_fact_leaves_the_decision_open_and_is_named() -> None:
    found = decide(RULES, {k: v for k, v in FACTS.items() if k != "listed"})
    assert found.granted is None
    assert [(one.key, one.missing) for one in found.open] == [("dishonest", ("是否列入失信名单",))]
    assert found.open[0].sentence == "尚缺是否列入失信名单，不能判断。"


def test_a_clause_against_it_decides_although_another_is_open() -> None:
    assert decide(RULES, {"applied_on": date(2023, 8, 1), "listed": True}).granted is False


def test_the_value_of_a_parameter_is_that_of_the_day() -> None:
    earlier = FACTS | {"applied_on": date(2023, 6, 30)}
    assert decide(RULES, earlier).amount == Decimal("20000")


@pytest.mark.parametrize(
    ("day", "granted", "said"),
    [
        (date(2021, 2, 28), False, "申请日期为2021年2月28日，该规定自2021年3月1日起施行，不适用。"),
        (date(2026, 1, 1), False, "申请日期为2026年1月1日，该规定至2025年12月31日止，不适用。"),
        (None, None, "尚缺申请日期，不能确定适用哪一时期的规定。"),
    ],
)
def test_outside_its_time_a_rule_says_so(day, granted, said) -> None:
    found = decide(RULES, FACTS | {"applied_on": day})
    assert (found.granted, found.note, found.reasons) == (granted, said, ())


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"listed": None},
        {"listed": True},
        {"small": None},  # the choice is open: neither branch may be taken
        {"small": False},  # a rate of six places
        {"rights": None},  # the least of two, of which one is unknown
        {"interest": Decimal("-7.5")},  # rounding below nought
        {"interest": Decimal("1.000001"), "small": False},
        {"applied_on": date(2023, 6, 30)},
        {"applied_on": date(2023, 7, 1)},
        {"granted_on": date(2020, 2, 29), "applied_on": date(2023, 2, 28)},
        {"granted_on": date(2020, 2, 29), "applied_on": date(2023, 3, 1)},
        {"applied_on": date(2025, 12, 31), "granted_on": date(2024, 1, 1)},
        {"applied_on": date(2026, 1, 1)},
        {"applied_on": date(2021, 2, 28)},
        {"applied_on": None},
    ],
    ids=str,
)
def test_a_table_decides_the_traps_alike(change) -> None:
    matter = FACTS | change
    table = ibis.memtable(pa.Table.from_pylist([matter], schema=TABLE))
    [row] = decide_table(RULES, table).to_pyarrow().to_pylist()
    assert decision_of(RULES, row) == decide(RULES, matter)


def test_rounding_half_goes_away_from_zero_in_both() -> None:
    step = {"key": "half", "zh": "四舍五入", "says": "{half}"}
    version = RULES.versions[0].model_dump(by_alias=True) | {
        "steps": [step | {"value": {"round": {"fact": "interest"}, "to": 0.1}}],
        "clauses": [
            {"key": "all", "zh": "齐全", "does": "requires", "if_met": "", "if_not": "",
             "when": {name: {"known": True} for name in FACTS}}
        ],
    }  # fmt: skip
    rules = subsidy(versions=[version])
    for given, wanted in [("2.25", "2.3"), ("-2.25", "-2.3"), ("2.249999", "2.2"), ("0.05", "0.1")]:
        matter = FACTS | {"interest": Decimal(given)}
        table = ibis.memtable(pa.Table.from_pylist([matter], schema=TABLE))
        [row] = decide_table(rules, table).to_pyarrow().to_pylist()
        assert decide(rules, matter).amount == row["amount"] == Decimal(wanted)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"strange": 1}, "没有声明事实 strange"),
        ({"interest": "五万"}, "已付利息的值 '五万' 不合规定"),
        ({"small": 1}, "是否小微企业的值 1 不合规定"),
        ({"interest": float("nan")}, "已付利息的值 nan 不合规定"),
        ({"interest": Decimal("1e13")}, "过大"),
    ],
)
def test_a_wrong_fact_is_refused_with_its_name(facts, said) -> None:
    with pytest.raises(Refused, match=said):
        decide(RULES, FACTS | facts)


def test_a_table_without_the_column_of_a_fact_is_refused() -> None:
    with pytest.raises(Refused, match="表中缺少 granted_on"):
        decide_table(RULES, ibis.memtable({"applied_on": [date(2023, 1, 1)]}))


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ({"strange": True}, "没有声明事实 strange"),
        ({"small": {"more_than": False}}, "是非不能比较先后或大小"),
        ({"interest": {"over": 3}}, "不认识的比较 over"),
        ({"interest": {"more_than": "多"}}, "'多' 不是数"),
        ({"interest": {"more_than": {"fact": "granted_on"}}}, "没有声明取值为数的事实 granted_on"),
        ({"interest": {"more_than": {"parameter": "floor"}}}, "没有声明取值为数的参数 floor"),
        ({"granted_on": {"before": {"fact": "applied_on", "plus": 1.5, "unit": "day"}}}, "plus（整数）"),
        ({"any": {"small": True}}, "应为条件的列表"),
        ({"all": [{"small": True}, {"small": {}}]}, r"when\.all\.2\.small：条件为空"),
        ({}, "条件应为键值对"),
    ],
)  # fmt: skip
def test_a_wrong_condition_is_refused_with_place_and_reason(when, said) -> None:
    version = RULES.versions[0].model_dump(by_alias=True)
    version["clauses"][0]["when"] = when
    with pytest.raises(ValidationError, match=said):
        subsidy(versions=[version])


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"step": "payable"}, "payable 不是前面的步骤"),
        ({"sum": []}, "不认识的写法 sum"),
        ({"round": 3, "to": 0}, "to 应为正数"),
        ({"sum": [1], "product": [2]}, "不认识的写法 sum、product"),
    ],
)
def test_a_wrong_amount_is_refused_with_place_and_reason(value, said) -> None:
    version = RULES.versions[0].model_dump(by_alias=True)
    version["steps"][0]["value"] = value
    with pytest.raises(ValidationError, match=said):
        subsidy(versions=[version])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"dated_by": "small"}, "应为一项日期事实"),
        ({"parameters": {"cap": {"zh": "上限", "entries": [
            {"from": date(2021, 1, 1), "value": "多", "basis": BASIS}]}}}, "类型应为 number"),
        ({"facts": subsidy().model_dump()["facts"] | {"idle": {"zh": "闲", "type": "day"}}},
         "没有条款用到的事实：idle"),
    ],
)  # fmt: skip
def test_a_wrong_rule_set_is_refused(change, said) -> None:
    with pytest.raises(ValidationError, match=said):
        subsidy(**change)


CASES = """
- name: 及时申请且未失信
  facts: {applied_on: 2023-08-01, granted_on: 2020-08-01, interest: 50000.55, rights: 2, small: true,
          listed: false}
  expects: {granted: true, amount: 30000, clauses: {in_time: true}, says: [舍去角分]}
- name: 已过三年且失信
  facts: {applied_on: 2023-08-02, granted_on: 2020-08-01, listed: true}
  expects: {granted: false, clauses: {in_time: false, dishonest: true}}
"""


def test_cases_that_hold_say_nothing_and_those_that_do_not_say_what(tmp_path: Path) -> None:
    path = tmp_path / "cases.yml"
    path.write_text(CASES, encoding="utf-8")
    examples = load_examples(path)
    assert run(RULES, examples) == [] and untried(RULES, examples) == []
    wrong = CASES.replace("amount: 30000", "amount: 30001").replace(
        "in_time: false", "in_time: true"
    )
    path.write_text(wrong, encoding="utf-8")
    assert run(RULES, load_examples(path)) == [
        "及时申请且未失信：金额应为 30001，实际为 30000.000000",
        "已过三年且失信：条款 in_time 应为 True，实际为 False",
    ]
    assert untried(RULES, examples[:1]) == [
        "条款 in_time 没有不成立的案例",
        "条款 dishonest 没有成立的案例",
    ]
