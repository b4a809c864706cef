"""Signing in and out through the pages, step by step."""

import base64

import pytest
from django.test import Client
from django.urls import reverse

from zhiqiang.kernel.errors import Refused
from zhiqiang.portal.people import entering
from zhiqiang.portal.people.tests.conftest import SECRET, acts, code_of, sign_in, signed_in
from zhiqiang.records.accounts.acting import Acting, without_lines
from zhiqiang.records.accounts.actions import factors, people
from zhiqiang.records.journal import queries as journal

ACCOUNT = "/account/"


def b32decode(groups):
    text = "".join(groups)
    return base64.b32decode(text + "=" * (-len(text) % 8))


def is_in(client):
    return client.get(ACCOUNT).status_code == 200


def test_the_form_is_shown_and_names_no_account(stranger):
    page = stranger.get("/sign-in/")
    assert page.status_code == 200
    assert 'autocomplete="current-password"' in page.content.decode()


def test_after_signing_in_one_goes_where_one_was_going(stranger, official):
    answer = sign_in(stranger, next="/people/?page=2")
    assert (answer.status_code, answer.url) == (302, "/people/?page=2")
    assert acts() == ["signed_in"]


@pytest.mark.parametrize(
    "address", ["https://elsewhere.example/", "//elsewhere.example", "javascript:1", "/\\e.example"]
)
def test_an_address_elsewhere_is_not_followed(stranger, official, address):
    assert sign_in(stranger, next=address).url == reverse("portal:home")


def test_a_wrong_password_keeps_the_name_and_says_so(stranger, official):
    answer = sign_in(stranger, password="not this one")
    assert answer.status_code == 401
    assert "用户名或密码不正确。" in answer.content.decode()
    assert 'value="chen"' in answer.content.decode()
    assert "not this one" not in answer.content.decode()


def test_the_session_key_changes_with_signing_in(stranger, official):
    stranger.get("/sign-in/")
    session = stranger.session
    session["x"] = 1
    session.save()
    before = session.session_key
    sign_in(stranger)
    assert stranger.session.session_key != before


def test_the_session_key_changes_with_the_first_of_two_steps(stranger, official, app):
    stranger.get("/sign-in/")
    session = stranger.session
    session["x"] = 1
    session.save()
    before = session.session_key
    assert sign_in(stranger).url == "/sign-in/second-factor/"
    assert stranger.session.session_key != before
    known = Client()
    known.cookies["sessionid"] = before
    assert known.get("/sign-in/second-factor/").status_code == 302


