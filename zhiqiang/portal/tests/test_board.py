"""The board of indicators: narrowed by plan, body and lamp, sorted, with as many queries for any plan."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from zhiqiang.domains.plans import queries as plans

AT = "wait=1&as_of=2024-12-31"


def _text(answer: Any) -> str:
    assert answer.status_code == 200
    return str(answer.content.decode())


def _names(page: str) -> list[str]:
    table = page[page.index('<div id="board">') :]
    return re.findall(r'<th scope="row" class="t"><a href="[^"]+">([^<]+)</a>', table)


@pytest.fixture
def lines(city: Any) -> Any:
    return plans.plan_lines(city.programme, date(2024, 12, 31))


def test_a_plan_leaves_its_own_indicators_with_their_target_and_lamp(
    city: Any, lines: Any, stranger: Client
) -> None:
    plan = f"plan={city.programme.pk}"
    page = _text(stranger.get(f"/indicators/?{AT}&{plan}"))
    assert (
        0 < len(_names(page)) == len(lines) < len(_names(_text(stranger.get(f"/indicators/?{AT}"))))
    )
    for one in lines.values():
        assert one.standing.promised in page and one.standing.reason.split("，")[0] in page
    lamps = {one.standing.lamp for one in lines.values()}
    for lamp in ("ok", "behind", "far_behind", "no_data"):
        some = (
            _names(_text(stranger.get(f"/indicators/?{AT}&{plan}&lamp={lamp}")))
            if lamp in lamps
            else []
        )
        assert len(some) == sum(one.standing.lamp == lamp for one in lines.values())


def test_a_body_leaves_the_indicators_of_its_tasks(city: Any, lines: Any, stranger: Client) -> None:
    bodies = {body for one in lines.values() for body in one.bodies}
    for body in bodies:
        page = _text(stranger.get(f"/indicators/?{AT}&plan={city.programme.pk}&body={body}"))
        assert len(_names(page)) == sum(body in one.bodies for one in lines.values())
    refused = stranger.get(f"/indicators/?{AT}&plan={city.programme.pk}&body=某处")
    assert refused.status_code == 400


def test_the_board_is_sorted_by_name_and_by_rows(city: Any, stranger: Client) -> None:
    names = _names(_text(stranger.get(f"/indicators/?{AT}&order=name")))
    assert names == sorted(names)
    first = _names(_text(stranger.get(f"/indicators/?{AT}&order=rows")))[0]
    assert "专利" in first


def test_the_board_asks_the_ledger_as_often_for_any_number_of_indicators(
    city: Any, stranger: Client
) -> None:
    def asked(more: str) -> int:
        stranger.get(f"/indicators/?{AT}&{more}")
        with CaptureQueriesContext(connection) as found:
            stranger.get(f"/indicators/?{AT}&{more}")
        return len(found)

    assert asked("name=高价值发明专利拥有量") == asked("name=发明") <= asked("") <= 12
    plan = f"plan={city.programme.pk}"
    assert asked(f"{plan}&name=没有") == asked(f"{plan}&name=发明") <= asked(plan) <= 20
