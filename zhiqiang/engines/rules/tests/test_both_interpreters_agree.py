"""The same decisions and the same reasons, one by one and over a table, on rules made at random."""

from datetime import date, timedelta
from decimal import Decimal

import ibis
import pyarrow as pa
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from zhiqiang.engines.rules import RuleSet, decide, decide_table, decision_of
from zhiqiang.kernel.errors import Refused

FACTS = {
    "filed_on": {"zh": "申请日期", "type": "day"},
    "ends_on": {"zh": "截止日期", "type": "day"},
    "paid": {"zh": "是否缴费", "type": "truth"},
    "held": {"zh": "是否持有", "type": "truth"},
    "count": {"zh": "件数", "type": "number"},
    "price": {"zh": "单价", "type": "number"},
    "state": {"zh": "状态", "type": "word", "words": {"a": "甲", "b": "乙", "c": "丙"}},
}
COLUMNS = {
    "day": pa.date32(),
    "truth": pa.bool_(),
    "number": pa.decimal128(19, 6),
    "word": pa.string(),
}
BASIS = [{"document": "某办法", "mark": "C"}]
PARAMETERS = {
    "unit": {
        "zh": "标准",
        "entries": [
            {"from": date(2021, 1, 1), "value": 120, "basis": BASIS},
            {"from": date(2023, 7, 1), "value": 80.55, "basis": BASIS},
        ],
    }
}
numbers = st.decimals(-1000, 1000, places=3)
days = st.dates(date(2020, 6, 1), date(2025, 6, 30))


def amounts(steps: tuple[str, ...] = ()):
    named = [{"fact": "count"}, {"fact": "price"}, {"parameter": "unit"}]
    leaves = numbers | st.sampled_from([*named, *({"step": key} for key in steps)])
    deeper = lambda inner: st.one_of(  # noqa: E731
        st.builds(
            lambda way, parts: {way: parts},
            st.sampled_from(["sum", "difference", "product", "least", "greatest"]),
            st.lists(inner, min_size=1, max_size=3),
        ),
        st.builds(
            lambda part, to, how: {"round": part, "to": to, "how": how},
            inner,
            st.sampled_from([Decimal("0.01"), 1, 100, Decimal("0.5")]),
            st.sampled_from(["half", "down"]),
        ),
        st.builds(
            lambda when, then, other: {"when": when, "then": then, "otherwise": other},
            conditions(),
            inner,
            inner,
        ),
    )
    return st.recursive(leaves, deeper, max_leaves=4)


def conditions():
    later = st.builds(
        lambda number, unit: {"fact": "filed_on", "plus": number, "unit": unit},
        st.integers(-14, 14),
        st.sampled_from(["day", "month", "year"]),
    )
    compare = st.sampled_from(["more_than", "at_least", "less_than", "at_most", "is"])
    dated = st.sampled_from(["after", "on_or_after", "before", "on_or_before"])
    leaves = st.one_of(
        st.builds(lambda v: {"paid": v}, st.booleans()),
        st.builds(lambda v: {"held": v}, st.booleans()),
        st.builds(lambda v: {"state": v}, st.sampled_from(["a", "b", ["a", "c"], ["b"]])),
        st.builds(lambda name, v: {name: {"known": v}}, st.sampled_from([*FACTS]), st.booleans()),
        st.builds(lambda op, v: {"count": {op: v}}, compare, numbers),
        st.builds(lambda op: {"price": {op: {"parameter": "unit"}}}, compare),
        st.builds(lambda op, v: {"ends_on": {op: v}}, dated, later | days),
    )
    deeper = lambda inner: st.one_of(  # noqa: E731
        st.builds(lambda part: {"not": part}, inner),
        st.builds(
            lambda way, parts: {way: parts},
            st.sampled_from(["all", "any"]),
            st.lists(inner, min_size=1, max_size=3),
        ),
    )
    return st.recursive(leaves, deeper, max_leaves=5)


@st.composite
def versions(draw, start: date):
    clauses = [
        {
            "key": f"c{i}",
            "zh": f"第{i}项",
            "does": draw(st.sampled_from(["requires", "refuses"])),
            "when": draw(conditions()),
            "if_met": "{ends_on}时{state}的{count}件成立，标准{unit}",
            "if_not": "{price}不成立",
        }
        for i in range(draw(st.integers(1, 3)))
    ]
    steps, keys = [], ()
    for key in draw(st.sampled_from([(), ("base", "capped"), ("base", "capped")])):
        steps.append(
            {"key": key, "zh": key, "value": draw(amounts(keys)), "says": f"得{{{key}}}元"}
        )
        keys = (*keys, key)
    until = draw(st.none() | st.just(start + timedelta(days=600)))
    return {"from": start, "until": until, "basis": BASIS, "clauses": clauses, "steps": steps}


@st.composite
def rule_sets(draw):
    starts = draw(st.sampled_from([[date(2021, 3, 1)], [date(2020, 10, 1), date(2023, 1, 15)]]))
    made = [draw(versions(start)) for start in starts]
    # One clause that reads every fact, for a rule set may declare none that nobody reads.
    reads_all = {"all": [{name: {"known": True}} for name in FACTS]}
    made[0]["clauses"].append(
        {"key": "all_known", "zh": "齐全", "does": "requires", "when": reads_all,
         "if_met": "齐全", "if_not": "不齐"}
    )  # fmt: skip
    return RuleSet(
        key="random", title="随机", dated_by="filed_on", facts=FACTS, parameters=PARAMETERS,
        versions=made,
    )  # fmt: skip


matters = st.fixed_dictionaries(
    {
        "filed_on": st.none() | days,
        "ends_on": st.none() | days,
        "paid": st.none() | st.booleans(),
        "held": st.none() | st.booleans(),
        "count": st.none() | st.integers(-3, 200).map(Decimal),
        "price": st.none() | st.decimals(-500, 500, places=6),
        "state": st.none() | st.sampled_from(["a", "b", "c"]),
    }
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(rule_sets(), st.lists(matters, min_size=1, max_size=25))
def test_a_table_is_decided_as_its_rows_one_by_one(rules, rows) -> None:
    try:
        alone = [decide(rules, row) for row in rows]
    except Refused:
        assume(False)
    schema = pa.schema(
        [("number", pa.int64()), *((name, COLUMNS[one["type"]]) for name, one in FACTS.items())]
    )
    numbered = [{"number": i, **row} for i, row in enumerate(rows)]
    table = ibis.memtable(pa.Table.from_pylist(numbered, schema=schema))
    found = decide_table(rules, table).order_by("number").to_pyarrow().to_pylist()
    assert [decision_of(rules, row) for row in found] == alone
    assert [row["granted"] for row in found] == [one.granted for one in alone]
    assert [row["amount"] for row in found] == [one.amount for one in alone]
    assert [row["version"] for row in found] == [one.version for one in alone]
