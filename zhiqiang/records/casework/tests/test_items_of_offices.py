"""Marks of origin, aid abroad, adjudication, mediation, stations, experts, declarations, complaints and reports."""

from datetime import date

import pytest

from zhiqiang.kernel.errors import Refused
from zhiqiang.records.casework import actions
from zhiqiang.records.casework.items import catalogue_items
from zhiqiang.records.casework.models import Case
from zhiqiang.records.casework.tests.office import CODE, NUMBERS, event, key
from zhiqiang.records.registry.models import Activity, Designation, Party, RecordCorrection

DAY = "2026-03-02"
#: fields that officials fill in, the step that closes, the outcome, what is confirmed, what is left
WALKS = {
    "gi_sign_use": (
        {"verified_on": DAY, "findings": "产地相符。", "announcement": "第9号", "approved_on": DAY},
        "approver", "registered", {"gi_protected": True}, "gi_sign_user",
    ),
    "gi_sign_check": (
        {"checked_on": DAY, "findings": "合格。"}, "official", "passed", {}, "gi_sign_check",
    ),
    "overseas_help": (
        {"advice": "先核对送达是否有效。", "advised_on": DAY},
        "official", "advised", {}, "rights_assistance",
    ),
    "adjudication": (
        {"decision": "停止制造、销售。", "document": "裁字1号", "decided_on": DAY},
        "approver", "infringed", {"infringes": True}, "adjudication",
    ),
    "mediation": (
        {"mediator": "市调解中心", "agreement": "停止销售。", "agreed_on": DAY, "confirmation": "未申请"},
        "official", "agreed", {}, "arbitration_mediation",
    ),
    "guidance_station": (
        {"document": "设字1号", "set_up_on": DAY}, "approver", "set_up", {}, "brand_guidance_station",
    ),
    "guidance_log": ({}, "official", "logged", {}, "guidance"),
    "expert_appointment": (
        {"document": "聘字1号", "appointed_on": DAY, "until": "2029-03-01"},
        "approver", "appointed", {"is_dishonest": False}, "expert",
    ),
    "project_declaration": ({}, "official", "declared", {}, "project_declaration"),
}  # fmt: skip


@pytest.fixture(autouse=True)
def on_the_day(today):
    today(date(2026, 3, 2))


def decided(office, item, **more):
    """Walk a case to the step that closes it, with what officials fill in on the way."""
    filled, closer, *_ = WALKS[item]
    case = office.running(item, **more)
    if item == "gi_sign_use":
        seen = {name: filled[name] for name in ("verified_on", "findings")}
        office.do("amend", office.official, case, fields=seen)
    if closer == "approver":
        case = office.do("forward", office.official, case)
    who = getattr(office, closer)
    return office.do("amend", who, case, fields=filled) if filled else case


def close(office, case, **given):
    _, closer, outcome, confirmed, _ = WALKS[case.item]
    given = {"outcome": outcome, "confirmed": confirmed} | given
    return office.do("close", getattr(office, closer), case, **given)


def left(kind: str) -> list:
    rows = [*Activity.objects.for_program("test").filter(kind=kind)]
    return rows + [*Designation.objects.for_program("test").filter(kind=kind)]


@pytest.mark.parametrize("item", WALKS)
def test_a_sound_case_ends_with_the_record_that_its_item_declares(office, item) -> None:
    case = close(office, decided(office, item))
    (made,) = left(WALKS[item][4])
    assert case.state == "closed"
    if isinstance(made, Activity):
        # Published: the number and what was done, never who applied or what about.
        assert case.number in made.title and made.items == 1
        assert case.fields.get("facts", "无") not in made.title


@pytest.mark.parametrize(
    ("item", "fields", "confirmed", "said"),
    [
        ("gi_sign_use", {"in_area": False}, {}, "不产自地理标志的产地范围"),
        ("gi_sign_use", {"meets_standard": False}, {}, "不符合标准"),
        ("gi_sign_use", {}, {"gi_protected": False}, "已不受保护"),
        ("gi_sign_check", {"shows_code": False}, {}, "没有标注统一社会信用代码"),
        ("adjudication", {"sued": True}, {}, "已就本纠纷向人民法院起诉"),
        ("adjudication", {"arbitration_agreed": True}, {}, "双方有仲裁约定"),
        ("adjudication", {"holder": "西坪机械有限公司"}, {}, "不是台账登记的专利权人"),
        ("adjudication", {}, {"infringes": False}, "没有落入专利权的保护范围"),
        ("expert_appointment", {"consents": False}, {}, "本人没有同意入库"),
        ("expert_appointment", {}, {"is_dishonest": True}, "在失信名单中"),
        ("guidance_log", {"served_on": "2026-03-03"}, {}, "晚于今天"),
        ("project_declaration", {"holder": "西坪机械有限公司"}, {}, "不是台账登记的专利权人"),
    ],
)
def test_what_the_rule_does_not_grant_is_refused_and_leaves_nothing(
    office, item, fields, confirmed, said
) -> None:
    case = decided(office, item, **fields)
    with pytest.raises(Refused, match=said):
        close(office, case, confirmed=WALKS[item][3] | confirmed)
    assert left(WALKS[item][4]) == []


