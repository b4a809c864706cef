"""An official founds a topic database and releases pushes; a firm reads, judges and edits its profile."""

from __future__ import annotations

from datetime import date

import pytest

from zhiqiang import pipeline
from zhiqiang.domains.information import actions
from zhiqiang.portal.tests import small_city
from zhiqiang.records.accounts.acting import Acting, without_lines
from zhiqiang.records.accounts.actions import bodies, posts
from zhiqiang.records.accounts.queries import person_named
from zhiqiang.records.registry import queries as registry
from zhiqiang.records.registry.actions import import_file

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FIRM, NEW = "澄江阀门有限公司", "一种新的高压阀门"


@pytest.fixture
def firm(city, register, tmp_path):
    """The maker of valves with a clerk ``lin``, a profile, and one candidate of another's patent."""
    register("lin", "林某", "visitor")
    clerk, official = person_named("lin"), person_named("chen")
    body = bodies.add_body(Acting(None, without_lines), FIRM, "enterprise", small_city.REGION)
    acting = Acting(None, without_lines)
    posts.assign_post(acting, clerk, body, "firm_clerk", date(2020, 1, 1))
    pipeline.publish("测试")
    pipeline.tell_what_is_new("测试")
    made = actions.make_profile(official, registry.parties_named(FIRM, official)[0].pk, body.pk)
    actions.edit_profile(clerk, made.pk, made.version, actions.Edited(["F16K"], ["阀门"]))
    row = {
        "申请号": small_city.application_number(2020, 900), "专利名称": NEW, "专利类型": "发明",
        "申请日": "2020-05-06", "授权公告日": "2022-03-04", "申请人": "澄江水泵有限公司",
        "申请人类型": "企业", "区划代码": "990101", "法律状态": "授权", "IPC主分类号": "F16K 1/00",
    }  # fmt: skip
    path = small_city.write_csv(tmp_path / "新.csv", [row])
    assert import_file("patents", path, "测试").new == 1
    pipeline.publish("测试")
    pipeline.tell_what_is_new("测试")
    return made


def test_an_official_founds_a_topic_database_and_releases_what_waits(
    page, live_server, firm, sign_in, holds
):
    from playwright.sync_api import expect

    sign_in(next="/information/topics/")
    page.get_by_role("link", name="建专题数据库").click()
    page.get_by_label("名称").fill("阀门专题数据库")
    page.get_by_label("用途").fill("供阀门企业查询")
    page.get_by_label("检索式").fill("名称=阀门")
    page.get_by_label("建成日期").fill("2026-01-05")
    holds()
    page.get_by_role("button", name="建库").click()
    expect(page.get_by_role("heading", name="阀门专题数据库")).to_be_visible()
    expect(page.get_by_role("table").get_by_text(NEW)).to_be_visible()
    holds()
    page.goto(f"{live_server.url}/information/pushes/")
    page.get_by_label(f"选择向{FIRM}推送{NEW}").check()
    holds()
    page.get_by_role("button", name="发布所选").click()
    expect(page.get_by_text("没有待发布的候选")).to_be_visible()
    page.get_by_role("link", name="送达和回执").click()
    expect(page.get_by_role("cell", name="已送达")).to_be_visible()
    holds()


def test_a_firm_reads_and_judges_what_came_and_edits_its_profile(
    page, live_server, firm, sign_in, holds
):
    from playwright.sync_api import expect

    official = person_named("chen")
    actions.release(official, [one.pk for one in _candidates(official)])
    sign_in("lin", "/information/own/")
    holds()
    page.get_by_role("table").get_by_role("link").first.click()
    expect(page.get_by_text(NEW)).to_be_visible()
    page.get_by_text("评价", exact=True).click()
    page.get_by_label("意见").fill("正在研究")
    holds()
    page.get_by_role("button", name="有用", exact=True).click()
    expect(page.get_by_text("我的意见：正在研究")).to_be_visible()
    page.get_by_role("button", name=f"查看记录：{NEW}").click()
    expect(page.get_by_role("heading", name=NEW)).to_be_visible()
    page.goto(f"{live_server.url}/information/profiles/{firm.pk}/")
    page.get_by_label("关注词").fill("阀门、密封")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_label("关注词")).to_have_value("阀门、密封")
    holds()
    page.get_by_role("button", name="谢绝推送").click()
    expect(page.get_by_text("谢绝推送，此后不再生成候选")).to_be_visible()
    holds()


def _candidates(official):
    from zhiqiang.domains.information.queries import pushes

    return pushes.candidates(official)


def test_a_person_saves_a_question_and_finds_it_again(page, live_server, firm, sign_in, holds):
    from playwright.sync_api import expect

    sign_in(next="/search/rights/?q=名称=阀门")
    page.get_by_text("保存这个检索").click()
    page.get_by_label("名称", exact=True).fill("阀门专利")
    page.get_by_role("button", name="保存", exact=True).click()
    page.goto(f"{live_server.url}/information/questions/")
    holds()
    page.get_by_role("link", name="阀门专利").click()
    expect(page.get_by_text(NEW).first).to_be_visible()
