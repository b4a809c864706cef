"""The queue of parties that may be one, side by side, and deciding page by page."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from zhiqiang.portal.tests import small_city
from zhiqiang.portal.tests.small_city import write_csv
from zhiqiang.records.accounts.actions import register_person
from zhiqiang.records.registry.actions import find_pairs, import_file
from zhiqiang.records.registry.models import Party, PartyPair

FORMS = ("澄江阀门股份有限公司", "澄江阀门有限责任公司")
QUEUE = "/register/pairs/"


@pytest.fixture
def firms(city, home):
    """``firms(n)``: n more legal forms of the city's firm, and the pairs that come of them."""

    def add(count=1):
        rows = [
            {"企业名称": name, "地址": f"澄江市东岸区{name[:4]}路1号"} for name in FORMS[:count]
        ]
        import_file("parties", write_csv(home / "名录.csv", rows), "测试")
        find_pairs()
        return list(PartyPair.objects.for_program("test"))

    return add


def text_of(answer):
    return answer.content.decode()


@pytest.mark.parametrize("count", [1, 2])
def test_the_queue_costs_the_same_number_of_queries_for_one_pair_and_three(
    firms, desk, count, django_assert_num_queries
):
    assert len(firms(count)) == (1 if count == 1 else 3)
    desk.get(QUEUE)
    with django_assert_num_queries(9):
        answer = desk.get(QUEUE)
    assert "澄江阀门股份有限公司" in text_of(answer)


def test_the_queue_is_filtered_by_name_state_and_evidence_and_exported(firms, desk):
    firms(2)
    assert f"共 {3} 对" in text_of(desk.get(QUEUE))
    assert "共 2 对" in text_of(desk.get(QUEUE, {"text": "股份"}))
    assert "共 2 对" in text_of(desk.get(QUEUE, {"backed": "no"}))
    assert "共 1 对" in text_of(desk.get(QUEUE, {"backed": "yes"}))
    assert "没有符合条件" in text_of(desk.get(QUEUE, {"state": "apart"}))
    assert desk.get(QUEUE, {"state": "maybe"}).status_code == 400
    sheet = b"".join(desk.get("/register/pairs/export/?format=csv").streaming_content).decode()
    assert "澄江阀门有限责任公司" in sheet and "可能是改制" in sheet


def test_two_are_compared_field_by_field(firms, desk):
    (pair,) = firms()
    page = text_of(desk.get(reverse("portal:pair", args=[pair.pk])))
    assert "只有一方载明" in page and "一致" in page
    assert "一种阀门的密封结构之1" in page
    assert 'data-key="y"' in page and "ui/keys.js" in page


def test_deciding_leads_to_the_next_and_can_be_taken_back(firms, desk):
    firms(2)
    first, *_ = PartyPair.objects.for_program("test").all()
    address = reverse("portal:judge", args=[first.pk])
    answer = desk.post(address, {"decision": "apart", "why": "母子公司"}, follow=True)
    assert answer.redirect_chain[-1][0] != reverse("portal:pair", args=[first.pk])
    assert "已判为不同主体" in text_of(answer)
    again = desk.post(address, {"decision": "same"}, follow=True)
    assert "已判为“不同主体”" in text_of(again) and "说" not in again.redirect_chain[-1][0]
    back = text_of(desk.post(address, {"decision": "back"}, follow=True))
    assert "已撤回判定" in back and "同一主体，合并" in back
    assert desk.post(address, {"decision": "perhaps"}).status_code == 400


def test_a_merged_name_leads_to_the_party_that_stayed(firms, desk):
    (pair,) = firms()
    desk.post(reverse("portal:judge", args=[pair.pk]), {"decision": "same"})
    gone = Party.objects.for_program("test").exclude(same_as=None).get()
    page = text_of(desk.get(reverse("portal:party", args=[gone.pk])))
    assert "已并入" in page and reverse("portal:party", args=[gone.same_as_id]) in page
    kept = text_of(desk.get(reverse("portal:party", args=[gone.same_as_id])))
    assert gone.name in kept and reverse("portal:pair", args=[pair.pk]) in kept


def test_only_who_may_judge_is_shown_the_form(firms, desk):
    (pair,) = firms()
    address = reverse("portal:pair", args=[pair.pk])
    clerk = Client()
    clerk.force_login(register_person("wang", "王某", "protection_official", "Siji-Qingshan-2719"))
    assert "并列比较" in text_of(clerk.get(address)) and "data-key" not in text_of(
        clerk.get(address)
    )
    judge = reverse("portal:judge", args=[pair.pk])
    assert clerk.post(judge, {"decision": "same"}).status_code == 403
    assert Client().get(address).status_code == 302


def test_a_party_tells_its_former_names_and_why_lists_mean_it(city, home, desk):
    rows = [{"企业名称": "澄江阀门有限公司", "曾用名": "澄江阀门厂", "变更日期": "2020-02-01"}]
    import_file("name_histories", write_csv(home / "沿革.csv", rows), "测试")
    more = small_city.patents(4)[3:]
    more[0]["申请人"] = "澄江 阀门厂"
    result = import_file("patents", write_csv(home / "更多.csv", more), "测试")
    party = Party.objects.for_program("test").get(name="澄江阀门有限公司")
    page = text_of(desk.get(reverse("portal:party", args=[party.pk])))
    assert "曾用名“澄江阀门厂”" in page and "2020-02-01" in page
    assert "澄江 阀门厂" in page and "是名称沿革中当时有效的曾用名" in page
    assert f"/imports/{result.batch_id}/row/" in page
    assert "识别依据" not in text_of(Client().get(reverse("portal:party", args=[party.pk])))