def test_an_ended_right_cannot_be_declared_as_background(office) -> None:
    event(NUMBERS[0], "lapse", date(2025, 1, 5))
    with pytest.raises(Refused, match="已终止，不能作为已有权利"):
        close(office, decided(office, "project_declaration"))


def test_a_project_without_rights_of_its_own_may_be_declared(office) -> None:
    assert close(office, decided(office, "project_declaration", rights=[])).state == "closed"


def sign_user(office):
    firm = Party.objects.for_program("test").get(name="东岸精密有限公司")
    Party.objects.for_program("test").filter(pk=firm.pk).update(credit_code=CODE)
    return Designation.objects.create(
        identity="user", kind="gi_sign_user", level="national", name=firm.name, party=firm,
        region_code=firm.region_code, from_on=date(2024, 5, 6),
    )  # fmt: skip


@pytest.mark.parametrize("item", ["gi_sign_withdrawal", "gi_sign_check"])
def test_a_user_of_the_sign_stops_and_the_designation_ends_with_the_case_as_ground(
    office, item
) -> None:
    user = sign_user(office)
    case = office.running(item)
    stopped = {"checked_on": DAY, "findings": "质量不符。", "stopped_on": "2026-03-01"}
    if item == "gi_sign_check":
        office.do("amend", office.official, case, fields=stopped)
    office.do("close", office.official, case, outcome="stopped", note="停用")
    user.refresh_from_db()
    assert user.until_on == date(2026, 3, 1)
    made = RecordCorrection.objects.for_program("test").get()
    reason = {"gi_sign_check": "质量不符。", "gi_sign_withdrawal": "不再生产"}[item]
    assert made.reason == f"办件 {Case.objects.for_program('test').get().number}：{reason}"


def test_who_is_no_user_of_the_sign_cannot_stop_and_the_case_stays_open(office) -> None:
    case = office.running("gi_sign_withdrawal")
    with pytest.raises(Refused, match="没有“东岸精密有限公司”在 2026-03-01 有效的这项认定"):
        office.do("close", office.official, case, outcome="stopped")
    assert Case.objects.for_program("test").get().state == "running"


def test_a_stop_that_lies_ahead_waits(office) -> None:
    sign_user(office)
    case = office.running("gi_sign_withdrawal", stopped_on="2026-03-03")
    with pytest.raises(Refused, match="还没有到"):
        office.do("close", office.official, case, outcome="stopped")


def test_a_mediation_that_ends_without_agreement_says_why_and_counts(office) -> None:
    case = office.running("mediation")
    with pytest.raises(Refused, match="请先登记：终止的原因"):
        office.do("close", office.official, case, outcome="ended")
    office.do("amend", office.official, case, fields={"ending": "对方不同意调解"})
    office.do("close", office.official, case, outcome="ended")
    assert len(left("arbitration_mediation")) == 1


def of(case, name):
    return case.clocks.for_program("test").get(key=name)


def test_parties_have_thirty_days_for_the_confirmation_by_the_court(office) -> None:
    case = office.do("forward", office.official, office.running("mediation"))
    # 30 days from 2 March end on 1 April, a Wednesday.
    assert of(case, "confirmation").legal_due_on == date(2026, 4, 1)


def test_an_adjudication_is_docketed_in_five_days_and_decided_in_three_months_or_five(
    office,
) -> None:
    case = office.submitted("adjudication")
    assert of(case, "docketing").legal_due_on == date(2026, 3, 9)
    case = office.do("accept", office.clerk, case)
    assert of(case, "docketing").stopped_on == date(2026, 3, 2)
    assert of(case, "deciding").legal_due_on == date(2026, 6, 2)
    case = office.do("extend", office.official, case, clock="deciding", note="案情复杂，经批准")
    # Five months end on Sunday 2 August: the next day that is worked.
    assert of(case, "deciding").legal_due_on == date(2026, 8, 3)


