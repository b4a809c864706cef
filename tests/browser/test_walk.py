"""The main walk: from a clause of the plan to the cell of the workbook, and back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DAY = "as_of=2024-12-31"


def test_a_clause_leads_to_the_cell_that_made_its_figure_and_back(page, live_server, city, sign_in):
    sign_in()

    page.goto(f"{live_server.url}/?{DAY}")
    page.get_by_role("link", name=city.programme.title).first.click()
    page.get_by_role("link", name="有效发明专利拥有量").first.click()
    expect(page.locator("mark").first).to_contain_text("有效发明专利拥有量")
    clause = page.url

    page.get_by_role("link", name="查看构成这一数值的记录").last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("的记录")
    expect(page.get_by_role("table", name=re.compile("的记录$")).locator("tbody tr")).to_have_count(
        3
    )

    page.get_by_role("link", name=re.compile("密封结构之1$")).click()
    expect(page.get_by_text("自 2021-06-01 起")).to_be_visible()

    page.get_by_role("link", name="申请日所在的单元格").click()
    expect(page.locator("tr.here")).to_contain_text("2019-03-01")
    expect(page.get_by_role("heading", level=1)).to_contain_text("专利清单.csv 第 2 行")

    for _ in range(3):
        page.go_back()
    expect(page).to_have_url(clause)
    expect(page.locator("mark").first).to_contain_text("有效发明专利拥有量")


def test_the_keyboard_alone_reaches_the_content_and_the_search(page, live_server, city):
    page.goto(f"{live_server.url}/register/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Control+k")
    page.keyboard.type("密封结构之3")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name=re.compile("密封结构之3$"))).to_be_visible()


def test_a_chart_has_its_table_behind_a_tab_and_gives_it_away(page, live_server, city):
    page.goto(f"{live_server.url}/indicators/valid_invention_patents/?{DAY}")
    chart = page.locator("#series")
    expect(chart.locator("canvas")).to_be_visible()
    chart.get_by_role("tab", name="表").click()
    expect(chart.get_by_role("table")).to_be_visible()
    with page.expect_download() as download:
        chart.get_by_role("button", name="下载数据").click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    assert text.splitlines()[0] == "截至,数值（件）"
    assert text.splitlines()[5].startswith("2024,3")


def test_counts_are_drawn_whole_beside_a_target_that_is_not(page, live_server, city):
    target = city.programme.targets.filter(indicator_key="valid_invention_patents").first()
    page.goto(f"{live_server.url}/programmes/{city.programme.pk}/targets/{target.code}/?{DAY}")
    expect(page.locator(".chart canvas").first).to_be_visible()
    counted, promised = page.evaluate(
        "() => echarts.getInstanceByDom(document.querySelector('.chart .canvas')).getOption()"
        ".series.map(one => [one.label.formatter({value: 3}), one.data])"
    )
    assert counted[0] == "3" and all(value == int(value) for value in counted[1] if value)
    assert promised[0] == ("3" if all(v == int(v) for v in promised[1] if v) else "3.00")
