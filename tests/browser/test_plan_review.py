"""A plan from the first drop to the revised text: checked, corrected, put in force, revised."""

from __future__ import annotations

import re

import pytest
from docx import Document
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLE = "澄江市商标品牌建设实施方案（2024—2027年）"
LINES = (
    TITLE,
    "为推进商标品牌建设，结合本市实际，制定本方案。",
    "一、主要目标",
    "到2027年，注册商标拥有量达到3000件以上，商标质押登记达到40件。",
    "二、主要任务",
    "（一）培育企业品牌。支持企业注册商标，建立重点品牌名录。（责任单位：市市场监管局）",
    "（二）打击侵权假冒。开展专项执法行动，畅通投诉渠道。",
    "三、保障措施",
    "（三）加强组织领导。统筹推进各项任务。",
)


def write(path, lines):
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(path)
    return path


def test_a_plan_is_checked_corrected_put_in_force_and_keeps_its_corrections_when_revised(
    page, live_server, city, sign_in, tmp_path
):
    first = write(tmp_path / "方案.docx", LINES)

    # Anybody may drop the document and read the check; nothing is kept.
    page.goto(f"{live_server.url}/programmes/check/")
    page.get_by_label("文稿").set_input_files(first)
    page.get_by_role("button", name="核对", exact=True).click()
    expect(page.get_by_role("heading", name="核对结果")).to_be_visible()
    expect(page.get_by_role("table", name="读出的目标")).to_contain_text("注册商标拥有量")
    page.goto(f"{live_server.url}/programmes/")
    expect(page.get_by_text("商标品牌建设")).to_have_count(0)

    # An official takes it in.
    sign_in()
    page.goto(f"{live_server.url}/programmes/load/")
    page.get_by_label("规划文件").set_input_files(first)
    page.get_by_label("区划代码").fill(city.programme.region_code)
    page.get_by_role("button", name="载入", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("商标品牌建设")
    expect(page.get_by_text("草稿").first).to_be_visible()

    # One target and one owner are corrected.
    page.get_by_role("link", name="核对与更正").click()
    page.locator(".readings").get_by_role("link", name="注册商标拥有量").click()
    expect(page.locator(".clause")).to_contain_text("3000件以上")
    page.locator("#f-value").fill("3,200")
    page.locator("#f-reason").fill("以会议纪要为准")
    page.get_by_role("button", name="保存更正").click()
    expect(page.locator("#f-value")).to_have_value("3200")
    page.get_by_role("link", name="全部读出的内容").click()
    page.locator(".readings").get_by_role("link", name="打击侵权假冒").click()
    page.get_by_label("牵头单位").fill("市市场监管局")
    page.get_by_label("配合单位").fill("市公安局、市文化广电旅游局")
    page.get_by_role("button", name="指定责任单位").click()
    expect(page.get_by_label("配合单位")).to_have_value("市公安局、市文化广电旅游局")

    # The plan is put in force.
    page.get_by_role("link", name="版本", exact=True).click()
    page.get_by_label("施行日期").fill("2024年3月1日")
    page.get_by_role("button", name="核定施行").click()
    expect(page.get_by_role("table", name="各版")).to_contain_text("施行中")

    # The text is revised elsewhere; both corrections hold, the difference is shown.
    revised = [line.replace("达到40件", "达到60件") for line in LINES]
    revised.insert(2, "坚持政府引导、市场主导。")
    page.get_by_role("link", name="载入修订稿").click()
    page.get_by_label("规划文件").set_input_files(write(tmp_path / "修订稿.docx", revised))
    page.get_by_role("button", name="载入修订稿").click()
    expect(page.get_by_text("条文改动 2 处")).to_be_visible()
    expect(page.locator(".difference")).to_contain_text(re.compile("目标值 40 → 60"))
    page.get_by_role("link", name="核对与更正").click()
    kept = page.locator(".readings li").filter(has_text="注册商标拥有量")
    expect(kept).to_contain_text("已更正")
    expect(kept).to_contain_text("不低于 3,200 件")
    owner = page.locator(".readings li").filter(has_text="打击侵权假冒")
    expect(owner).to_contain_text("配合：市文化广电旅游局")
    page.get_by_role("link", name="更正记录").click()
    expect(page.get_by_role("table", name="更正记录")).to_contain_text("自上一版沿用")

    # The edition before is still in force and can be read.
    page.get_by_role("link", name="版本", exact=True).click()
    page.get_by_role("link", name="第 1 版").click()
    expect(page.locator("tr.here")).to_contain_text("施行中")