def test_days_of_a_suspended_adjudication_do_not_count(office, today) -> None:
    case = office.running("adjudication")
    office.do("suspend", office.official, case, ground="invalidation", note="受理通知书")
    today(date(2026, 5, 4))
    case = office.do("resume", office.official, case)
    # Three months from 2 March are 92 days; the first that counts is that of the resumption.
    assert of(case, "deciding").legal_due_on == date(2026, 8, 3)


COMPLAINT = {
    "name": "钱某某",
    "phone": "0577-88990011",
    "accused": "某商店",
    "place": "中山路1号",
    "bought_on": "2026-03-01",
    "facts": "标称的地理标志与实物不符，店家不予退换。",
    "claim": "退货退款。",
}


def complained(office, item="ip_complaint", **fields):
    return actions.apply_at_once(
        office.stranger, item, office.body, COMPLAINT | fields, request_key=key()
    )


@pytest.mark.parametrize(
    ("received", "accepted", "due"),
    [
        # 45 working days: 13 of April, 19 of May (off on 1, 4 and 5, Saturday 9 worked), 13 of June
        (date(2026, 4, 10), date(2026, 4, 13), date(2026, 6, 17)),
        # Received under the old measures, accepted under the new: the old hold. 10 of April, 19 of
        # May, 16 of June (Friday 19 off)
        (date(2026, 4, 14), date(2026, 4, 16), date(2026, 6, 23)),
        # 60 calendar days end on Sunday 14 June: the next day that is worked
        (date(2026, 4, 15), date(2026, 4, 15), date(2026, 6, 15)),
    ],
)
def test_a_complaint_is_mediated_by_the_measures_of_the_day_of_its_receipt(
    office, today, monkeypatch, received, accepted, due
) -> None:
    today(received)
    case = complained(office)
    Case.objects.for_program("test").filter(pk=case.pk).update(
        submitted_at=f"{received}T10:00:00+08:00"
    )
    today(accepted)
    case = office.do("accept", office.clerk, case)
    assert of(case, "mediation").legal_due_on == due


def test_a_complaint_is_accepted_or_not_within_seven_working_days(office) -> None:
    assert of(complained(office), "acceptance").legal_due_on == date(2026, 3, 11)


def test_each_ground_of_the_measures_refuses_a_complaint(office) -> None:
    case = complained(office)
    assert len(catalogue_items()["ip_complaint"].refusal_grounds) == 7
    office.do("refuse", office.clerk, case, ground="too_late", note="购买已逾四年")
    assert Case.objects.for_program("test").get().state == "refused"
    assert left("arbitration_mediation") == []


def test_a_complaint_without_agreement_ends_by_a_ground_and_names_nobody_in_public(office) -> None:
    case = office.do("accept", office.clerk, complained(office))
    ending = {"ending": "一方明确表示不能达成协议", "result": "双方分歧较大。"}
    office.do("amend", office.official, case, fields=ending)
    office.do("close", office.official, case, outcome="ended")
    (made,) = left("arbitration_mediation")
    assert not any(word in made.title for word in ("钱", "某商店", "退货"))


REPORT = {"matter": "假冒专利", "is_named": True}


def reported(office):
    fields = {k: v for k, v in COMPLAINT.items() if k not in ("bought_on", "claim")}
    return actions.apply_at_once(
        office.stranger, "ip_report", office.body, fields | REPORT, request_key=key()
    )


def test_a_lead_is_verified_in_fifteen_working_days_once_longer_and_the_reporter_told(
    office, today
) -> None:
    case = reported(office)
    assert of(case, "verification").legal_due_on == date(2026, 3, 23)
    case = office.do("accept", office.clerk, case)
    case = office.do("extend", office.official, case, clock="verification", note="经负责人批准")
    assert of(case, "verification").legal_due_on == date(2026, 4, 14)
    case = office.do("forward", office.official, case)
    assert of(case, "verification").stopped_on == date(2026, 3, 2)
    assert of(case, "telling").legal_due_on == date(2026, 3, 9)
    found = {"verified_on": DAY, "decision": "证据充分。", "case_number": "立1号"}
    office.do("amend", office.approver, case, fields=found)
    office.do("close", office.approver, case, outcome="filed")
    assert len(left("report_check")) == 1
