"""A survey is answered and a training attended on a phone; the desk reads both, and writes an item of its own."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import expect

from zhiqiang.records.casework import actions
from zhiqiang.records.casework.models import Survey
from zhiqiang.records.casework.surveys import gathering
from zhiqiang.records.casework.surveys.declaration import questionnaires
from zhiqiang.records.casework.tests import office as offices
from zhiqiang.records.casework.tests.office import key

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE, DESK = {"width": 375, "height": 740}, {"width": 1280, "height": 800}


@pytest.fixture
def office(register, tmp_path):
    """The office of cases."""
    return offices.build(tmp_path)


@pytest.fixture
def looked_at(page, holds):
    """``looked_at(name)``: the page passes the rules; with ``PICTURES`` it is kept as a picture."""

    def look(name: str) -> None:
        holds()
        if folder := os.environ.get("PICTURES"):
            page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)

    return look


def heading(page, words):
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


def test_a_survey_is_answered_on_a_phone_and_read_at_the_desk(
    page, live_server, office, sign_in, looked_at
):
    today = localdate()
    case = offices.surveyed(office, 40, year=today.year, opens_on=str(today), ends_on=str(today))
    page.set_viewport_size(PHONE)
    page.goto(f"{live_server.url}/services/survey/")
    looked_at("survey-code")
    page.get_by_label("答卷码").fill(gathering.code(case.pk, 1).lower())
    page.get_by_role("button", name="开始作答").click()
    heading(page, "2025 年知识产权保护满意度调查")
    looked_at("survey-phone")
    page.get_by_role("button", name="交卷").click()
    expect(page.get_by_role("alert")).to_contain_text("请回答")
    looked_at("survey-refused")
    questions = questionnaires()["ip_protection_satisfaction"].questions
    for one in questions:
        page.locator(f"#q-{one.key}").get_by_label("满意", exact=True).check()
    page.get_by_role("button", name="交卷").click()
    heading(page, "已交卷")
    looked_at("survey-done")

    page.set_viewport_size(DESK)
    sign_in("handler", f"/services/cases/{case.pk}/survey/")
    looked_at("survey-desk")
    page.get_by_role("link", name="代录答卷").click()
    looked_at("survey-enter")
    marks = dict.fromkeys([one.key for one in questions], "fair")
    for place in range(2, 38):
        actions.answer_survey(gathering.code(case.pk, place), marks)
    Survey.objects.for_program("test").update(ends_on=today - timedelta(days=1))
    page.goto(f"{live_server.url}/services/cases/{case.pk}/survey/")
    expect(page.locator(".survey-score")).to_contain_text("标准误")
    looked_at("survey-score")
    page.set_viewport_size(PHONE)
    page.reload()
    looked_at("survey-score-phone")


def test_a_training_is_signed_up_for_and_attended_on_a_phone(
    page, live_server, office, sign_in, looked_at
):
    case = actions.begin_case(office.keeper, "training", office.body, request_key=key())
    held = {
        "title": "专利申请实务培训",
        "held_on": str(localdate()),
        "place": "市民中心",
        "capacity": 1,
    }
    office.do("save_draft", office.keeper, case, fields=held)
    office.do("submit", office.keeper, case)
    office.do("forward", office.official, case)
    page.set_viewport_size(PHONE)
    page.goto(f"{live_server.url}/services/trainings/")
    looked_at("trainings")
    page.get_by_role("link", name="专利申请实务培训").click()
    looked_at("training")
    for label, value in (
        ("姓名", "欧阳某"),
        ("单位", "东岸精密有限公司"),
        ("手机号", "13812345678"),
    ):
        page.get_by_label(label).fill(value)
    page.get_by_role("button", name="报名", exact=True).click()
    heading(page, "已报名")
    looked_at("training-enrolled")

    page.set_viewport_size(DESK)
    sign_in("handler", f"/services/cases/{case.pk}/attendance/")
    expect(page.get_by_text("欧**")).to_be_visible()
    looked_at("attendance")
    page.get_by_role("link", name="屏幕签到码").click()
    code = page.locator("#attendance-code").inner_text()
    looked_at("attendance-screen")

    page.set_viewport_size(PHONE)
    page.goto(f"{live_server.url}/services/trainings/{case.pk}/check-in/?code={code}")
    expect(page.get_by_label("签到码")).to_have_value(code)
    looked_at("check-in")
    page.get_by_label("手机号").fill("138 1234 5678")
    page.get_by_role("main").get_by_role("button", name="签到", exact=True).click()
    heading(page, "已签到")
    looked_at("checked-in")
    page.goto(f"{live_server.url}/services/cases/{case.pk}/attendance/")
    looked_at("attendance-phone")


def test_an_item_is_written_from_a_copy_and_faults_are_told_with_their_place(
    page, live_server, office, sign_in, looked_at
):
    page.set_viewport_size(DESK)
    sign_in("keeper", "/services/items/")
    heading(page, "事项管理")
    looked_at("items")
    page.get_by_label("从这个事项复制").select_option("知识产权维权援助")
    page.get_by_label("新事项的标识").fill("public_advice")
    page.get_by_role("button", name="复制").click()
    heading(page, "新事项")
    page.get_by_role("button", name="发布", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("代号 WY 已由“知识产权维权援助”使用")
    looked_at("item-faults")
    box = page.get_by_label("事项的文本")
    box.fill(box.input_value().replace("code: WY", "code: GY"))
    page.get_by_role("button", name="保存草稿并检查").click()
    expect(page.get_by_role("status")).to_contain_text("没有发现问题")
    page.set_viewport_size(PHONE)
    looked_at("item-phone")
    page.get_by_role("button", name="发布", exact=True).click()
    expect(page.get_by_text("第 1 版，在办的办件")).to_be_visible()
