"""Services in a browser: a record is challenged and corrected; every page passes the rules."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from zhiqiang.records.casework.models import Case
from zhiqiang.records.casework.tests import office as offices
from zhiqiang.records.registry.models import Right

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEW = "一种自动启闭的阀门"


@pytest.fixture
def office(register, tmp_path):
    """The office of cases, with an official who corrects the register."""
    return offices.build(tmp_path)


def leave(page):
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_role("link", name="登录")).to_be_visible()


def title(page, words):
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


def test_a_visitor_challenges_a_record_and_the_office_corrects_it(
    page, live_server, office, sign_in, holds
):
    right = Right.objects.for_program("test").get(number=offices.NUMBERS[0])
    record = f"{live_server.url}/register/rights/{right.pk}/"

    # A visitor opens the public page of a right and says what is wrong with it.
    page.goto(record)
    page.get_by_role("link", name="对此记录有异议").click()
    title(page, "台账记录异议")
    expect(page.get_by_role("link", name=right.title)).to_be_visible()
    holds()
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("请填写“事实和理由”")
    page.get_by_label("有异议的内容").select_option("名称")
    page.get_by_label("应当是").fill(NEW)
    page.get_by_label("事实和理由").fill("授权公告文本的名称与台账不同。")
    page.get_by_label("您的姓名或单位名称").fill("钱某某")
    page.get_by_label("联系电话").fill("0577-88990011")
    page.get_by_role("button", name="提交", exact=True).click()

    # The receipt answers where it stands.
    title(page, "已收到")
    number = page.locator("#receipt-number").inner_text()
    code = page.locator("#receipt-code").inner_text()
    holds()
    page.get_by_role("link", name="查询办理情况").click()
    page.get_by_label("受理编号").fill(number)
    page.get_by_label("查询码").fill(code)
    page.get_by_role("main").get_by_role("button", name="查询", exact=True).click()
    expect(page.get_by_label(number)).to_contain_text("待受理")
    holds()

    # The office accepts it, looks, and corrects the record.
    sign_in("keeper", "/services/cases/inbox/")
    holds()
    page.get_by_role("link", name=number).click()
    holds()
    page.get_by_role("button", name="受理", exact=True).click()
    expect(page.get_by_text("已受理。")).to_be_visible()
    page.locator("summary", has_text="登记办理情况").click()
    page.get_by_label("更正的内容").select_option("名称")
    page.get_by_label("更正为").fill(NEW)
    page.get_by_label("公开的答复").fill("据授权公告更正名称。")
    holds()
    page.get_by_role("button", name="登记办理情况").click()
    expect(page.get_by_text("已登记办理情况。")).to_be_visible()
    if not page.get_by_label("办理结果").is_visible():
        page.locator("summary", has_text="办结").click()
    page.get_by_label("办理结果").select_option("已更正")
    page.get_by_role("button", name="办结", exact=True).click()
    expect(page.get_by_text("已办结：已更正")).to_be_visible()
    holds()

    # The record's history names the case; the public page and list tell the outcome, not the person.
    page.goto(record)
    title(page, NEW)
    expect(page.locator(".corrected")).to_contain_text(f"办件 {number}")
    leave(page)
    for address in (record, f"{live_server.url}/services/outcomes/"):
        page.goto(address)
        expect(page.get_by_label(number)).to_contain_text("据授权公告更正名称。")
        assert "钱某某" not in page.content()
        holds()


def test_an_applicant_walks_from_the_guide_to_a_sent_case(
    page, live_server, office, sign_in, holds
):
    sign_in("applicant", "/services/")
    title(page, "办事")
    holds()
    page.get_by_role("link", name="专利产品备案").click()
    title(page, "专利产品备案")
    holds()
    page.get_by_role("main").get_by_role("link", name="申请办理").click()
    holds()
    page.get_by_role("button", name="开始填写").click()
    page.get_by_label("产品所用的专利号").fill(offices.NUMBERS[0])
    page.get_by_role("button", name="保存草稿").click()
    expect(page.get_by_label("企业名称")).to_have_value("东岸精密有限公司")
    for name, value in {
        "产品名称": "精密轴承", "国民经济行业代码": "3451", "数据年度": "2025", "产品销售额": "86,000,000",
        "联系电话": "0577-88990011",
    }.items():  # fmt: skip
        page.get_by_label(name).fill(value)
    for name in ("产品与专利对应关系的说明", "销售额的证明"):
        page.get_by_label(f"选择{name}").set_input_files(office.paper)
        page.get_by_role("button", name=f"上传{name}").click()
        expect(page.get_by_text("并上传")).to_be_visible()
    holds()
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.get_by_text(re.compile("已提交，受理编号 CP"))).to_be_visible()
    holds()
    page.goto(f"{live_server.url}/services/cases/")
    expect(
        page.get_by_role("link", name=Case.objects.for_program("test").get().number)
    ).to_be_visible()
    holds()
