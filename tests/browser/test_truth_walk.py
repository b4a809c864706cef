"""The walk of the register: a dirty workbook in, one of its rights corrected, and all of it back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_import_list import dirty_workbook, title, work

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAME, RIGHT_NAME = "一种自动关闭的阀门", "一种自动启闭的阀门"


def test_a_dirty_workbook_is_taken_over_a_right_corrected_and_the_import_undone(
    page, live_server, city, sign_in, holds, tmp_path
):
    sign_in(next="/imports/upload/")

    # Uploaded; a column that nobody declared is mapped once.
    page.get_by_label("清单文件").set_input_files(dirty_workbook(tmp_path / "月报.xlsx"))
    page.get_by_role("button", name="上传并识别").click()
    page.get_by_label("“经办人”读作").select_option("不采用，以后不再提示")
    page.get_by_role("button", name="记住所选的对应").click()

    # The preview is read, then the list is taken over.
    page.get_by_role("button", name="预览").click()
    title(page, "预览")
    work(page)
    expect(page.locator(".stat").filter(has_text="拒收").locator(".value")).to_contain_text("2")
    page.get_by_role("button", name="接收入库").click()
    page.wait_for_url("**/jobs/*/")
    work(page)
    page.get_by_role("link", name=re.compile(r"^批次 \d+$")).click()
    title(page, "月报.xlsx")
    batch = page.url

    # The right that one row made is found.
    page.goto(f"{live_server.url}/register/?text=自动关闭")
    page.get_by_role("link", name=NAME).click()
    title(page, NAME)
    right = page.url

    # A field is corrected; what was typed survives a refusal.
    page.get_by_role("link", name="更正名称").click()
    title(page, "更正名称")
    holds()
    page.get_by_label("名称更正为").fill(RIGHT_NAME)
    page.get_by_role("button", name="更正", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("请写明更正的原因")
    expect(page.get_by_label("名称更正为")).to_have_value(RIGHT_NAME)
    page.get_by_label("更正原因").fill("据授权公告文本")
    page.get_by_role("button", name="更正", exact=True).click()
    title(page, RIGHT_NAME)
    note = page.locator(".corrected")
    expect(note).to_contain_text("原因：据授权公告文本")
    expect(note).to_contain_text(f"清单所载：{NAME}")
    holds()

    # Its history: what became known when, from which cell, by whom.
    page.get_by_role("link", name="变更历史").click()
    changes = page.get_by_role("table", name="变更历史")
    expect(changes.get_by_role("row").filter(has_text=RIGHT_NAME)).to_contain_text("chen")
    expect(changes.get_by_role("row").filter(has_text="月报.xlsx").first).to_be_visible()
    holds()

    # The correction leans on the import, which says so; taken back, it lets the import go.
    page.goto(batch)
    page.get_by_role("link", name="撤销导入").click()
    expect(page.get_by_role("alert")).to_contain_text("本批次不能撤销")
    expect(page.get_by_text("请先撤回这条更正")).to_be_visible()
    page.goto(right)
    page.locator(".corrected").get_by_role("link").click()
    holds()
    page.get_by_label("撤回原因").fill("复核后确认清单无误")
    page.get_by_role("button", name="撤回更正").click()
    title(page, NAME)
    page.goto(f"{batch}undo/")
    page.get_by_role("button", name="撤销导入").click()
    page.wait_for_url("**/jobs/*/")
    work(page)
    expect(page.get_by_text("已撤销批次").first).to_be_visible()
    page.goto(f"{live_server.url}/register/?text=自动")
    expect(page.get_by_text("没有符合条件的权利")).to_be_visible()
