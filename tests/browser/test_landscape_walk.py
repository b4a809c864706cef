"""An analyst's walk: from a question to a report, in a browser."""

from __future__ import annotations

import re

import pytest

from zhiqiang.domains.landscapes import actions, queries
from zhiqiang.domains.landscapes.tests import field
from zhiqiang.domains.landscapes.tests.conftest import branched, opened
from zhiqiang.records.accounts.queries import person_named

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def analyst(register, tmp_path):
    register("chen", "陈某", "official")
    field.build(tmp_path)
    return person_named("chen")


def test_an_analyst_opens_a_project_runs_it_and_writes_a_finding(
    page, live_server, analyst, sign_in, holds
):
    from playwright.sync_api import expect

    sign_in(next="/landscapes/")
    page.get_by_role("link", name="立项").click()
    page.get_by_label("名称").fill("镁产业专利导航")
    page.get_by_label("要回答的问题").fill("本市镁产业强在哪里、缺什么？")
    page.get_by_label("委托单位").fill("澄江市市场监督管理局")
    page.get_by_label("类型").select_option("industry")
    page.get_by_role("main").get_by_role("button", name="立项").click()
    expect(page.get_by_text("已立项")).to_be_visible()
    page.get_by_label("统计起始日").fill("2012-01-01")
    page.get_by_label("统计截止日").fill("2023年12月31日")
    page.get_by_role("button", name="保存计数规则").click()
    expect(page.get_by_text("计数规则已保存")).to_be_visible()
    page.get_by_role("link", name="检索与分支").click()
    page.get_by_role("textbox", name="领域检索式").fill("名称=镁合金")
    page.get_by_role("button", name="保存并计数").click()
    page.get_by_label("名称").last.fill("压铸")
    page.get_by_label("检索式").last.fill("名称=压铸")
    page.get_by_role("button", name="增加分支").click()
    expect(page.get_by_text("分支已保存")).to_be_visible()
    holds()
    page.get_by_role("link", name="分析与结论").click()
    page.get_by_role("button", name="运算").click()
    expect(page.get_by_text("运算完成")).to_be_visible()
    figure = page.get_by_role("article", name="申请趋势")
    expect(figure.locator("canvas").first).to_be_visible()
    figure.get_by_text("撰写：申请趋势").click()
    figure.get_by_label("从这张图读出什么。").fill("二〇一九年后放缓。")
    figure.get_by_role("button", name="保存").click()
    expect(page.get_by_text("二〇一九年后放缓。").first).to_be_visible()
    holds()
    page.get_by_role("link", name="报告", exact=True).click()
    expect(page.get_by_text("二〇一九年后放缓。")).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("link", name="下载 Word").click()
    assert re.search(r"镁产业专利导航报告\.docx", saved.value.suggested_filename)


def test_every_page_of_a_project_holds(analyst, sign_in, wrong_on):
    project = branched(analyst, opened(analyst))
    actions.run_analyses(analyst, project.pk, project.version)
    project.refresh_from_db()
    sample = actions.draw_sample(analyst, project.pk, project.version, "precision")
    project.refresh_from_db()
    actions.set_watch(analyst, project.pk, project.version, "对手", "名称=阀门", "red", "竞争者")
    field.take(sample_path(), "patents", field.patents(20, 5, first=8000))
    field.publish()
    actions.look_again()
    project.refresh_from_db()
    actions.run_analyses(analyst, project.pk, project.version)
    sign_in()
    own = f"/landscapes/{queries.projects(analyst).get().pk}/"
    pages = ("", "tree/", "samples/", "analyses/", "report/", "changes/", "watches/")
    addresses = [own + one for one in pages]
    more = ["/landscapes/", "/landscapes/open/", f"/landscapes/samples/{sample.pk}/"]
    assert wrong_on([*addresses, *more]) == []


def sample_path():
    """Return where the second list is written."""
    from pathlib import Path

    from django.conf import settings

    return Path(settings.HOME) / "second.csv"
