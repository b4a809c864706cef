"""The lamp of an item and the sentence that says why."""

from dataclasses import replace
from datetime import date

import pytest

from zhiqiang.domains.duties import pace
from zhiqiang.domains.duties.pace import Facts

BEGUN = Facts("open", date(2024, 12, 31), date(2024, 1, 1), None, None, None)
VALUES = pace.rule().on(date(2024, 6, 1))


@pytest.mark.parametrize(
    ("facts", "today", "lamp", "reason"),
    [
        (BEGUN, date(2024, 2, 1), "ok", "尚未填报，距时限 334 天"),
        (BEGUN, date(2024, 3, 1), "no_data", "下达以来 60 天没有填报"),
        (replace(BEGUN, told_on=date(2024, 3, 1)), date(2024, 5, 1), "no_data",
         "自 2024-03-01 起 61 天没有填报"),
        (replace(BEGUN, told_on=date(2024, 6, 20), percent=20), date(2024, 7, 1), "behind",
         "按时间应完成 50%，填报 20%，差 30 个百分点"),
        (replace(BEGUN, told_on=date(2024, 6, 20), percent=15), date(2024, 7, 1), "far_behind",
         "按时间应完成 50%，填报 15%，差 35 个百分点"),
        (replace(BEGUN, told_on=date(2024, 6, 20), percent=60), date(2024, 7, 1), "ok",
         "按时间应完成 50%，填报 60%"),
        (replace(BEGUN, state="returned", told_on=date(2024, 6, 20)), date(2024, 7, 1), "behind",
         "填报被退回，等待补充"),
        (replace(BEGUN, percent=100, told_on=date(2024, 12, 1)), date(2025, 1, 3), "far_behind",
         "逾期 3 天，尚未销号"),
        (replace(BEGUN, state="closed", closed_on=date(2025, 1, 5)), date(2025, 2, 1), "ok",
         "2025-01-05 销号，比时限晚 5 天"),
        (replace(BEGUN, state="cancelled"), date(2025, 2, 1), "no_data", "不再推进"),
    ],
)  # fmt: skip
def test_a_lamp_says_why(facts, today, lamp, reason):
    found = pace.pace(facts, today, VALUES)
    assert (found.lamp, found.reason) == (lamp, reason)
