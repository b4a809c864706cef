"""Anybody challenges a record; the office answers; the register is corrected with the case as ground."""

import pytest
from django.urls import reverse

from tests.desk import browser_of, text_of
from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.casework import actions
from zhiqiang.records.casework.models import Case
from zhiqiang.records.casework.public import by_receipt
from zhiqiang.records.casework.tests.office import NUMBERS, key
from zhiqiang.records.registry.models import RecordCorrection, Right

SEND = "/services/items/record_challenge/send/"
FIELDS = {
    "field": "title",
    "claimed": "一种自动启闭的阀门",
    "statement": "授权公告文本的名称与台账不同。",
    "name": "钱某某",
    "phone": "0577-88990011",
}
CORRECTED = {"corrected_field": "title", "corrected_value": "一种自动启闭的阀门"}


def right() -> Right:
    return Right.objects.for_program("test").get(number=NUMBERS[0])


def sent(office, client, **more):
    given = {"subject": "right", "id": right().pk, "body": office.body.pk, "request_key": "c1"}
    return client.post(SEND, given | FIELDS | more)


def challenged(office, client, **more) -> Case:
    answer = sent(office, client, **more)
    assert answer.status_code == 200, text_of(answer)
    return Case.objects.for_program("test").get()


def accepted(office, client) -> Case:
    return office.do("accept", office.clerk, challenged(office, client))


def decide(office, case, outcome, **fields):
    office.do("amend", office.keeper, case, fields=fields)
    return office.do("close", office.keeper, case, outcome=outcome)


def page(client) -> str:
    return text_of(client.get(reverse("portal:right", args=[right().pk])))


def test_a_visitor_sends_a_challenge_and_gets_a_receipt_that_answers(office, client) -> None:
    link = f"{SEND}?subject=right&amp;id={right().pk}"
    assert f'href="{link}"' in page(client)
    form = text_of(client.get(SEND, {"subject": "right", "id": right().pk}))
    assert "一种装置" in form and "有异议的内容" in form
    case = challenged(office, client)
    assert (case.state, case.applicant, case.entered_by) == ("submitted", None, None)
    assert case.number.startswith("YY") and len(case.check_code) == 10
    told = by_receipt(case.number, case.check_code.lower())
    assert (told.state, told.outcome) == ("待受理", "")
    asked = client.post(
        reverse("services:receipt"), {"number": case.number, "code": case.check_code}
    )
    assert "待受理" in text_of(asked) and "钱某某" not in text_of(asked)
    with pytest.raises(NotFound):
        by_receipt(case.number, "AAAAAAAAAA")


def test_sent_twice_it_is_one_challenge(office, client) -> None:
    challenged(office, client)
    challenged(office, client)


def test_what_is_missing_is_said_at_its_field(office, client) -> None:
    answer = sent(office, client, statement="", field="identity", phone="x")
    said = text_of(answer)
    assert answer.status_code == 422
    assert "请填写“事实和理由”。" in said and "“有异议的内容”请从列出的内容中选择。" in said
    assert ">一种自动启闭的阀门</textarea>" in said
    assert not Case.objects.for_program("test").exists()


def test_fields_of_officials_cannot_be_sent_from_outside(office, client) -> None:
    case = challenged(office, client, answer="已核实", corrected_field="title")
    assert set(case.fields) == set(FIELDS)


def test_a_hidden_record_cannot_be_challenged(office, client) -> None:
    hidden = {"is_published": False, "granted_on": None, "grant_number": "", "published_on": None}
    Right.objects.for_program("test").update(**hidden, publication_number="")
    assert sent(office, client).status_code == 404
    assert client.get(SEND, {"subject": "batch", "id": 1}).status_code == 400


