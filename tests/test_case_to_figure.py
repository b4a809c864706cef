"""As an official I close a case, and the plan's figure has moved without anybody typing it."""

from decimal import Decimal

import pytest
from django.utils.timezone import localdate

from zhiqiang import pipeline
from zhiqiang.records.casework import actions
from zhiqiang.records.casework.items import catalogue_items
from zhiqiang.records.casework.tests import office as offices
from zhiqiang.records.casework.tests.office import SOUND
from zhiqiang.records.indicators.actions import publish_snapshot
from zhiqiang.records.indicators.queries import figure

#: cumulative figures begin with the five years that today is in
DAY = localdate().isoformat()


def value(key: str) -> Decimal | None:
    found = figure(key, offices.REGION, localdate())
    return found.value


def close(office, item):
    if item == "training":
        handler = offices.person("trainer", office.body, "official")
        case = actions.begin_case(handler, item, office.body, request_key="t")
        held = {
            "title": "专利申请实务培训",
            "held_on": localdate().isoformat(),
            "place": "市民中心",
        }
        office.do("save_draft", handler, case, fields=held | {"people": 86})
        office.do("submit", handler, case)
        office.do("forward", handler, case)
        return office.do("close", handler, case, outcome="held")
    if item == "pledge_registration":
        case = office.at_decision()
        return office.do("close", office.approver, case, outcome="registered", confirmed=SOUND)
    if item == "city_demonstration":
        case = office.do("forward", office.official, office.running(item))
        return decided(
            office, office.approver, case, "designated", designated_on=DAY, document="文1"
        )
    case = office.running(item, **({"signed_on": DAY} if item == "custody" else {}))
    if item == "rights_aid":
        return decided(
            office, office.official, case, "aided", aided_on=DAY, advice="建议先行取证。"
        )
    outcome = {"certification_support": "registered", "custody": "joined"}.get(item, "recorded")
    return office.do("close", office.official, case, outcome=outcome)


def decided(office, who, case, outcome, **fields):
    """Fill in what is left to officials and close the case."""
    office.do("amend", who, case, fields=fields)
    return office.do("close", who, case, outcome=outcome)


@pytest.mark.parametrize(
    ("item", "moves"),
    [
        ("pledge_registration", {"pledge_amount_registered": "0.02", "pledge_projects": "1"}),
        ("licence_recordal", {"licences": "1"}),
        ("product_recordal", {"patent_products": "1"}),
        ("training", {"training_attendance": "86"}),
        ("rights_aid", {"assisted_bodies": "1"}),
        ("certification_support", {"certified_bodies": "1", "certified_firms": "1"}),
        ("city_demonstration", {"city_demonstration_firms": "1"}),
        ("custody", {"custody_firms": "1"}),
    ],
)
def test_a_closed_case_moves_its_figure(db, tmp_path, settings, item, moves) -> None:
    settings.HOME = tmp_path
    office = offices.build(tmp_path)
    publish_snapshot("测试")
    # Nobody has told of anything yet: there is no value, and it is not nought.
    assert {value(key) for key in moves} == {None}
    close(office, item)
    publish_snapshot("测试")
    assert {key: value(key) for key in moves} == {k: Decimal(v) for k, v in moves.items()}
    assert set(moves) <= set(catalogue_items()[item].feeds)


def test_the_program_reminds_of_cases_each_day(db, tmp_path, settings, monkeypatch) -> None:
    settings.HOME = tmp_path
    seen = []
    monkeypatch.setattr(pipeline.cases, "remind", seen.append)
    pipeline.each_day()
    assert seen == [localdate()]
