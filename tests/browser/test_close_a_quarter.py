"""Close a quarter in the browser and take its table along: the numbers are those of the page."""

from __future__ import annotations

import re

import pytest
from docx import Document
from playwright.sync_api import expect
from python_calamine import CalamineWorkbook

from tests.browser.test_import_list import work

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _act(page, name, said):
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()
    expect(page.get_by_text(said)).to_be_visible()


def _saved(page, name):
    with page.expect_download() as found:
        page.get_by_role("link", name=name, exact=True).click()
    return found.value.path()


def test_a_quarter_is_filled_checked_approved_locked_and_exported(
    page, live_server, city, register, sign_in, violations, too_wide
):
    register("second", "钱某", "official")
    register("boss", "赵某", "administrator")
    sign_in(next="/figures/periods/?as_of=2024-12-31")
    page.get_by_label("报告期").select_option("2024Q3")
    page.get_by_role("main").get_by_role("button", name=re.compile("按快照 . 填报")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("2024 年第三季度")
    work(page)
    page.get_by_role("link", name="查看填报的数值").click()
    address = page.url
    for username, act, said in (
        ("second", "核对通过", "已核对通过。"),
        ("boss", "审批通过", "已审批通过。"),
        ("boss", "锁定并发布", "已锁定并发布。"),
    ):
        if username not in page.get_by_role("banner").inner_text():
            page.context.clear_cookies()
            sign_in(username)
        page.goto(address)
        _act(page, act, said)
    assert violations() == [] and too_wide() <= 0
    shown = {}
    table = page.get_by_role("region", name="指标数值")
    for row in table.locator("tbody tr:not(.group)").all():
        name, *cells = [one.strip() for one in row.locator("th, td").all_inner_texts()]
        shown[name] = cells[0], cells[1]
    assert len(shown) > 100 and shown["有效发明专利拥有量"] == ("3", "件")
    workbook = CalamineWorkbook.from_path(_saved(page, "导出 Excel")).get_sheet_by_index(0)
    rows = workbook.to_python()[2:]
    assert {row[0]: (re.sub(r"\.0$", "", str(row[1])), row[2]) for row in rows} == shown
    assert all(row[4] for row in rows)
    paper = Document(_saved(page, "导出 Word"))
    lines = [[cell.text for cell in row.cells] for one in paper.tables for row in one.rows[1:]]
    assert {line[0]: (line[1], line[2]) for line in lines} == shown
    assert all(line[5] for line in lines)
