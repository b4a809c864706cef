"""A town government does its part from the notice to the accepted entry; a visitor reads what is public."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import expect

from zhiqiang.domains.assessments import actions as assessing
from zhiqiang.domains.duties import actions
from zhiqiang.domains.plans import actions as plans
from zhiqiang.portal.clauses import clauses_of, plan_of
from zhiqiang.records.accounts.acting import Acting, without_lines
from zhiqiang.records.accounts.actions import bodies, posts
from zhiqiang.records.accounts.queries import person_named

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town(city, register):
    """A town with a clerk, which leads one item of an issued list."""
    acting = Acting(None, without_lines)
    made = bodies.add_body(acting, "城关镇人民政府", "government", "990100")
    register("su", "苏某", "visitor")
    posts.assign_post(acting, person_named("su"), made, "body_clerk", date(2020, 1, 1))
    plans.put_in_force(city.programme, date(2024, 1, 1), "chen")
    chen = person_named("chen")
    clauses = clauses_of(city.programme)
    of = actions.open_list(chen, plan_of(city.programme), 2026, clauses, ["task", "safeguard"])
    item = of.items.first()
    lead = [actions.Assigned("lead", made.pk, "", "组织辖区企业")]
    actions.assign_bodies(chen, item.pk, item.version, lead)
    actions.issue_list(chen, of.pk, of.version)
    return made, item


def test_a_town_finds_its_work_reports_and_reads_what_was_said(
    page, live_server, sign_in, town, holds
):
    _, item = town
    sign_in("su", next="/work/")
    expect(page.get_by_role("heading", name="我的事项")).to_be_visible()
    holds()
    page.locator(".pile a").first.click()
    expect(page.get_by_text("组织辖区企业")).to_be_visible()
    page.get_by_role("link", name="填报进展：城关镇人民政府").click()
    page.get_by_label("进展情况").fill("走访企业三十家。")
    page.get_by_label("完成比例（%）").fill("40")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("已提交，等待审核。")).to_be_visible()
    entry = item.entries.get()
    actions.return_entry(person_named("chen"), entry.pk, entry.version, "请附走访名单")
    page.get_by_role("link", name="消息").click()
    page.get_by_role("button", name="已退回").first.click()
    expect(page.get_by_text("请附走访名单").first).to_be_visible()
    # What is the office's stays shut.
    answer = page.goto(f"{live_server.url}/work/orders/issue/")
    assert answer is not None and answer.status == 403


def test_a_visitor_reads_the_publicity_and_what_was_promised_without_an_account(
    page, live_server, city, town, holds
):
    made, _ = town
    chen = person_named("chen")
    told = assessing.Announced("先进集体表彰", 2025, "某文件", "市局办公室")
    honour = assessing.open_commendation(chen, told)
    assessing.nominate(chen, honour.pk, 1, "body", "", made.pk, "走访企业三百家。")
    assessing.publicise(chen, honour.pk, 2)
    page.goto(live_server.url + "/")
    page.get_by_role("navigation").get_by_role("link", name="表彰").first.click()
    page.get_by_role("link", name="先进集体表彰").click()
    expect(page.get_by_text("走访企业三百家。")).to_be_visible()
    expect(page.get_by_text("市局办公室")).to_be_visible()
    expect(page.get_by_role("button", name="作出表彰决定")).to_have_count(0)
    holds()
    with page.expect_download() as saved:
        page.get_by_role("link", name="公示 Word").click()
    assert saved.value.suggested_filename == "关于先进集体表彰的公示.docx"
    answer = page.goto(f"{live_server.url}/programmes/{city.programme.pk}/promised/")
    assert answer is not None and answer.status == 200
    page.goto(f"{live_server.url}/work/")
    expect(page.get_by_label("用户名")).to_be_visible()
