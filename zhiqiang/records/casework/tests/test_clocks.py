"""Clocks of cases against dates counted by hand."""

from datetime import date

import pytest

from zhiqiang.kernel.errors import Refused
from zhiqiang.records.casework import clocks
from zhiqiang.records.casework.items import ServiceItem, catalogue_items
from zhiqiang.records.casework.models import Clock
from zhiqiang.records.casework.queries import clocks_of


def of(case) -> Clock:
    return case.clocks.get(key="review")


def standing(case, on: date) -> tuple[str, int | None]:
    [reading] = clocks.readings(case.clocks.all(), on)
    return reading.standing, reading.left


def test_a_clock_runs_over_the_spring_festival(office, today) -> None:
    today(date(2026, 2, 12))
    case = office.running()
    # 13, Saturday 14 worked, then 24, 25, 26 February
    assert of(case).legal_due_on == case.due_on == date(2026, 2, 26)
    assert standing(case, date(2026, 2, 13)) == ("running", 4)
    assert standing(case, date(2026, 2, 24)) == ("near", 2)
    assert standing(case, date(2026, 2, 26)) == ("near", 0)
    assert standing(case, date(2026, 2, 27)) == ("over", 0)


def test_a_paused_clock_has_no_day_and_goes_on_where_it_stood(office, today) -> None:
    today(date(2026, 3, 2))
    case = office.running()
    assert of(case).legal_due_on == date(2026, 3, 9)
    today(date(2026, 3, 4))
    with pytest.raises(Refused, match="请选择中止计时的法定事由"):
        office.do("suspend", office.official, case, ground="tired")
    paused = office.do("suspend", office.official, case, ground="awaiting_parties")
    assert (paused.state, paused.due_on, of(case).legal_due_on) == ("paused", None, None)
    assert standing(case, date(2026, 3, 10))[0] == "paused"
    with pytest.raises(Refused, match="本件已中止，不能转下一环节"):
        office.do("forward", office.official, case)
    today(date(2026, 3, 12))
    going = office.do("resume", office.official, case)
    # 3 March, then 12, 13, 16, 17
    assert of(case).legal_due_on == going.due_on == date(2026, 3, 17)


def test_a_missing_year_is_said_and_computed_once_its_notice_is_there(
    office, today, settings, tmp_path
) -> None:
    today(date(2026, 12, 21))
    case = office.running()
    [reading] = clocks_of(case)
    assert (reading.standing, case.due_on) == ("unknown", None)
    assert "2027 年的放假调休安排尚未录入" in of(case).problem
    assert clocks.recompute(case.clocks.all()) == 0
    (tmp_path / "holidays").mkdir()
    (tmp_path / "holidays" / "2027.yml").write_text(
        "title: 2027 年节假日安排\n"
        "days_off: [{name: 元旦、春节、清明节、劳动节、端午节、中秋节、国庆节, from: 2027-01-01}]\n"
        "workdays: []\nbasis: [{document: 测试, mark: C}]\n",
        encoding="utf-8",
    )
    assert clocks.recompute(case.clocks.all()) == 1
    # 22, 23, 24, 25 and 28 December
    assert of(case).legal_due_on == date(2026, 12, 28)


def test_a_clock_stops_with_its_case(office, today) -> None:
    today(date(2026, 3, 2))
    case = office.at_decision()
    office.do("close", office.approver, case, outcome="not_registered", note="条件不符")
    assert of(case).stopped_on == date(2026, 3, 2)


def with_extension() -> ServiceItem:
    content = catalogue_items()["pledge_registration"].model_dump(mode="json", by_alias=True)
    version = content["clocks"][0]["versions"][0]
    version |= {
        "legal": {"number": 3, "unit": "month"},
        "extension": {"number": 2, "unit": "month"},
    }
    content["steps"][1]["verbs"].append("extend")
    return ServiceItem.model_validate(content)


def test_a_limit_is_extended_once_with_the_reason(office, today, monkeypatch) -> None:
    item = with_extension()
    for module in ("turn", "queries", "actions.beginning"):
        monkeypatch.setattr(f"zhiqiang.records.casework.{module}.item_of", lambda _version: item)
    today(date(2025, 11, 30))
    case = office.running()
    assert of(case).legal_due_on == date(2026, 2, 28)  # a Saturday that is worked
    with pytest.raises(Refused, match="请写明延长的理由"):
        office.do("extend", office.official, case, clock="review")
    case = office.do("extend", office.official, case, clock="review", note="案情复杂，经批准")
    assert case.due_on == date(2026, 4, 30)  # five months in all, and no 30 February on the way
    with pytest.raises(Refused, match="已经延长过"):
        office.do("extend", office.official, case, clock="review", note="再延")


def test_what_the_law_does_not_let_be_extended_is_refused(office) -> None:
    with pytest.raises(Refused, match="“审查”环节不能延长期限"):
        office.do("extend", office.official, office.running(), clock="review", note="忙")
