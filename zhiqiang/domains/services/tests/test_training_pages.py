"""One signs up and signs in on a phone without an account; the office sees names masked."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.desk import browser_of, text_of
from zhiqiang.records.casework import actions
from zhiqiang.records.casework.models import Attendance, Enrolment
from zhiqiang.records.casework.tests.office import key
from zhiqiang.records.casework.trainings import joining

NAME, PHONE = "欧阳某某", "13812345678"
SENT = {"name": NAME, "unit": "东岸精密有限公司", "phone": PHONE}


def planned(office, **more):
    case = actions.begin_case(office.keeper, "training", office.body, request_key=key())
    held = {"title": "专利申请实务培训", "held_on": str(timezone.localdate()), "place": "市民中心"}
    office.do("save_draft", office.keeper, case, fields=held | {"capacity": 1} | more)
    office.do("submit", office.keeper, case)
    return office.do("forward", office.official, case)


@pytest.fixture
def training(office):
    return planned(office)


def at(name, case):
    return reverse(f"services:{name}", args=[case.pk])


def test_a_visitor_signs_up_looks_cancels_and_signs_in(training) -> None:
    visitor = Client()
    assert "专利申请实务培训" in text_of(visitor.get(reverse("services:trainings")))
    done = visitor.post(at("training", training), SENT)
    assert "已报名" in text_of(done)
    code = done.context["done"].code
    second = visitor.post(at("training", training), SENT | {"phone": "13900000000"})
    assert "已候补" in text_of(second)
    page = text_of(visitor.post(at("own_enrolment", training), {"phone": PHONE, "code": code}))
    assert "已有名额" in page and "欧***" in page and NAME not in page
    gone = {"phone": PHONE, "code": code, "then": "cancel"}
    assert visitor.post(at("own_enrolment", training), gone).status_code == 302
    refused = visitor.post(at("own_enrolment", training), gone)
    assert refused.status_code == 422 and "没有这个报名" in text_of(refused)
    shown = joining.code_at(training.pk, timezone.now())
    assert f'value="{shown}"' in text_of(visitor.get(at("check_in", training), {"code": shown}))
    unknown = visitor.post(at("check_in", training), {"code": shown, "phone": PHONE})
    assert unknown.status_code == 422 and "请补填姓名和单位" in text_of(unknown)
    page = text_of(visitor.post(at("check_in", training), SENT | {"code": shown}))
    assert "已签到" in page and NAME not in page
    again = text_of(visitor.post(at("check_in", training), {"code": shown, "phone": PHONE}))
    assert "今天不需再签" in again
    assert Attendance.objects.for_program("test").count() == 1


def test_a_refusal_keeps_what_was_typed(training) -> None:
    answer = Client().post(at("training", training), SENT | {"phone": "12"})
    assert answer.status_code == 422 and f'value="{NAME}"' in text_of(answer)


def test_the_office_sees_names_masked_and_the_sheet_whole(office, training) -> None:
    joining.enrol(training.pk, *SENT.values())
    official = browser_of(office.official)
    page = text_of(official.get(at("attendance", training)))
    assert "欧***" in page and "138****5678" in page and NAME not in page and PHONE not in page
    assert official.get(at("attendance_sheet", training)).status_code == 200
    who = Enrolment.objects.for_program("test").get()
    day = str(timezone.localdate())
    official.post(at("attendance", training), {"enrolment": who.pk, "day": day})
    assert Attendance.objects.for_program("test").get().at_counter
    later = str(timezone.localdate() + timedelta(days=1))
    official.post(at("attendance", training), {"enrolment": who.pk, "day": later})
    assert Attendance.objects.for_program("test").count() == 1


@pytest.mark.parametrize("which", ["", "?print=1"])
def test_the_screen_shows_the_code_that_signs_in(office, training, which) -> None:
    official = browser_of(office.official)
    code = official.get(at("attendance_screen", training) + which).context["code"]
    picture = official.get(at("attendance_picture", training) + which)
    assert picture["Content-Type"] == "image/svg+xml" and picture.content.startswith(b"<svg")
    assert Client().post(at("check_in", training), SENT | {"code": code}).status_code == 200


@pytest.mark.parametrize(
    "name", ["attendance", "attendance_screen", "attendance_picture", "attendance_sheet"]
)
def test_what_the_organiser_sees_others_do_not(office, training, name) -> None:
    for who in (office.applicant, office.stranger, office.asked):
        assert browser_of(who).get(at(name, training)).status_code == 404
    if name != "attendance":
        assert browser_of(office.clerk).get(at(name, training)).status_code in (403, 404, 409, 422)


def test_an_item_that_is_no_training_has_no_such_pages(office) -> None:
    case = office.running()
    assert browser_of(office.official).get(at("attendance", case)).status_code == 404
    assert Client().get(at("training", case)).status_code == 404


@pytest.mark.parametrize("who", ["visitor", "official"])
def test_lists_cost_the_same_with_one_row_and_with_three(office, training, who) -> None:
    browser = Client() if who == "visitor" else browser_of(office.official)
    costs = []
    for rows in (1, 2):
        for number in range(rows):
            if who == "visitor" and rows == 2:
                planned(office, title=f"另一个培训 {number}")
            phone = f"1390000{rows}{number:03d}"
            joining.enrol(training.pk, "某", "某公司", phone)
        page = reverse("services:trainings") if who == "visitor" else at("attendance", training)
        browser.get(page)
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(page).status_code == 200
        costs.append(len(asked))
    assert costs[0] == costs[1]
