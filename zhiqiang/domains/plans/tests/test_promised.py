"""Since when a promise has been kept, and the page that everybody may read."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace

import pytest

from zhiqiang.domains.plans.promised import since_when
from zhiqiang.domains.plans.standing import YearValue


def standing(years, operator=">="):
    values = tuple(
        YearValue(year, actual, planned, True, is_running)
        for year, actual, planned, is_running in years
    )
    return SimpleNamespace(years=values, target=SimpleNamespace(operator=operator))


def exactly(number):
    return None if number is None else Decimal(number)


@pytest.mark.parametrize(
    ("years", "operator", "words"),
    [
        ([], ">=", ""),
        ([(2024, 5, 4, True)], ">=", ""),
        ([(2023, None, 4, False), (2024, 5, 4, False)], ">=", "2024 年末达到当年计划"),
        ([(2022, 3, 4, False), (2023, 5, 4, False), (2024, 6, 5, False)], ">=",
         "自 2023 年起，各年末均达到当年计划"),
        ([(2022, 5, 4, False), (2023, 3, 4, False), (2024, 3, 5, False)], ">=",
         "自 2023 年起，各年末均低于当年计划"),
        ([(2023, 5, 4, False), (2024, 6, 5, False), (2025, 9, 6, True)], "<=",
         "自 2023 年起，各年末均高于当年计划"),
    ],
)  # fmt: skip
def test_it_is_said_since_which_year_a_promise_is_kept_or_missed(years, operator, words):
    found = standing([(y, exactly(a), exactly(p), r) for y, a, p, r in years], operator)
    assert since_when(found) == words
