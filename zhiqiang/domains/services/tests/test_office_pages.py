"""An office finds what waits by its last day, and may do on a page what the engine allows, no more."""

import itertools

import pytest
from django.urls import reverse

from tests.desk import browser_of, text_of
from zhiqiang.domains.services import offering
from zhiqiang.records.casework.models import Case
from zhiqiang.records.casework.queries import allowed, item_of
from zhiqiang.records.casework.tests.office import NUMBERS
from zhiqiang.records.casework.verbs import STATES, VERBS
from zhiqiang.records.registry.models import Event


def do(browser, case, verb, **sent):
    fresh = Case.objects.for_program("test").get(pk=case.pk)
    address = reverse("services:act", args=[case.pk, verb])
    return browser.post(address, {"version": fresh.version, "verb": verb, **sent})


def page_of(browser, case) -> str:
    return text_of(browser.get(reverse("services:case", args=[case.pk])))


def test_the_page_offers_what_the_engine_allows_to_everybody_in_every_state(office) -> None:
    case = office.at_decision(rights=list(NUMBERS))
    item = item_of(case.service)
    for state, step in itertools.product(STATES, item.steps):
        case.state, case.step = state, step.key
        for who in office.people.values():
            shown = {one.verb for one in offering.offers(case, item, who)}
            assert shown == allowed(who, case) - {"save_draft", "submit"}
    assert set(offering.ORDER) == VERBS.keys() - {"save_draft", "submit"}


def test_a_pledge_goes_through_its_office_by_pages_alone(office) -> None:
    case = office.submitted()
    clerk, official, approver = map(browser_of, (office.clerk, office.official, office.approver))
    assert case.number in text_of(clerk.get(reverse("services:inbox")))
    assert do(clerk, case, "accept").status_code == 302
    assert case.number in text_of(official.get(reverse("services:inbox")))
    assert do(official, case, "forward", to=office.approver.pk, note="材料齐全").status_code == 302
    assert "按规则审查" in page_of(approver, case)
    refused = do(approver, case, "close", outcome="registered", note="同意")
    page = text_of(refused)
    assert refused.status_code == 422 and "不能以此结果办结" in page
    # What was typed stands there still, and what only an official can state is asked for.
    assert ">同意</textarea>" in page and "表单和台账都没有载明" in page
    facts = {"fact_fee_overdue": "false", "fact_other_breach": "false"}
    assert do(approver, case, "close", outcome="registered", **facts).status_code == 302
    assert Event.objects.for_program("test").filter(kind="pledge").count() == 1
    page = page_of(browser_of(office.applicant), case)
    assert "已办结：准予登记" in page and "在台账留下 1 条登记" in page


def test_facts_that_are_known_cannot_be_stated_otherwise(office) -> None:
    case = office.at_decision(contract_complete=False)
    facts = {
        "fact_fee_overdue": "false",
        "fact_other_breach": "false",
        "fact_contract_complete": "true",
    }
    answer = do(browser_of(office.approver), case, "close", outcome="registered", **facts)
    assert answer.status_code == 422
    assert not Event.objects.for_program("test").exists()


def test_two_who_act_at_once_do_not_overwrite_each_other(office) -> None:
    case = office.running()
    seen = case.version
    office.do("transfer", office.official, case, to=office.colleague.pk)
    address = reverse("services:act", args=[case.pk, "forward"])
    answer = browser_of(office.official).post(
        address, {"version": seen, "note": "我的意见", "verb": "forward"}
    )
    assert answer.status_code == 422
    assert Case.objects.for_program("test").get(pk=case.pk).step == "review"


def test_what_one_may_not_do_is_refused_by_its_reason(office) -> None:
    case = office.submitted()
    answer = do(browser_of(office.applicant), case, "accept")
    assert answer.status_code == 422 and "没有办理“受理”环节的权限" in text_of(answer)
    assert do(browser_of(office.stranger), case, "accept").status_code == 404
    assert do(browser_of(office.clerk), case, "submit").status_code == 404


def test_correction_is_asked_for_and_given(office) -> None:
    case = office.submitted()
    missing = do(browser_of(office.clerk), case, "ask_correction")
    assert "请填写“需要补正的内容”。" in text_of(missing)
    do(browser_of(office.clerk), case, "ask_correction", points="合同缺第三页\n\n电话有误")
    page = text_of(browser_of(office.applicant).get(reverse("services:fill", args=[case.pk])))
    assert "<li>合同缺第三页</li><li>电话有误</li>" in page
    assert Case.objects.for_program("test").get().correction == ["合同缺第三页", "电话有误"]


@pytest.mark.parametrize(
    ("verb", "sent", "done"),
    [
        ("suspend", {"ground": "awaiting_parties"}, "paused"),
        ("delegate", {"to": "colleague"}, "running"),
        ("countersign", {"signers": "official", "mode": "all"}, "running"),
        ("consult", {"body": "other", "question": "有无其他担保？"}, "running"),
        ("split", {"items": NUMBERS[1]}, "running"),
    ],
)
def test_each_act_of_an_official_has_a_form_that_works(office, verb, sent, done) -> None:
    case = office.running(rights=list(NUMBERS))
    given = {
        name: getattr(office, value).pk if name in ("to", "signers", "body") else value
        for name, value in sent.items()
    }
    assert do(browser_of(office.official), case, verb, **given).status_code == 302
    rows = Case.objects.for_program("test")
    assert rows.get(pk=case.pk).state == done
    assert rows.get(pk=case.pk).timeline.first().verb == verb


def test_a_choice_that_was_not_offered_is_refused(office) -> None:
    case = office.running()
    answer = do(browser_of(office.official), case, "delegate", to=office.stranger.pk)
    assert "请从列出的内容中选择" in text_of(answer)


def test_the_inbox_takes_as_many_queries_for_one_as_for_three(office, costs) -> None:
    one, three = costs(browser_of(office.clerk), reverse("services:inbox"))
    assert one == three < 14


def test_the_inbox_is_for_those_who_work_on_cases(office) -> None:
    assert browser_of(office.applicant).get(reverse("services:inbox")).status_code == 403


def test_an_item_is_published_by_those_who_manage_services(office) -> None:
    address = reverse("services:publish", args=["pledge_registration"])
    assert browser_of(office.clerk).post(address).status_code == 403
    assert browser_of(office.keeper).post(address).status_code == 302