def test_whoever_is_signed_in_elsewhere_without_the_new_factor_is_out(official, desk):
    elsewhere = signed_in(official)
    desk.get("/account/authenticator/")
    secret = b32decode(desk.get("/account/authenticator/").context["groups"])
    code = factors.code_at(secret, int(entering.time.time()) // factors.STEP)
    assert desk.post("/account/authenticator/", {"code": code}).status_code == 302
    assert is_in(desk)
    assert not is_in(elsewhere)


def test_after_five_wrong_passwords_the_page_says_how_long_to_wait(stranger, official):
    for _ in range(5):
        sign_in(stranger, password="wrong")
    answer = sign_in(stranger)
    assert answer.status_code == 429
    assert "请 10 分钟后再试" in answer.content.decode()
    assert 590 <= int(answer["Retry-After"]) <= 601
    assert acts() == ["sign_in_failed"] * 5 + ["sign_in_locked"]


def test_an_administrator_opens_the_door_again(stranger, official, admin):
    for _ in range(5):
        sign_in(stranger, password="wrong")
    page = admin.get(f"/people/{official.pk}/").content.decode()
    assert "登录锁定" in page and "解除锁定" in page
    admin.post(f"/people/{official.pk}/", {"act": "unlock"})
    assert sign_in(stranger).status_code == 302


def test_signing_out_takes_a_form_and_not_a_link(desk):
    assert desk.get("/sign-out/").status_code == 405
    assert desk.post("/sign-out/").url == reverse("portal:home")
    assert not is_in(desk)
    assert acts()[-1] == "signed_out"


def test_a_form_without_its_token_is_refused_in_chinese(official):
    answer = sign_in(Client(enforce_csrf_checks=True))
    assert answer.status_code == 403
    assert "表单已经过期" in answer.content.decode()


def test_a_password_alone_does_not_open_an_account_with_a_second_factor(stranger, official, app):
    assert sign_in(stranger).url == "/sign-in/second-factor/"
    assert not is_in(stranger)
    assert "signed_in" not in acts()


def test_the_code_opens_it_and_leads_on(stranger, official, app):
    sign_in(stranger, next="/roles/")
    answer = stranger.post("/sign-in/second-factor/", {"kind": "totp", "code": code_of(app)})
    assert answer.url == "/roles/"
    assert is_in(stranger)
    assert journal.whole()[0].detail == {"method": "password", "second_factor": "totp"}


def test_a_code_that_was_used_does_not_open_it_again(official, app):
    used, statuses = code_of(app), []
    for client in (Client(), Client()):
        sign_in(client)
        answer = client.post("/sign-in/second-factor/", {"kind": "totp", "code": used})
        statuses.append(answer.status_code)
    assert statuses == [302, 401]


def test_five_wrong_codes_close_the_account_and_take_the_first_step_back(stranger, official, app):
    sign_in(stranger)
    for _ in range(5):
        answer = stranger.post("/sign-in/second-factor/", {"kind": "totp", "code": "000000"})
    assert answer.status_code == 401
    answer = stranger.post("/sign-in/second-factor/", {"kind": "totp", "code": code_of(app)})
    assert answer.status_code == 429
    assert sign_in(stranger).status_code == 429
    assert stranger.get("/sign-in/second-factor/").url == "/sign-in/"


def test_a_right_password_in_between_does_not_give_more_tries_for_the_code(stranger, official, app):
    statuses = []
    for _ in range(9):
        if sign_in(stranger).status_code == 302:
            answer = stranger.post("/sign-in/second-factor/", {"kind": "totp", "code": "000000"})
            statuses.append(answer.status_code)
    assert statuses.count(401) <= 5


def test_the_second_step_without_the_first_leads_to_the_first(stranger, official, app):
    assert stranger.get("/sign-in/second-factor/").url == "/sign-in/"
    answer = stranger.post("/sign-in/second-factor/", {"kind": "totp", "code": code_of(app)})
    assert answer.url == "/sign-in/"


def test_the_first_step_lasts_five_minutes(stranger, official, app, monkeypatch):
    sign_in(stranger)
    now = entering.time.time()
    monkeypatch.setattr(entering.time, "time", lambda: now + 301)
    assert stranger.get("/sign-in/second-factor/").url == "/sign-in/"


def test_a_password_changed_meanwhile_takes_the_first_step_back(stranger, official, app):
    sign_in(stranger)
    people.set_password(official, "Kestrel-8-Paddock")
    assert stranger.get("/sign-in/second-factor/").url == "/sign-in/"


def test_a_recovery_code_opens_it_once(official, app):
    codes = factors.make_recovery_codes(Acting(official, without_lines), official)
    statuses = []
    for client in (Client(), Client()):
        sign_in(client)
        answer = client.post("/sign-in/second-factor/", {"kind": "recovery", "code": codes[0]})
        statuses.append(answer.status_code)
    assert statuses == [302, 401]


@pytest.mark.parametrize(
    "sent", [{}, {"kind": "x"}, {"kind": "passkey"}, {"kind": "passkey", "answer": "{}"}]
)
def test_a_second_step_that_is_none_is_refused(stranger, official, app, sent):
    sign_in(stranger)
    assert stranger.post("/sign-in/second-factor/", sent).status_code == 401


def test_a_temporary_password_has_to_be_changed_first(stranger, official, admin):
    page = admin.post(f"/people/{official.pk}/", {"act": "reset_password"}).content.decode()
    password = page.split('id="new-password">')[1].split("<")[0]
    sign_in(stranger, password=password)
    assert stranger.get("/people/").url == "/account/password/"
    assert "请先更改" in stranger.get("/account/password/").content.decode()
    new = "Kestrel-8-Paddock"
    sent = {"old": password, "new": new, "repeated": new}
    assert stranger.post("/account/password/", sent).url == ACCOUNT
    assert stranger.get("/people/").status_code == 200


def test_a_role_that_demands_a_factor_opens_nothing_else_without_one(administrator, settings):
    settings.SECOND_FACTOR_BY_ROLE = True
    client = signed_in(administrator)
    assert client.get("/people/").url == ACCOUNT
    assert "须使用第二因素" in client.get(ACCOUNT).content.decode()
    assert client.get("/account/authenticator/").status_code == 200


def test_a_post_given_during_a_session_asks_for_the_factor_then(desk, official, app, settings):
    settings.SECOND_FACTOR_BY_ROLE = True
    assert not desk.session[entering.FACTOR]  # The desk signed in before the app was there.
    official.posts.update(role="protection_official")
    assert desk.get("/people/").url == "/sign-in/second-factor/"
    answer = desk.post("/sign-in/second-factor/", {"kind": "totp", "code": code_of(app)})
    assert answer.url == "/people/"


def test_what_opens_doors_asks_for_the_password_again(desk, monkeypatch):
    now = entering.time.time()
    monkeypatch.setattr(entering.time, "time", lambda: now + 601)
    assert desk.get("/account/authenticator/").url == (
        "/sign-in/confirm/?next=%2Faccount%2Fauthenticator%2F"
    )
    assert desk.post("/sign-in/confirm/", {"password": "wrong"}).status_code == 401
    sent = {"password": SECRET, "next": "/account/authenticator/"}
    assert desk.post("/sign-in/confirm/", sent).url == "/account/authenticator/"
    assert desk.get("/account/authenticator/").status_code == 200


def test_guessing_the_password_from_an_open_session_closes_the_door(desk, official):
    for _ in range(5):
        desk.post("/sign-in/confirm/", {"password": "wrong"})
    assert desk.post("/sign-in/confirm/", {"password": SECRET}).status_code == 429


def test_guessing_the_password_in_order_to_change_it_closes_the_door(desk, official):
    guess = {"old": "wrong", "new": "Kestrel-8-Paddock", "repeated": "Kestrel-8-Paddock"}
    for _ in range(5):
        assert desk.post("/account/password/", guess).status_code == 400
    assert desk.post("/account/password/", guess | {"old": SECRET}).status_code == 429
    assert desk.post("/sign-in/confirm/", {"password": SECRET}).status_code == 429


def test_a_new_password_that_is_too_weak_closes_no_door(desk, official):
    for _ in range(7):
        weak = {"old": SECRET, "new": "short", "repeated": "short"}
        assert desk.post("/account/password/", weak).status_code == 400
    assert sign_in(Client()).status_code == 302


def test_a_line_that_cannot_be_written_undoes_the_act(admin, official, monkeypatch):
    from zhiqiang.records.journal import actions

    def broken(*args, **kwargs):
        raise OSError("closed")

    monkeypatch.setattr(actions, "write", broken)
    with pytest.raises(OSError, match="closed"):
        admin.post(f"/people/{official.pk}/", {"act": "reset_password"})
    official.refresh_from_db()
    assert official.check_password(SECRET)
    with pytest.raises(Refused):
        people.change_password(Acting(official, without_lines), official, "wrong", "x")


@pytest.fixture
def empty(db, home, settings):
    settings.FIRST_ACCOUNT = True
    return Client()


def test_while_nobody_has_an_account_every_page_leads_to_the_first(empty):
    for address in ("/", "/programmes/", "/sign-in/", "/people/", "/nowhere/", "/account/"):
        assert empty.get(address).url == "/first-account/"


def test_the_first_account_is_made_with_the_code_and_signs_in(empty, home):
    page = empty.get("/first-account/")
    assert page.status_code == 200
    code = (home / "first-account.txt").read_text()
    assert code not in page.content.decode()
    sent = {
        "code": "1",
        "body_name": "市知识产权局",
        "region_code": "330300",
        "username": "first",
        "display_name": "首某",
        "password": SECRET,
        "repeated": SECRET,
    }
    wrong = empty.post("/first-account/", sent)
    assert wrong.status_code == 400
    assert "一次性口令不正确" in wrong.content.decode() and "首某" in wrong.content.decode()
    assert empty.post("/first-account/", sent | {"code": code}).url == ACCOUNT
    assert is_in(empty)
    assert Client().get("/first-account/").url == "/sign-in/"
    assert acts()[-1] == "signed_in" and journal.whole().last().actor == "first"
