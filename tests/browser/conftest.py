"""A headless browser for tests that walk the pages."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = (
    os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SECRET = "Siji-Qingshan-2719"
RULES = """() => axe.run(document, {resultTypes: ['violations']}).then(r =>
  r.violations.map(v => [v.id, v.nodes.map(n => n.html.slice(0, 200))]))"""
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="session", autouse=True)
def _the_ledger_may_be_used_beside_the_browser():
    """Playwright's sync API runs an event loop in this thread, which Django would refuse."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    yield
    if before is None:
        os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE")


@pytest.fixture(autouse=True)
def _a_busy_machine_is_no_failure():
    """Figures of a cold snapshot take seconds; every wait has an end all the same."""
    from playwright.sync_api import expect

    expect.set_options(timeout=60_000)


@pytest.fixture(scope="session")
def browser():
    """One Chromium for all tests."""
    if CHROMIUM is None:
        pytest.fail("no Chromium; make test installs it, or says how")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def page(browser):
    """A page in a fresh profile; an error in a script or a breach of the policy fails the test."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    context.set_default_timeout(60_000)
    opened = context.new_page()
    trouble: list[str] = []
    opened.on("pageerror", lambda error: trouble.append(str(error)))
    opened.on("console", lambda m: trouble.append(m.text) if "Security Policy" in m.text else None)
    yield opened
    context.close()
    assert trouble == []


@pytest.fixture(scope="session")
def axe() -> str:
    """The accessibility checker's script."""
    if not AXE.exists():
        pytest.fail("axe-core is not installed; make setup brings it")
    return AXE.read_text(encoding="utf-8")


@pytest.fixture
def register(transactional_db, tmp_path, settings):
    """``register(username, name, role)``: a person of an installation of this test alone."""
    settings.HOME = tmp_path

    def add(username: str, name: str, role: str) -> None:
        from zhiqiang.records.accounts.actions import register_person

        register_person(username, name, role, SECRET)

    return add


@pytest.fixture
def city(register, tmp_path):
    """A city with a few rights, a plan and a snapshot, and its official ``chen``."""
    from zhiqiang.portal.tests import small_city

    register("chen", "陈某", "official")
    return small_city.build(tmp_path)


@pytest.fixture
def sign_in(page, live_server):
    """``sign_in(username="chen", next="/")``: by name and password, as a person does it."""
    from playwright.sync_api import expect

    def enter(username: str = "chen", next: str = "/") -> None:
        page.goto(f"{live_server.url}/sign-in/?next={next}")
        page.get_by_label("用户名").fill(username)
        page.get_by_label("密码").fill(SECRET)
        page.get_by_role("main").get_by_role("button", name="登录", exact=True).click()
        expect(page.get_by_role("button", name="退出")).to_be_visible()

    return enter


@pytest.fixture
def violations(page, axe):
    """``violations()``: what the accessibility rules find on the open page."""

    def judge() -> list[Any]:
        page.evaluate(axe)
        return list(page.evaluate(RULES))

    return judge


@pytest.fixture
def too_wide(page):
    """``too_wide()``: by how many pixels the open page scrolls sideways on a phone."""

    def measure() -> int:
        before = page.viewport_size
        page.set_viewport_size({"width": 375, "height": 812})
        over = int(page.evaluate(WIDER))
        page.set_viewport_size(before)
        return over

    return measure


@pytest.fixture
def wrong_on(page, live_server, violations, too_wide):
    """``wrong_on(addresses)``: what does not hold on these pages, as lines."""

    def walk(addresses: Iterable[str]) -> list[str]:
        wrong = []
        for address in addresses:
            answer = page.goto(live_server.url + address)
            assert answer is not None and answer.status == 200, address
            wrong += [f"{address} {one}" for one in violations()]
            over = too_wide()
            wrong += [f"{address} is {over} px too wide"] if over > 0 else []
        return wrong

    return walk


@pytest.fixture
def holds(violations, too_wide):
    """What must hold on every page: axe finds nothing, and a phone scrolls down only."""

    def check():
        assert violations() == []
        assert too_wide() <= 0

    return check
