"""Points of random forms, recounted by a naive implementation that shares no code with ours."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from zhiqiang.domains.assessments import scoring
from zhiqiang.domains.assessments.forms import FormValues
from zhiqiang.domains.assessments.scoring import Measured

CENT = Decimal("0.01")
GRADES = [
    {"zh": "优秀", "at_least": 90},
    {"zh": "合格", "at_least": 60},
    {"zh": "不合格", "at_least": 0},
]


def form_of(items, bonus=(), bonus_cap=0, minus=(), gates=()):
    return FormValues.model_validate(
        {
            "from": "2020-01-01", "full": sum(item["weight"] for item in items),
            "parts": [{"zh": "全部", "items": items}], "bonus": bonus, "bonus_cap": bonus_cap,
            "minus": minus, "gates": gates, "grades": GRADES,
            "appeal_within": {"number": 5, "unit": "working_day"},
            "basis": {"document": "测试用考核表", "mark": "C"},
        }
    )  # fmt: skip


def line(key, weight, rule, missing="nothing"):
    return {"key": key, "zh": key, "weight": weight, "by": {"stated": "项"}, "rule": rule,
            "missing": missing}  # fmt: skip


def cents(value: Fraction) -> Fraction:
    """Round half up to cents, with whole numbers only."""
    scaled = value * 100
    whole = scaled.numerator // scaled.denominator
    return Fraction(whole + (scaled - whole >= Fraction(1, 2)), 100)


def naive_total(items, bonus, bonus_cap, minus, gates, who, everybody):
    full = Fraction(sum(item["weight"] for item in items))
    points, weight = Fraction(0), Fraction(0)
    for item in items:
        value, rule = who.get(item["key"]), item["rule"]
        if value is None:
            weight += 0 if item["missing"] == "scaled" else item["weight"]
            continue
        weight += item["weight"]
        if rule["kind"] == "rank":
            others = [one[item["key"]] for one in everybody if one.get(item["key"]) is not None]
            better = [o for o in others if (o < value if rule["lowest_first"] else o > value)]
            row = rule["points"]
            points += Fraction(row[len(better)] if len(better) < len(row) else rule["rest"])
            continue
        none, all_ = Fraction(rule["none_at"]), Fraction(rule["full_at"])
        share = (Fraction(value) - none) / (all_ - none)
        share = max(Fraction(0), min(share, Fraction(rule["cap"])))
        if share >= Fraction(rule["floor"]):
            points += cents(item["weight"] * share)
    if weight and weight != full:
        points = cents(points * full / weight)

    def each(rules):
        found = Fraction(0)
        for one in rules:
            value = who.get(one["key"])
            if value is not None and value > 0:
                found += cents(min(Fraction(one["each"]) * Fraction(value), Fraction(one["cap"])))
        return found

    points += min(each(bonus), Fraction(bonus_cap)) - each(minus)
    points = max(Fraction(0), min(points, full + bonus_cap))
    for gate in gates:
        if who.get(gate["key"]) is not None and who[gate["key"]] > gate["above"]:
            points = min(points, Fraction(gate["most"]))
    return points


VALUES = st.one_of(st.none(), st.decimals(-50, 200, places=2))
LINEAR = st.builds(
    lambda none, span, cap, floor: {
        "kind": "linear", "none_at": none, "full_at": none + span, "cap": cap, "floor": floor,
    },
    st.integers(-20, 20), st.integers(-60, 60).filter(bool),
    st.sampled_from([Decimal("1"), Decimal("1.1"), Decimal("1.2")]),
    st.sampled_from([Decimal("0"), Decimal("0.6")]),
)  # fmt: skip
RANK = st.builds(
    lambda row, lowest: {
        "kind": "rank", "points": sorted(row, reverse=True)[:-1], "rest": min(row),
        "lowest_first": lowest,
    },
    st.lists(st.integers(0, 10), min_size=2, max_size=4), st.booleans(),
)  # fmt: skip


@st.composite
def cases(draw):
    items = [
        line(f"i{n}", draw(st.integers(10, 40)), draw(st.one_of(LINEAR, RANK)),
             draw(st.sampled_from(["nothing", "scaled"])))
        for n in range(draw(st.integers(1, 4)))
    ]  # fmt: skip

    def some(kind):
        return [
            {"key": f"{kind}{n}", "zh": kind, "each": draw(st.sampled_from([Decimal("0.5"), 1, 2])),
             "cap": draw(st.integers(1, 6)), "by": {"stated": "项"}}
            for n in range(draw(st.integers(0, 2)))
        ]  # fmt: skip

    bonus, minus = some("bonus"), some("minus")
    gates = [{"key": "gate", "zh": "弄虚作假", "above": 0, "most": 59, "by": {"stated": "起"}}]
    gates = gates[: draw(st.integers(0, 1))]
    keys = [one["key"] for one in (*items, *bonus, *minus, *gates)]
    units = draw(
        st.lists(st.fixed_dictionaries(dict.fromkeys(keys, VALUES)), min_size=1, max_size=6)
    )
    return items, bonus, draw(st.integers(0, 5)), minus, gates, units


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(cases())
def test_every_total_equals_a_naive_recount(case):
    items, bonus, bonus_cap, minus, gates, units = case
    form = form_of(items, bonus, bonus_cap, minus, gates)
    measured = [{key: Measured(value) for key, value in one.items()} for one in units]
    found = scoring.score(form, measured)
    for who, lines in zip(units, found, strict=True):
        expected = naive_total(items, bonus, bonus_cap, minus, gates, who, units)
        assert Fraction(scoring.total(form, lines).points) == expected


def test_a_hand_computed_sheet():
    form = form_of(
        [line("a", 60, {"kind": "linear", "none_at": 0, "full_at": 10}),
         line("b", 40, {"kind": "rank", "points": [40, 30], "rest": 20})],
        bonus=[{"key": "c", "zh": "加", "each": 2, "cap": 5, "by": {"stated": "项"}}], bonus_cap=3,
        minus=[{"key": "d", "zh": "减", "each": 1, "cap": 10, "by": {"stated": "项"}}],
    )  # fmt: skip
    units = [
        {"a": Measured(Decimal(8)), "b": Measured(Decimal(5)), "c": Measured(Decimal(2))},
        {"a": Measured(Decimal(12)), "b": Measured(Decimal(5)), "d": Measured(Decimal(4))},
    ]
    first, second = (scoring.total(form, lines) for lines in scoring.score(form, units))
    # 60 × 8/10 = 48, first place shared = 40, bonus 4 held to 3
    assert (first.points, first.grade) == (Decimal("91.00"), "优秀")
    # 60 (not more than full), 40, minus 4
    assert (second.points, second.grade) == (Decimal("96.00"), "优秀")
    assert scoring.ranked([Decimal(91), Decimal(96), Decimal(91)]) == [2, 1, 2]


def test_a_gate_holds_the_total_down_and_names_itself():
    form = form_of(
        [line("a", 100, {"kind": "linear", "none_at": 0, "full_at": 10})],
        gates=[{"key": "g", "zh": "弄虚作假", "most": 59, "by": {"stated": "起"}}],
    )
    values = {"a": Measured(Decimal(10)), "g": Measured(Decimal(1))}
    total = scoring.total(form, scoring.score(form, [values])[0])
    assert (total.points, total.grade, total.gate) == (Decimal(59), "不合格", "弄虚作假")


def test_a_line_without_a_value_says_why_and_what_became_of_it():
    form = form_of(
        [line("a", 50, {"kind": "linear", "none_at": 0, "full_at": 10}),
         line("b", 50, {"kind": "linear", "none_at": 0, "full_at": 10}, "scaled")]
    )  # fmt: skip
    values = {"a": Measured(None, "没有常住人口"), "b": Measured(None, "没有到期的任务")}
    first, second = scoring.score(form, [values])[0]
    assert first.reason == "没有常住人口，计 0 分"
    assert second.reason == "没有到期的任务，不参加计分，其余各项按比例折算"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"full": 90}, "各项分值合计 100，应等于满分 90"),
        ({"grades": [{"zh": "合格", "at_least": 60}]}, "最后一等从 0 分起"),
    ],
)
def test_a_form_that_does_not_add_up_is_refused_in_words(change, words):
    form = form_of([line("a", 100, {"kind": "linear", "none_at": 0, "full_at": 10})])
    with pytest.raises(ValidationError, match=words):
        FormValues.model_validate(form.model_dump(by_alias=True) | change)


def test_rounding_is_half_up_at_the_cent():
    assert Decimal("2.345").quantize(CENT, ROUND_HALF_UP) == Decimal("2.35")
    form = form_of([line("a", 1, {"kind": "linear", "none_at": 0, "full_at": 1000})])
    found = scoring.score(form, [{"a": Measured(Decimal(345))}])[0][0]
    assert found.points == Decimal("0.35")


def test_who_had_nothing_to_do_is_not_graded():
    rule = {"kind": "linear", "none_at": 0, "full_at": 10}
    form = form_of([line("a", 100, rule, "scaled")])
    total = scoring.total(form, scoring.score(form, [{"a": Measured(None, "没有到期的任务")}])[0])
    assert (total.points, total.grade) == (Decimal(0), "不评等次")
