"""A survey by pages: the office draws, sends codes and enters answers; whoever has a code answers."""

from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from tests.desk import browser_of, text_of
from zhiqiang.records.casework.models import Case, SurveyAnswer
from zhiqiang.records.casework.surveys import gathering
from zhiqiang.records.casework.surveys.declaration import questionnaires
from zhiqiang.records.casework.tests.office import survey_at, surveyed

QUESTIONS = questionnaires()["ip_protection_satisfaction"].questions
GOOD = {f"q-{one.key}": "satisfied" for one in QUESTIONS}


def dates():
    today = timezone.localdate()
    return {"opens_on": str(today), "ends_on": str(today)}


@pytest.fixture
def survey(office):
    return surveyed(office, 3, **dates())


def at(name, case):
    return reverse(f"services:{name}", args=[case.pk])


def test_whoever_has_a_code_answers_once_and_the_code_is_in_no_address(survey) -> None:
    code, visitor, page = gathering.code(survey.pk, 1), Client(), reverse("services:respond")
    assert "答卷码" in text_of(visitor.get(page))
    opened = visitor.post(page, {"code": code.lower()})
    assert all(one.zh in text_of(opened) for one in QUESTIONS)
    first = {key: value for key, value in GOOD.items() if key != f"q-{QUESTIONS[1].key}"}
    short = visitor.post(page, {"code": code, "then": "send"} | first)
    assert short.status_code == 422
    # What was chosen stays, and the question that is missing says so.
    assert text_of(short).count(" checked") == len(first) and QUESTIONS[1].zh in text_of(short)
    assert "已交卷" in text_of(visitor.post(page, {"code": code, "then": "send"} | GOOD))
    again = visitor.post(page, {"code": code, "then": "send"} | GOOD)
    assert again.status_code == 422 and "只能用一次" in text_of(again)
    assert visitor.post(page, {"code": "NONE"}).status_code == 422
    assert SurveyAnswer.objects.for_program("test").count() == 1


def test_the_office_draws_by_its_case_page_and_looks_at_the_sample(office) -> None:
    case = survey_at(office, "collection", **dates())
    official = browser_of(office.official)
    assert "还没有抽取样本" in text_of(official.get(at("survey", case)))
    fresh = Case.objects.for_program("test").get(pk=case.pk)
    address = reverse("services:act", args=[case.pk, "draw"])
    assert official.post(address, {"version": fresh.version}).status_code == 302
    page = text_of(official.get(at("survey", case)))
    assert "样本一致" in page and "到期之后才显示得分" in page
    assert "种子" in text_of(official.get(reverse("services:case", args=[case.pk])))


def test_the_codes_are_a_workbook_and_each_opens_the_questionnaire(office, survey) -> None:
    answer = browser_of(office.official).get(at("survey_codes", survey))
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content)))
    rows = [row for row in book.get_sheet_by_index(0).to_python() if isinstance(row[0], float)]
    assert len(rows) == 4
    for row in rows:
        assert gathering.open_survey(row[4]).questions.title


def test_the_counter_enters_an_answer_and_is_told_what_is_wrong(office, survey) -> None:
    official, page = browser_of(office.official), at("enter_answer", survey)
    assert official.get(page).status_code == 200
    wrong = official.post(page, {"place": "77"} | GOOD)
    assert wrong.status_code == 422 and "没有这个序号" in text_of(wrong)
    assert text_of(wrong).count(" checked") == len(GOOD)
    assert official.post(page, {"place": "2"} | GOOD).status_code == 302
    assert SurveyAnswer.objects.for_program("test").get().at_counter


@pytest.mark.parametrize("name", ["survey", "enter_answer", "survey_codes"])
def test_the_sample_is_for_the_office_only(office, survey, name) -> None:
    for who in (office.applicant, office.stranger, office.asked):
        assert browser_of(who).get(at(name, survey)).status_code == 404
    assert browser_of(office.official).get(at(name, office.running())).status_code == 404


def test_the_page_costs_the_same_however_many_were_drawn(office) -> None:
    official, costs = browser_of(office.official), []
    few = surveyed(office, 1, **dates(), title="第一次调查", sample_size=2)
    many = surveyed(office, 5, **dates(), title="第二次调查", sample_size=6)
    for case, drawn in ((few, 2), (many, 6)):
        assert case.invitations.count() == drawn
        official.get(at("survey", case))
        with CaptureQueriesContext(connection) as asked:
            assert official.get(at("survey", case)).status_code == 200
        costs.append(len(asked))
    assert costs[0] == costs[1]
