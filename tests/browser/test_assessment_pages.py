"""The pages of assessments: axe finds nothing, a phone scrolls down only, from a form to an answer."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import expect

from zhiqiang.domains.assessments import actions
from zhiqiang.portal.assessing import work_of
from zhiqiang.records.accounts.acting import Acting, without_lines
from zhiqiang.records.accounts.actions import bodies, posts
from zhiqiang.records.accounts.queries import person_named

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def market(city, register):
    acting = Acting(None, without_lines)
    made = bodies.add_body(acting, "澄江市市场监督管理局", "department", "990100")
    register("lin", "林某", "visitor")
    posts.assign_post(acting, person_named("lin"), made, "body_clerk", date(2020, 1, 1))
    return made


def test_pages_of_assessments_pass_the_rules_and_fit_a_phone(sign_in, wrong_on, market):
    chen = person_named("chen")
    told = actions.Opened("region_ip_work", "990100", 2025)
    regions = actions.open_assessment(chen, told)
    regions = actions.score(chen, regions.pk, regions.version, work_of)
    of = actions.open_assessment(
        chen, actions.Opened("body_programme", "990100", 2025, [market.pk])
    )
    of = actions.score(chen, of.pk, of.version, work_of)
    of = actions.publish(chen, of.pk, of.version)
    unit = of.units.get()
    actions.appeal(person_named("lin"), unit.pk, "closed_share", "系上级推迟。", "k")
    honour = actions.open_commendation(chen, actions.Announced("先进表彰", 2025, "某文件", "某局"))
    one = actions.nominate(chen, honour.pk, 1, "body", "", market.pk, "按期办结。")
    actions.publicise(chen, honour.pk, 2)
    actions.record_objection(chen, one.pk, 3, "某企业", localdate(), "数字不实。")
    draft = actions.open_commendation(chen, actions.Announced("个人表彰", 2025, "某文件", "某局"))
    sign_in("chen")
    wrong = wrong_on(
        (
            *("/assessments/", "/assessments/open/", f"/assessments/{regions.pk}/"),
            *(f"/assessments/{of.pk}/", f"/assessments/units/{unit.pk}/"),
            f"/assessments/units/{regions.units.first().pk}/",
            *("/assessments/commendations/", "/assessments/commendations/open/"),
            *(f"/assessments/commendations/{one.pk}/" for one in (honour, draft)),
        )
    )
    assert not wrong, "\n".join(wrong)


def test_an_official_scores_and_publishes_and_a_body_appeals(page, live_server, sign_in, market):
    sign_in("chen")
    page.goto(live_server.url + "/assessments/")
    page.get_by_role("link", name="开始考核").click()
    page.get_by_label("责任单位推进规划工作考核").check()
    page.get_by_role("textbox", name="年度").fill("2025")
    page.get_by_text("考核哪些单位").click()
    page.get_by_label("澄江市市场监督管理局").check()
    page.get_by_role("button", name="开始").click()
    expect(page.get_by_text("尚未评分")).to_be_visible()
    page.get_by_text("认定没有记录的事项").click()
    page.get_by_label("数值").fill("1")
    page.get_by_label("依据的文件或材料").fill("云外发〔2025〕3 号")
    page.get_by_role("button", name="认定").click()
    page.get_by_role("button", name="评分").click()
    page.get_by_role("button", name="公布").click()
    expect(page.get_by_text("已公布，考核对象会收到提醒。")).to_be_visible()
    page.context.clear_cookies()
    sign_in("lin")
    page.goto(live_server.url + "/assessments/")
    page.get_by_role("link", name="责任单位推进规划工作考核").click()
    page.get_by_role("link", name="澄江市市场监督管理局").click()
    expect(page.get_by_text("依据：云外发〔2025〕3 号")).to_be_visible()
    page.get_by_label("理由和依据").fill("另有一项经验被省里推广。")
    page.get_by_role("button", name="提交申诉").click()
    expect(page.get_by_text("待复核")).to_be_visible()
