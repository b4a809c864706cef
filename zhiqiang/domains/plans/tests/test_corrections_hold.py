"""Corrections are applied to any text in which their words stand; twice is the same as once."""

import copy

from hypothesis import given, settings
from hypothesis import strategies as st

from zhiqiang.domains.plans import correcting
from zhiqiang.domains.plans.correcting import Made
from zhiqiang.domains.plans.correcting.anchors import anchored
from zhiqiang.domains.plans.readings import reading_of
from zhiqiang.domains.plans.tests.plans import PLAN
from zhiqiang.engines.compiler import compile_text

READING = reading_of(compile_text(PLAN))
TARGETS = anchored(READING["targets"], PLAN, "target")
TASKS = anchored(READING["tasks"], PLAN, "task")
NUMBERED = [pair for pair in TARGETS if pair[1]["value"] is not None]
#: a sentence that is new in the revised text, before everything that was corrected
NEW_SENTENCE = "坚持质量优先，统筹推进各镇工作，"


def _target(kind, after):
    return st.builds(
        lambda pair, value: Made(0, kind, "target", pair[0].as_json(), after(value)),
        st.sampled_from(NUMBERED),
        st.integers(1, 10**6),
    )


def _task(kind, after):
    return st.builds(
        lambda pair, n: Made(0, kind, "task", pair[0].as_json(), after(n), "陈工"),
        st.sampled_from(TASKS),
        st.integers(0, 99),
    )


CORRECTIONS = st.lists(
    st.one_of(
        _target("confirm", lambda v: {}),
        _target("change", lambda v: {"value": str(v), "unit": "项"}),
        _target("split", lambda v: {"parts": [{"value": str(v)}, {"value": str(v + 1)}]}),
        _target("remove", lambda v: {}),
        _target("merge", lambda v: {"others": [NUMBERED[v % len(NUMBERED)][0].as_json()]}),
        _task("assign", lambda n: {"bodies": [["lead", f"第{n}局"]]}),
        _task("change", lambda n: {"title": f"改题{n}"}),
        _task("merge", lambda n: {"others": [TASKS[n % len(TASKS)][0].as_json()]}),
    ),
    max_size=8,
).map(
    lambda rows: [Made(n, r.kind, r.subject, r.anchor, r.after, r.by) for n, r in enumerate(rows)]
)


def without_places(items):
    return [{k: v for k, v in one.items() if k not in ("span_start", "span_end")} for one in items]


@settings(max_examples=60, deadline=None)
@given(CORRECTIONS)
def test_applying_again_gives_the_same_and_leaves_the_reading_alone(corrections):
    before = copy.deepcopy(READING)
    once = correcting.apply(READING, corrections, PLAN)
    again = correcting.apply(READING, corrections, PLAN)
    assert (once.targets, once.tasks) == (again.targets, again.tasks)
    assert before == READING
    assert sorted(once.applied + once.stale) == list(range(len(corrections)))


@settings(max_examples=40, deadline=None)
@given(CORRECTIONS)
def test_a_text_that_was_revised_elsewhere_keeps_every_correction(corrections):
    revised = PLAN.replace("坚持质量优先，", NEW_SENTENCE)
    moved = reading_of(compile_text(revised))
    old = correcting.apply(READING, corrections, PLAN)
    new = correcting.apply(moved, corrections, revised)
    assert without_places(new.targets) == without_places(old.targets)
    assert (new.applied, new.stale) == (old.applied, old.stale)
    for one in new.targets:
        assert revised[one["span_start"] : one["span_end"]] == one["quote"]


def test_a_correction_whose_words_were_changed_is_stale_and_not_put_elsewhere():
    anchor, item = NUMBERED[0]
    revised = PLAN.replace("2000件", "2500件")
    made = Made(7, "change", "target", anchor.as_json(), {"value": "1"})
    out = correcting.apply(reading_of(compile_text(revised)), [made], revised)
    assert out.stale == [7]
    assert {one["value"] for one in out.targets} == {None, "2500", "20", "12", "800"}
    assert item["value"] == "2000"


def test_of_words_that_stand_twice_the_ones_behind_the_same_words_are_meant():
    text = PLAN.replace(
        "三、保障措施", "（四）再次申明。有效发明专利拥有量达到2000件以上。\n三、保障措施"
    )
    reading = reading_of(compile_text(text))
    pairs = anchored(reading["targets"], text, "target")
    twice = [pair for pair in pairs if pair[1]["value"] == "2000"]
    assert len(twice) == 2
    made = Made(1, "change", "target", twice[1][0].as_json(), {"value": "2001"})
    shortened = text.replace("知识产权质押融资额累计超过20亿元，", "")
    out = correcting.apply(reading_of(compile_text(shortened)), [made], shortened)
    changed = next(one for one in out.targets if one["value"] == "2001")
    assert changed["span_start"] > shortened.index("再次申明")
