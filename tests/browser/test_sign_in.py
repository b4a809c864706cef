"""Signing in as people do it: with a phone, a passkey, the city's provider, and when all is lost."""

from __future__ import annotations

import base64
import re
import time

import pytest
from playwright.sync_api import expect

from zhiqiang.portal.people.tests import identity_provider
from zhiqiang.records.accounts.actions import factors, register_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SECRET = "四季-青山-2719-桥"


@pytest.fixture
def people(live_server, settings, tmp_path):
    """An official and an administrator, and the address of the house."""
    settings.HOME = tmp_path
    register_person("chen", "陈某", "official", SECRET)
    register_person("admin", "管某", "administrator", SECRET)
    # A passkey is for a name; the address of this machine has none.
    return live_server.url.replace("127.0.0.1", "localhost")


def first_step(page, house, username="chen", password=SECRET):
    page.goto(f"{house}/sign-in/?next=/account/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(password)
    page.get_by_role("main").get_by_role("button", name="登录", exact=True).click()


def sign_out(page):
    page.get_by_role("button", name="退出", exact=True).first.click()
    expect(page.get_by_role("link", name="登录", exact=True)).to_be_visible()


def title(page, text):
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def code_of(secret, steps=0):
    return factors.code_at(secret, int(time.time()) // factors.STEP + steps)


def enrol(page, house):
    """Start an authenticator app; return its secret and the recovery codes on the paper."""
    page.goto(f"{house}/account/authenticator/")
    picture = page.get_by_alt_text("动态口令的二维码")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.naturalWidth") > 100
    text = re.sub(r"\s", "", page.locator("#secret").inner_text())
    secret = base64.b32decode(text + "=" * (-len(text) % 8))
    page.get_by_label("动态口令 必填").fill(code_of(secret))
    page.get_by_role("button", name="启用").click()
    title(page, "恢复码")
    page.get_by_role("button", name="生成 10 个恢复码").click()
    codes = page.locator(".codes li").all_inner_texts()
    assert len(codes) == 10
    page.get_by_role("link", name="已经保存").click()
    title(page, "我的账户")
    return secret, codes


def test_a_phone_opens_the_account_and_a_code_on_paper_does_when_it_is_lost(page, people):
    first_step(page, people)
    title(page, "我的账户")
    secret, codes = enrol(page, people)
    sign_out(page)

    first_step(page, people)
    title(page, "登录：第二步")
    page.get_by_label("手机应用显示的 6 位数字").fill("000000")
    page.get_by_role("button", name="验证").click()
    expect(page.get_by_role("alert")).to_contain_text("动态口令不正确")
    used = code_of(secret, 1)
    page.get_by_label("手机应用显示的 6 位数字").fill(used)
    page.keyboard.press("Enter")
    title(page, "我的账户")
    sign_out(page)

    first_step(page, people)
    page.get_by_label("手机应用显示的 6 位数字").fill(used)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("已经用过")
    page.get_by_text("手机或密钥不在身边").click()
    page.get_by_label("恢复码").fill(codes[0])
    page.get_by_role("button", name="用恢复码登录").click()
    title(page, "我的账户")
    expect(page.get_by_text("还有 9 个未用")).to_be_visible()


def test_a_passkey_opens_the_account(page, people):
    tool = page.context.new_cdp_session(page)
    tool.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "transport": "usb", "automaticPresenceSimulation": True}
    token = tool.send("WebAuthn.addVirtualAuthenticator", {"options": kind})["authenticatorId"]

    first_step(page, people)
    page.get_by_role("link", name="登记", exact=True).click()
    page.get_by_label("名称").fill("办公室电脑")
    page.get_by_role("main").get_by_role("button", name="登记").click()
    title(page, "恢复码")
    page.goto(f"{people}/account/")
    expect(page.get_by_text("办公室电脑")).to_be_visible()
    sign_out(page)

    first_step(page, people)
    title(page, "登录：第二步")
    page.get_by_role("button", name="使用通行密钥").click()
    title(page, "我的账户")
    expect(page.get_by_text("最近使用").first).to_be_visible()
    sign_out(page)

    # Without the token the browser says so in plain words, and the account stays closed.
    tool.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": token})
    tool.send("WebAuthn.addVirtualAuthenticator", {"options": kind})
    first_step(page, people)
    page.get_by_role("button", name="使用通行密钥").click()
    expect(page.locator("form[data-passkey] .wrong")).to_contain_text("没有完成确认")
    page.goto(f"{people}/account/")
    title(page, "登录")


def test_the_provider_of_the_city_opens_a_linked_account(page, people, tmp_path):
    with identity_provider.running() as identities:
        identity_provider.configure(tmp_path, identities)
        page.goto(f"{people}/sign-in/")
        page.get_by_role("link", name="用统一身份认证登录").click()
        expect(page.get_by_role("alert")).to_contain_text("尚未关联")

        first_step(page, people)
        page.get_by_role("link", name="关联统一身份认证").click()
        expect(page.get_by_text("已关联")).to_be_visible()
        sign_out(page)

        page.goto(f"{people}/sign-in/?next=/account/")
        page.get_by_role("link", name="用统一身份认证登录").click()
        title(page, "我的账户")


def test_failures_close_the_account_and_an_administrator_opens_it(page, people, browser):
    for _ in range(5):
        first_step(page, people, password="not this one")
        expect(page.get_by_role("alert")).to_contain_text("用户名或密码不正确")
    first_step(page, people)
    title(page, "登录暂停")
    expect(page.get_by_role("alert")).to_contain_text("请 10 分钟后再试")

    desk = browser.new_context(locale="zh-CN").new_page()
    first_step(desk, people, "admin")
    desk.goto(f"{people}/people/?q=chen")
    desk.get_by_role("link", name="陈某").click()
    expect(desk.get_by_text("登录锁定")).to_be_visible()
    desk.get_by_role("button", name="解除锁定").click()
    expect(desk.get_by_role("status")).to_contain_text("已解除锁定")
    desk.context.close()

    first_step(page, people)
    title(page, "我的账户")


def test_the_first_account_with_keyboard_alone(page, live_server, settings, tmp_path):
    settings.HOME, settings.FIRST_ACCOUNT = tmp_path, True
    settings.SECOND_FACTOR_BY_ROLE = True
    page.goto(f"{live_server.url}/register/")
    title(page, "建立第一个账户")
    page.get_by_label("一次性口令").focus()
    code = (tmp_path / "first-account.txt").read_text()
    typed = (code, "市知识产权局", "330300", "first", "首某", SECRET, SECRET)
    for value in typed:
        page.keyboard.press("Control+A")
        page.keyboard.type(value)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    title(page, "我的账户")
    expect(page.get_by_role("alert")).to_contain_text("须使用第二因素")
    enrol(page, live_server.url)
    page.goto(f"{live_server.url}/people/")
    title(page, "人员")


@pytest.mark.parametrize("width", [1366, 375])
def test_the_pages_of_accounts_are_accessible_and_fit(page, people, axe, width):
    page.set_viewport_size({"width": width, "height": 812})
    first_step(page, people, "admin")
    title(page, "我的账户")
    for address in (
        "/account/", "/account/password/", "/account/authenticator/", "/account/passkeys/add/",
        "/account/recovery-codes/", "/people/", "/people/add/", "/people/1/", "/bodies/",
        "/bodies/add/", "/bodies/1/", "/roles/",
    ):  # fmt: skip
        page.goto(f"{people}{address}")
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, address
        page.evaluate(axe)
        found = page.evaluate("axe.run(document.querySelector('main'))")
        assert [one["id"] for one in found["violations"]] == [], address
