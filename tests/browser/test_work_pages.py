"""The pages of work: axe finds nothing, a phone scrolls down only, the desk goes by keyboard."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import expect

from zhiqiang.domains.duties import actions
from zhiqiang.domains.plans import actions as plans
from zhiqiang.portal.clauses import clauses_of, plan_of
from zhiqiang.records.accounts.acting import Acting, without_lines
from zhiqiang.records.accounts.actions import bodies, posts
from zhiqiang.records.accounts.queries import person_named

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def issued(city, register):
    """The small city with its plan in force, a list of 2026 and a clerk of the market regulator."""
    acting = Acting(None, without_lines)
    market = bodies.add_body(acting, "澄江市市场监督管理局", "department", "990100")
    bodies.add_alias(acting, market, "市市场监管局")
    register("lin", "林某", "visitor")
    posts.assign_post(acting, person_named("lin"), market, "body_clerk", date(2020, 1, 1))
    plans.put_in_force(city.programme, date(2024, 1, 1), "chen")
    chen = person_named("chen")
    clauses = clauses_of(city.programme)
    made = actions.open_list(chen, plan_of(city.programme), 2026, clauses, ["task", "safeguard"])
    made = actions.issue_list(chen, made.pk, made.version)
    item = made.items.first()
    entry = actions.report(
        person_named("lin"), item.pk, market.pk, actions.Told("已布局两件。", 20), "k"
    )
    return made, item, market, entry, city


def sittings_of(made, market):
    """Return a draft, a convened sitting, and one whose minutes are issued."""
    chen = person_named("chen")
    called = actions.Called("joint", "联席会议第一次会议", localdate(), "三楼")
    draft, told, done = (actions.open_sitting(chen, made.pk, called, f"s{n}") for n in range(3))
    points = [actions.Point("通报进展", "每季一次")]
    kept = actions.Minutes("", ["同意。"], {market.pk: (True, "林某")}, [
        actions.Decided(1, market.pk, "年内办结。", date(2099, 12, 31))
    ])  # fmt: skip
    for of in (told, done):
        changed = actions.change_agenda(chen, of.pk, of.version, called, points, [market.pk])
        actions.convene(chen, of.pk, changed.version)
    held = actions.keep_minutes(chen, done.pk, done.version + 2, kept)
    actions.issue_minutes(chen, done.pk, held.version)
    return draft, told, done


def test_pages_of_work_pass_the_rules_and_fit_a_phone(sign_in, wrong_on, issued):
    made, item, market, entry, city = issued
    draft, told, done = sittings_of(made, market)
    sign_in("chen")
    wrong = wrong_on(
        (
            *("/work/", "/work/calendar/", "/work/orders/"),
            *("/work/sittings/", "/work/sittings/?which=open", "/work/sittings/open/"),
            *(f"/work/sittings/{draft.pk}/agenda/", f"/work/sittings/{told.pk}/minutes/"),
            f"/work/sittings/{done.pk}/",
            f"/work/orders/issue/?item={item.pk}",
            *("/work/lists/", f"/work/lists/{made.pk}/", f"/work/lists/{made.pk}/?by=body"),
            f"/work/lists/{made.pk}/?by=section",
            f"/work/lists/{made.pk}/bodies/{market.pk}/",
            *(f"/work/items/{item.pk}/", f"/work/items/{item.pk}/settle/"),
            f"/work/entries/{entry.pk}/",
            *(f"/running/programmes/{city.programme.pk}/", "/running/inbox/"),
            f"/running/lists/{made.pk}/papers/",
        )
    )
    assert not wrong, "\n".join(wrong)


def test_a_clerk_reports_by_keyboard_alone(page, live_server, sign_in, issued):
    made, item, market, entry, _ = issued
    actions.return_entry(person_named("chen"), entry.pk, entry.version, "请写明专利号")
    sign_in("lin")
    page.goto(live_server.url + "/work/")
    expect(page.get_by_role("heading", name="被退回")).to_be_visible()
    page.locator(".pile a").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="修改澄江市市场监督管理局的填报").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("请写明专利号")).to_be_visible()
    page.get_by_label("进展情况").focus()
    page.keyboard.press("End")
    page.keyboard.type("号码见附件。")
    page.get_by_role("button", name="提交").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("已重新提交，等待审核。")).to_be_visible()
    assert item.entries.get().state == "submitted"
