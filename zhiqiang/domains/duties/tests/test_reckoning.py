"""What the work of a year comes to for a body: due, closed in time, late, ordered."""

from __future__ import annotations

from datetime import date

import pytest

from zhiqiang.domains.duties import actions, queries
from zhiqiang.domains.duties.models import WorkItem

END = date(2023, 12, 31)  # a Sunday; the limit moves to Tuesday, 2 January


@pytest.fixture
def led(cast):
    from zhiqiang.domains.duties.actions import Plan
    from zhiqiang.domains.duties.pairing import Clause

    plan = Plan(7, "实施方案", "990100", "澄江市", 2023, 2027)
    clauses = [
        Clause(f"K{n}", str(n), "task", f"第{n}项", f"办理第{n}项。", "", "", (("lead", "市市场监管局"),))
        for n in range(4)
    ]  # fmt: skip
    made = actions.open_list(cast.official, plan, 2023, clauses, ["task"])
    return actions.issue_list(cast.official, made.pk, made.version)


def closed(of, number, on):
    items = WorkItem.objects.for_program("test").filter(work_list=of, number=number)
    items.update(state="closed", closed_on=on)


def test_a_limit_that_moves_past_the_end_of_the_year_still_counts_in_it(cast, led):
    closed(led, "0", date(2023, 6, 1))
    closed(led, "1", date(2024, 1, 2))
    closed(led, "2", date(2024, 1, 3))
    found = queries.work_of_bodies([cast.market.pk, cast.science.pk], 2023, END)
    mine = found[cast.market.pk].items
    assert [(one.in_time, one.closed_on) for one in mine] == [
        (True, date(2023, 6, 1)),
        (True, date(2024, 1, 2)),
        (False, None),
        (False, None),
    ]
    assert found[cast.science.pk].items == []


def test_before_its_day_nothing_is_due_and_a_cancelled_item_never_is(cast, led):
    assert (
        queries.work_of_bodies([cast.market.pk], 2023, date(2023, 6, 30))[cast.market.pk].items
        == []
    )
    WorkItem.objects.for_program("test").filter(number="3").update(state="cancelled")
    assert len(queries.work_of_bodies([cast.market.pk], 2023, END)[cast.market.pk].items) == 3
