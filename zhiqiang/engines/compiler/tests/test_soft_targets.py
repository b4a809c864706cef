"""Goals without a number: what can be seen to be reached, and what is only manner of speaking."""

from __future__ import annotations

import pytest

from zhiqiang.engines.compiler.soft_targets import read_soft_goals
from zhiqiang.engines.compiler.years import Scope

GOALS = [
    ("服务网点实现县区全覆盖。", "coverage"),
    ("专利质押规模持续扩大。", "trend"),
    ("保护满意度达到较高水平。", "level"),
    ("综合指标位居全省前列。", "rank"),
    ("推动云川大学争创国家级试点高校。", "status"),
    ("地理标志证明商标实现突破。", "breakthrough"),
]


@pytest.mark.parametrize(("sentence", "kind"), GOALS, ids=[sentence for sentence, _ in GOALS])
def test_a_goal_without_a_number_is_found_with_its_kind(sentence: str, kind: str) -> None:
    goals, _ = read_soft_goals(sentence, 0, Scope(), in_goal=True)
    assert [goal.kind for goal in goals] == [kind]


@pytest.mark.parametrize(
    "sentence",
    ["加强组织领导。", "满意度达到95%以上。", "鼓励企业争创示范企业。", "提高工作效率。"],
)
def test_manners_wishes_and_numbers_are_no_soft_goals(sentence: str) -> None:
    assert read_soft_goals(sentence, 0, Scope(), in_goal=False)[0] == []


def test_the_year_carries_over_and_a_short_second_half_belongs_to_the_first() -> None:
    text = "到2028年,农户数逐步增加,收益不断增加。"
    goals, scope = read_soft_goals(text, 0, Scope(), in_goal=True)
    assert scope.year == 2028
    assert [goal.span.of(text) for goal in goals] == ["农户数逐步增加,收益不断增加"]
