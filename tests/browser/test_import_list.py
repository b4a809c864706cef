"""A dirty workbook: uploaded, looked at, taken over; a refused cell and a right that it made."""

from __future__ import annotations

import re

import pytest
import xlsxwriter
from playwright.sync_api import expect

from zhiqiang.pipeline import JOBS
from zhiqiang.portal.tests import small_city
from zhiqiang.records.jobs.runner import run_next

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def dirty_workbook(path):
    """Write a workbook as bureaus send them: a title, an own column, a bad day, a bad number."""
    rows = small_city.patents(6)
    rows[3]["专利名称"] = "一种自动关闭的阀门"
    rows[4]["申请日"] = "2019-13-45"
    rows[5]["申请号"] = "20191000000"
    headings = [*rows[0], "经办人"]
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("明细")
        sheet.write(0, 0, "澄江市专利明细（十一月）")
        sheet.write_row(1, 0, headings)
        for number, row in enumerate(rows, 2):
            sheet.write_row(number, 0, [*row.values(), "王某"])
    return path


def work(page):
    """Do the long work that waits, while no page asks how far it is.

    The ledger of tests is in memory, where a writer locks whole tables; a ledger on disk does not.
    """
    page.wait_for_load_state("networkidle")
    address = page.url
    page.goto("about:blank")
    while run_next(JOBS):
        pass
    page.goto(address)


def title(page, text):
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def test_a_dirty_workbook_is_looked_at_before_it_is_taken_over(
    page, live_server, city, sign_in, holds, tmp_path
):
    sign_in(next="/imports/")

    # Uploaded, and known by its headings.
    page.get_by_role("link", name="上传清单").click()
    holds()
    page.get_by_label("清单文件").set_input_files(dirty_workbook(tmp_path / "月报.xlsx"))
    page.get_by_role("button", name="上传并识别").click()
    title(page, "核对清单种类")
    expect(page.get_by_role("status")).to_contain_text("按表头识别为专利清单")
    holds()

    # A column that nobody declared: what it means is said once, for all lists to come.
    page.get_by_label("“经办人”读作").select_option("不采用，以后不再提示")
    page.get_by_role("button", name="记住所选的对应").click()
    expect(page.get_by_text("已记住 1 列的对应")).to_be_visible()
    expect(page.get_by_label("“经办人”读作")).to_have_count(0)
    page.goto(f"{live_server.url}/imports/headings/")
    expect(page.get_by_role("table", name="已记住的列名")).to_contain_text("经办人")
    holds()
    page.go_back()
    page.get_by_role("button", name="预览").click()
    title(page, "预览")
    work(page)

    # The preview says what would become of it, with the cells that are wrong; nothing is kept.
    title(page, "预览")
    take_over = page.get_by_role("button", name="接收入库")
    expect(take_over).to_be_visible()
    for label, count in (("行数", "6"), ("将新增", "1"), ("没有变化", "3"), ("拒收", "2")):
        stat = page.locator(".stat").filter(has_text=label)
        expect(stat.locator(".value")).to_contain_text(count)
    findings = page.get_by_role("table", name="发现的问题")
    expect(findings.get_by_role("row").filter(has_text="2019-13-45")).to_contain_text("第 7 行")
    holds()
    with page.expect_download() as download:
        page.get_by_role("link", name="下载拒收的行").click()
    assert download.value.suggested_filename == "月报_未接收的行.xlsx"

    # Taken over in the background; the job leads to the batch.
    take_over.click()
    page.wait_for_url("**/jobs/*/")
    work(page)
    page.get_by_role("link", name=re.compile(r"^批次 \d+$")).click()
    title(page, "月报.xlsx")
    holds()

    # The cell of a refused row, as it was received, with the reason.
    findings = page.get_by_role("table", name="导入问题")
    findings.get_by_role("link", name="第 7 行的单元格").click()
    title(page, "月报.xlsx 第 7 行")
    expect(page.locator("tr.here")).to_contain_text("2019-13-45")
    expect(page.get_by_text("这一行没有形成记录")).to_be_visible()
    holds()

    # A right that the list made, and back to the row that made it.
    page.goto(f"{live_server.url}/register/")
    page.get_by_role("link", name="授权日或注册日").click()
    page.get_by_role("link", name="授权日或注册日").click()
    expect(page.get_by_role("columnheader", name="授权日或注册日")).to_have_attribute(
        "aria-sort", "descending"
    )
    page.get_by_role("link", name="一种自动关闭的阀门").click()
    origins = page.get_by_role("table", name="数据来源")
    origins.get_by_role("link", name="月报.xlsx第 6 行").click()
    title(page, "月报.xlsx 第 6 行")
    page.get_by_role("table", name="这一行记成的记录").get_by_role(
        "link", name="一种自动关闭的阀门", exact=True
    ).click()
    title(page, "一种自动关闭的阀门")


def test_columns_are_chosen_and_stay_in_the_address(page, live_server, city, holds):
    page.goto(f"{live_server.url}/register/?kind=invention")
    page.get_by_text("选择列").click()
    holds()
    page.get_by_label("权利人").uncheck()
    page.get_by_label("届满日").check()
    page.get_by_role("button", name="应用").click()
    heads = page.get_by_role("columnheader")
    expect(heads.filter(has_text="届满日")).to_be_visible()
    expect(heads.filter(has_text="权利人")).to_have_count(0)
    page.get_by_role("link", name="申请日").click()
    expect(heads.filter(has_text="届满日")).to_be_visible()
    assert "kind=invention" in page.url and "sort=filed_on" in page.url


def test_the_register_can_be_walked_by_keyboard(page, live_server, city):
    page.goto(f"{live_server.url}/register/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="跳到正文")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    order = []
    for _ in range(17):
        page.keyboard.press("Tab")
        told = page.evaluate(
            "() => { const one = document.activeElement, style = getComputedStyle(one);"
            " return [one.id || one.getAttribute('aria-label') || one.innerText,"
            " style.outlineStyle, parseFloat(style.outlineWidth)] }"
        )
        order.append(told[0].strip())
        assert told[1] != "none" and told[2] >= 1, f"the focus on {told[0]} is not seen"
    assert order[:6] == ["权利", "主体", "事件", "认定", "活动", "统计数据"]
    order = order[6:]
    assert order[:6] == ["text", "kind", "on", "known", "筛选", "选择列"]
    assert order[6] == "权利"
    assert order[7:9] == ["申请号或注册号", "名称"]


def test_a_list_is_printed_without_its_tools(page, live_server, city):
    page.goto(f"{live_server.url}/register/")
    page.emulate_media(media="print")
    expect(page.get_by_role("cell", name="澄江阀门有限公司").first).to_be_visible()
    for gone in (".side", ".top", ".filters", ".list-tools", ".foot"):
        expect(page.locator(gone)).to_be_hidden()
