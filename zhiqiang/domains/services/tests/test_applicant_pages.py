"""An applicant finds an item, fills its form in, comes back, sends it and sees where it stands."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.desk import browser_of, text_of
from zhiqiang.records.casework.models import Case
from zhiqiang.records.casework.tests.office import FIELDS, NUMBERS, PAPERS
from zhiqiang.records.registry.models import Right

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
ITEM = "pledge_registration"


def typed(**more) -> dict[str, str]:
    """Return the fields of the pledge as somebody types them."""
    out = {}
    for name, value in (FIELDS[ITEM] | more).items():
        if isinstance(value, list):
            out[name] = "\n".join(value)
        else:
            out[name] = str(value).lower() if isinstance(value, bool) else str(value)
    return out


def begun(office, browser, **more) -> Case:
    sent = {"body": office.body.pk, "request_key": "k1", **more}
    answer = browser.post(reverse("services:begin", args=[ITEM]), sent)
    case = Case.objects.for_program("test").get()
    assert answer.headers["Location"] == reverse("services:fill", args=[case.pk])
    return case


def send(browser, case, then, **fields):
    fresh = Case.objects.for_program("test").get(pk=case.pk)
    address = reverse("services:fill", args=[case.pk])
    return browser.post(address, {"version": fresh.version, "then": then, **fields})


def upload(browser, case, key, name="材料.pdf", content=PDF):
    """Send the form with a paper, as its own button does."""
    fresh = Case.objects.for_program("test").get(pk=case.pk)
    sent = {
        f"paper_{key}": SimpleUploadedFile(name, content),
        "version": fresh.version,
        "then": "save",
    }
    return browser.post(reverse("services:fill", args=[case.pk]), sent, follow=True)


def test_the_catalogue_and_the_guide_are_for_everybody(office, client) -> None:
    page = text_of(client.get(reverse("services:catalogue")))
    assert "专利权质押登记" in page and "质押登记审查 5个工作日" in page
    guide = text_of(client.get(reverse("services:guide", args=[ITEM])))
    for said in ("专利权有效，由出质人持有", "质押合同", "5个工作日", "不收费", "国家知识产权局公告第461号",
                 "登记“质押登记”", "市知识产权局"):  # fmt: skip
        assert said in guide, said
    assert client.get(reverse("services:guide", args=["nothing"])).status_code == 404


def test_a_form_is_saved_with_gaps_and_comes_back_as_it_was(office) -> None:
    browser = browser_of(office.applicant)
    case = begun(office, browser)
    answer = send(
        browser, case, "save", amount="二百万", rights=NUMBERS[0], debt_starts_on="2026年3月1日"
    )
    assert answer.status_code == 302
    page = text_of(browser.get(reverse("services:fill", args=[case.pk])))
    assert 'value="二百万"' in page and 'value="2026-03-01"' in page
    # What the register knows of the right stands in the form.
    assert 'name="holder" value="东岸精密有限公司"' in page and "一种装置" in page


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(office) -> None:
    browser = browser_of(office.applicant)
    case = begun(office, browser)
    answer = send(browser, case, "send", **typed(amount="二百万", phone="短"))
    page = text_of(answer)
    assert answer.status_code == 422
    assert '<a href="#f-amount">担保金额（元）</a>：“担保金额（元）”应为数字。' in page
    assert '<a href="#paper-contract">质押合同</a>：请上传“质押合同”。' in page
    assert 'value="二百万"' in page and 'value="短"' in page
    assert Case.objects.for_program("test").get().state == "draft"


def test_a_case_is_sent_and_its_page_says_what_comes_next(office) -> None:
    browser = browser_of(office.applicant)
    case = begun(office, browser)
    for key in PAPERS[ITEM]:
        assert "并上传" in text_of(upload(browser, case, key))
    refused = upload(browser, case, "contract", "合同.pdf", b"MZ\x90 not a paper")
    assert "内容不是" in text_of(refused)
    assert send(browser, case, "send", **typed()).status_code == 302
    page = text_of(browser.get(reverse("services:case", args=[case.pk])))
    assert "待受理" in page and "市知识产权局正在审核是否受理" in page
    # Offered is what the engine allows, and nothing else.
    assert ">撤回<" in page and ">催办<" in page and ">受理<" not in page
    listed = text_of(browser.get(reverse("services:own")))
    assert Case.objects.for_program("test").get().number in listed


def test_what_is_typed_is_kept_while_papers_come_and_go(office) -> None:
    browser = browser_of(office.applicant)
    case = begun(office, browser)
    send(browser, case, "save", purpose="流动资金")
    upload(browser, case, "contract", "合同.pdf")
    paper = case.documents.get()
    send(browser, case, "save", remove=paper.pk, contract_number="质字第9号")
    kept = Case.objects.for_program("test").get()
    assert (kept.fields["purpose"], kept.fields["contract_number"]) == ("流动资金", "质字第9号")
    assert not case.documents.exists()


def test_a_form_sent_twice_is_one_case(office) -> None:
    browser = browser_of(office.applicant)
    begun(office, browser)
    begun(office, browser)


def test_a_form_begun_at_a_right_has_its_number_and_holder(office) -> None:
    from zhiqiang.records.registry.models import Right

    right = Right.objects.for_program("test").get(number=NUMBERS[1])
    case = begun(office, browser_of(office.applicant), right=right.pk)
    assert case.fields == {"rights": [NUMBERS[1]], "holder": "东岸精密有限公司"}


def test_the_name_of_a_natural_person_is_not_filled_in(office) -> None:
    from zhiqiang.records.registry.models import Party, Right

    Party.objects.for_program("test").update(kind="person")
    right = Right.objects.for_program("test").get(number=NUMBERS[1])
    case = begun(office, browser_of(office.applicant), right=right.pk)
    assert case.fields == {"rights": [NUMBERS[1]]}


def test_a_right_that_nobody_published_is_not_told_by_its_number(office) -> None:
    browser = browser_of(office.applicant)
    case = begun(office, browser)
    send(browser, case, "save", rights=NUMBERS[0])
    form = reverse("services:fill", args=[case.pk])
    assert "一种装置" in text_of(browser.get(form))
    unseen = {"is_published": False, "published_on": None, "granted_on": None}
    Right.objects.for_program("test").update(publication_number="", grant_number="", **unseen)
    page = text_of(browser.get(form))
    assert NUMBERS[0] in page and "一种装置" not in page


def test_counter_staff_enter_a_case_on_paper_in_the_same_form(office) -> None:
    browser = browser_of(office.clerk)
    case = begun(office, browser, on_paper="1")
    for key in PAPERS[ITEM]:
        upload(browser, case, key)
    missing = send(browser, case, "send", **typed())
    assert "请填写申请人名称。" in text_of(missing)
    paper = {
        "party_name": "西坪机械有限公司",
        "party_phone": "0577-1234567",
        "received_on": "2026-3-2",
    }
    assert send(browser, case, "send", **typed(), **paper).status_code == 302
    page = text_of(browser.get(reverse("services:case", args=[case.pk])))
    assert "窗口代录" in page and "西坪机械有限公司" in page and "2026-03-02" not in page
    assert ">受理<" in page


def test_an_applicant_may_not_enter_for_others(office) -> None:
    sent = {"body": office.body.pk, "on_paper": "1"}
    answer = browser_of(office.applicant).post(reverse("services:begin", args=[ITEM]), sent)
    assert answer.status_code == 422 and not Case.objects.for_program("test").exists()


@pytest.mark.parametrize("name", ["case", "fill"])
def test_the_case_of_another_is_not_there(office, name) -> None:
    case = office.draft()
    answer = browser_of(office.stranger).get(reverse(f"services:{name}", args=[case.pk]))
    assert answer.status_code == 404


def test_a_paper_opens_to_those_who_see_its_case(office) -> None:
    case = office.submitted()
    paper = case.documents.first()
    address = reverse("services:document", args=[paper.pk])
    assert b"".join(browser_of(office.clerk).get(address).streaming_content) == PDF
    assert browser_of(office.stranger).get(address).status_code == 404


def test_my_cases_take_as_many_queries_for_one_as_for_three(office, costs) -> None:
    one, three = costs(browser_of(office.applicant), reverse("services:own"))
    assert one == three < 14