def test_an_accepted_challenge_corrects_the_record_with_the_case_as_ground(office, client) -> None:
    case = accepted(office, client)
    with pytest.raises(Refused, match="请先登记：更正的内容、更正为、公开的答复"):
        office.do("close", office.keeper, case, outcome="corrected")
    decide(office, case, "corrected", **CORRECTED, answer="据授权公告更正名称。")
    assert right().title == "一种自动启闭的阀门"
    made = RecordCorrection.objects.for_program("test").get()
    assert made.reason == f"办件 {case.number}：据授权公告更正名称。"
    assert made.made_by == office.keeper.username
    changes = reverse("portal:changes", args=[right().pk])
    assert "一种自动启闭的阀门" in text_of(browser_of(office.keeper).get(changes))
    for shown in (page(client), text_of(client.get(reverse("services:outcomes")))):
        assert "已办结：已更正" in shown and "据授权公告更正名称。" in shown
        # Nothing of who challenged, and no free word of theirs.
        assert not {word for word in (*FIELDS.values(),) if word in shown} - {
            "title",
            FIELDS["claimed"],
        }


def test_a_rejected_challenge_says_why_and_leaves_the_record(office, client) -> None:
    case, before = accepted(office, client), right().title
    decide(office, case, "kept", ground="记录与官方文件一致", answer="与授权公告一致。")
    assert right().title == before and not RecordCorrection.objects.for_program("test").exists()
    assert "不予更正" in page(client) and "记录与官方文件一致" in page(client)


def test_what_nobody_accepted_is_not_public(office, client) -> None:
    case = challenged(office, client)
    assert case.number not in page(client)
    office.do("accept", office.clerk, case)
    assert case.number in page(client)
    assert "公开的答复" not in page(client)


def test_a_correction_that_cannot_be_leaves_the_case_open(office, client) -> None:
    case = accepted(office, client)
    wrong = {"corrected_field": "filed_on", "corrected_value": "去年"}
    with pytest.raises(Refused, match="日期“去年”无法识别"):
        decide(office, case, "corrected", **wrong, answer="更正日期。")
    assert Case.objects.for_program("test").get().state == "running"


def test_the_answer_is_due_within_the_promised_working_days(office, client, monkeypatch) -> None:
    from datetime import date

    from zhiqiang.records.casework.actions import at_once

    monkeypatch.setattr(at_once.timezone, "localdate", lambda *_: date(2026, 3, 2))
    # 3 to 6, 9 to 13, 16 to 20 and 23 March
    assert challenged(office, client).due_on == date(2026, 3, 23)


def test_a_party_is_challenged_like_a_right(office, client) -> None:
    given = {"subject": "party", "id": right().holder_id, "body": office.body.pk}
    answer = client.post(SEND, given | FIELDS | {"field": "address", "request_key": "p"})
    assert answer.status_code == 200
    case = office.do("accept", office.clerk, Case.objects.for_program("test").get())
    value = {"corrected_field": "address", "corrected_value": "东岸路 1 号"}
    decide(office, case, "corrected", **value, answer="据登记信息更正。")
    shown = text_of(client.get(reverse("portal:party", args=[right().holder_id])))
    assert "东岸路 1 号" in shown and "已办结：已更正" in shown


def test_the_public_list_takes_a_fixed_number_of_queries(
    office, client, django_assert_max_num_queries
) -> None:
    for number in range(3):
        given = {"subject": "right", "id": right().pk, "body": office.body.pk}
        client.post(SEND, given | FIELDS | {"request_key": f"n{number}"})
    for case in Case.objects.for_program("test"):
        office.do("accept", office.clerk, case)
    with django_assert_max_num_queries(8):
        assert text_of(client.get(reverse("services:outcomes"))).count("public-case") == 3


def test_who_is_signed_in_finds_the_challenge_among_the_own_cases(office, client) -> None:
    browser = browser_of(office.applicant)
    case = challenged(office, browser)
    assert case.applicant == office.applicant
    assert case.number in text_of(browser.get(reverse("services:own")))


def test_an_item_that_needs_an_account_is_not_sent_without_one(office, client) -> None:
    from django.contrib.auth.models import AnonymousUser

    with pytest.raises(Refused, match="须先登录"):
        actions.apply_at_once(AnonymousUser(), "pledge_release", office.body, {}, request_key=key())
