"""As an official I close a case, and the plan's figure has moved without anybody typing it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils.timezone import localdate

from zhiqiang import pipeline
from zhiqiang.records.casework import actions
from zhiqiang.records.casework.items import catalogue_items
from zhiqiang.records.casework.models import Survey
from zhiqiang.records.casework.surveys import gathering
from zhiqiang.records.casework.surveys.declaration import questionnaires
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
    if item == "satisfaction_survey":
        return surveyed(office)
    if item == "pledge_registration":
        case = office.at_decision()
        return office.do("close", office.approver, case, outcome="registered", confirmed=SOUND)
    if item == "city_demonstration":
        case = office.do("forward", office.official, office.running(item))
        return decided(
            office, office.approver, case, "designated", designated_on=DAY, document="文1"
        )
    if item in FILLED:
        outcome, closer, confirmed = FILLED[item][:3]
        case = office.running(item)
        if closer == "approver":
            if item == "gi_sign_use":
                seen = {"verified_on": DAY, "findings": "产地相符。"}
                office.do("amend", office.official, case, fields=seen)
            case = office.do("forward", office.official, case)
        who = getattr(office, closer)
        return decided(office, who, case, outcome, confirmed, **FILLED[item][3])
    if item in ("ip_complaint", "ip_report"):
        return ended(office, item)
    case = office.running(item, **({"signed_on": DAY} if item == "custody" else {}))
    if item == "rights_aid":
        return decided(
            office, office.official, case, "aided", aided_on=DAY, advice="建议先行取证。"
        )
    outcome = {
        "certification_support": "registered",
        "custody": "joined",
        "guidance_log": "logged",
        "project_declaration": "declared",
    }.get(item, "recorded")
    return office.do("close", office.official, case, outcome=outcome)


#: outcome, who closes, what is confirmed, what officials fill in
FILLED = {
    "gi_sign_use": (
        "registered", "approver", {"gi_protected": True},
        {"announcement": "第9号", "approved_on": DAY},
    ),
    "gi_sign_check": ("passed", "official", {}, {"checked_on": DAY, "findings": "合格。"}),
    "overseas_help": ("advised", "official", {}, {"advice": "先核对送达。", "advised_on": DAY}),
    "adjudication": (
        "infringed", "approver", {"infringes": True},
        {"decision": "停止制造、销售。", "document": "裁字1号", "decided_on": DAY},
    ),
    "mediation": (
        "agreed", "official", {},
        {"mediator": "市调解中心", "agreement": "停止销售。", "agreed_on": DAY, "confirmation": "未申请"},
    ),
    "guidance_station": ("set_up", "approver", {}, {"document": "设字1号", "set_up_on": DAY}),
    "expert_appointment": (
        "appointed", "approver", {"is_dishonest": False},
        {"document": "聘字1号", "appointed_on": DAY, "until": "2099-03-01"},
    ),
}  # fmt: skip


def surveyed(office):
    """Forty firms and the one that is there are asked, and all of them answer; the last day passes."""
    year, today = localdate().year - 1, localdate()
    case = offices.surveyed(office, 40, year=year, opens_on=DAY, ends_on=DAY)
    marks = dict.fromkeys(
        [one.key for one in questionnaires()["ip_protection_satisfaction"].questions], "satisfied"
    )
    for place in range(1, 42):
        actions.answer_survey(gathering.code(case.pk, place), marks)
    case = office.do("forward", office.official, case)
    Survey.objects.for_program("test").update(ends_on=today - timedelta(days=1))
    return office.do("close", office.approver, case, outcome="published")


def decided(office, who, case, outcome, confirmed=None, **fields):
    """Fill in what is left to officials and close the case."""
    office.do("amend", who, case, fields=fields)
    return office.do("close", who, case, outcome=outcome, confirmed=confirmed or {})


def ended(office, item):
    """A visitor complains or reports; the office ends it."""
    told = {"name": "钱某某", "phone": "0577-88990011", "accused": "某商店", "place": "中山路1号"}
    if item == "ip_complaint":
        told |= {"bought_on": DAY, "facts": "实物与标称的地理标志不符。", "claim": "退货。"}
    else:
        told |= {"matter": "假冒专利", "facts": "标注的专利号早已失效。"}
    case = actions.apply_at_once(office.stranger, item, office.body, told, request_key="v")
    case = office.do("accept", office.clerk, case)
    if item == "ip_complaint":
        agreed = {"agreed_on": DAY, "result": "已退货。"}
        return decided(office, office.official, case, "agreed", **agreed)
    case = office.do("forward", office.official, case)
    found = {"verified_on": DAY, "decision": "证据充分。", "case_number": "立1号"}
    return decided(office, office.approver, case, "filed", **found)


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
        ("gi_sign_use", {"gi_sign_users": "1", "gi_sign_users_annual": "1"}),
        ("gi_sign_check", {"gi_sign_checks_annual": "1"}),
        ("overseas_help", {"assisted_bodies": "1"}),
        ("adjudication", {"adjudications_annual": "1"}),
        ("mediation", {"mediation_cases": "1", "mediation_cases_annual": "1"}),
        ("ip_complaint", {"mediation_cases": "1"}),
        ("ip_report", {"report_checks_annual": "1"}),
        ("guidance_station", {"brand_guidance_stations": "1"}),
        ("guidance_log", {"guidance_services_annual": "1"}),
        ("expert_appointment", {"experts": "1"}),
        ("project_declaration", {"project_declarations_annual": "1"}),
        ("satisfaction_survey", {"satisfaction": "80"}),
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
