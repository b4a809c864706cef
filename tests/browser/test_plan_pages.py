"""Every page of a plan, with something on it: axe finds nothing, a phone scrolls down only."""

from __future__ import annotations

from decimal import Decimal

import pytest
from playwright.sync_api import expect

from zhiqiang.domains.plans import actions as plans
from zhiqiang.portal.tests import small_city

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CLIPPED = """() => [...document.querySelectorAll('.programme-tabs a')].filter(a => {
  const box = a.getBoundingClientRect(); return box.right > innerWidth || box.left < 0;
}).map(a => a.textContent)"""
COUNTY = """东岸区知识产权强区建设工作方案（2024—2027年）
为承接全市任务，制定本方案。
一、工作目标
到2027年，有效发明专利拥有量达到3件。
二、主要任务
（一）培育专利。建立培育名录。（责任单位：区市场监管局）
（二）保护专利。开展专项行动。
"""


@pytest.fixture
def addresses(city, tmp_path):
    """A corrected, shared out and revised plan with a county's plan below it."""
    city = city.programme
    target = city.targets.filter(value__isnull=False).first()
    task = city.tasks.first()
    plans.correct(city, "change", target.code, {"value": "12"}, "陈某", "以会议纪要为准")
    plans.correct(city, "assign", task.code, {"bodies": [["lead", "市市场监管局"]]}, "陈某")
    plans.share_target(city, target.code, {"990101": Decimal(4), "990102": Decimal(5)}, "陈某")
    below = tmp_path / "county.txt"
    below.write_text(COUNTY, encoding="utf-8")
    county = plans.load_programme(below, "990101", "陈某")
    revised = tmp_path / "revised.txt"
    revised.write_text(
        small_city.PLAN.replace("专利拥有量达到10件", "专利拥有量达到15件"), encoding="utf-8"
    )
    new = plans.amend_programme(city, revised, "陈某")
    of = f"/programmes/{new.pk}/"
    return [
        "/programmes/load/",
        f"{of}targets/?kind=soft",
        f"{of}targets/{target.code}/shares/",
        f"{of}targets/?sort=-lamp",
        f"{of}tasks/?sort=-leads",
        f"{of}tasks/?by=body",
        f"{of}findings/",
        f"{of}review/",
        f"{of}review/?at={target.code}",
        f"{of}review/?at={task.code}",
        f"{of}review/?add=target",
        f"{of}review/?add=task",
        f"{of}corrections/",
        f"{of}editions/",
        f"{of}amend/",
        f"{of}cascade/",
        f"/programmes/{county.pk}/cascade/",
        f"/programmes/{city.pk}/editions/",
    ]


def check_a_plan(page, address, tmp_path):
    """Leave the page of a check open, with its result."""
    path = tmp_path / "方案.txt"
    path.write_text(COUNTY, encoding="utf-8")
    page.goto(f"{address}/programmes/check/")
    page.get_by_label("文稿").set_input_files(path)
    page.get_by_role("button", name="核对", exact=True).click()
    expect(page.get_by_role("heading", name="核对结果")).to_be_visible()


def test_the_readings_of_a_checked_draft_are_cards_on_a_phone(page, live_server, tmp_path):
    page.set_viewport_size({"width": 375, "height": 812})
    check_a_plan(page, live_server.url, tmp_path)
    tables = page.locator("main .scroll")
    assert tables.count() == 2
    for table in tables.all():
        assert table.evaluate("one => one.scrollWidth - one.clientWidth") <= 0
    task = page.get_by_role("region", name="读出的任务一览").locator("tbody tr").first
    body = task.get_by_text("区市场监管局").bounding_box()
    title = task.locator("th").bounding_box()
    assert body["y"] >= title["y"] + title["height"]
    assert task.bounding_box()["height"] < 120
    page.set_viewport_size({"width": 1280, "height": 800})
    assert page.get_by_role("columnheader", name="配合单位").is_visible()


def test_every_page_of_a_plan_passes_the_accessibility_rules(
    page, live_server, addresses, sign_in, violations, tmp_path
):
    check_a_plan(page, live_server.url, tmp_path)
    found = {"check": violations()}
    sign_in()
    for address in addresses:
        page.goto(live_server.url + address)
        for summary in page.locator("main details > summary").all():
            summary.click()
        found[address] = violations()
    wrong = [f"{address} {one}" for address, several in found.items() for one in several]
    assert not wrong, "\n".join(wrong)


def test_no_page_of_a_plan_scrolls_sideways_on_a_phone_and_every_tab_is_in_sight(
    page, live_server, addresses, sign_in, too_wide, tmp_path
):
    page.set_viewport_size({"width": 375, "height": 812})
    check_a_plan(page, live_server.url, tmp_path)
    wide, hidden = {"check": too_wide()}, {}
    sign_in()
    for address in addresses:
        page.goto(live_server.url + address)
        for summary in page.locator("main details > summary").all():
            summary.click()
        wide[address] = too_wide()
        hidden[address] = page.evaluate(CLIPPED)
    assert {address: over for address, over in wide.items() if over > 0} == {}
    assert {address: tabs for address, tabs in hidden.items() if tabs} == {}
