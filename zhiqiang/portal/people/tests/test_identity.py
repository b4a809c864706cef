"""Signing in with the city's identity provider: what is believed, and what is not."""

import re
import time

import pytest
from django.test import Client

from zhiqiang.kernel.errors import BadCatalogue, Misconfigured
from zhiqiang.portal.people import entering
from zhiqiang.portal.people.tests import identity_provider
from zhiqiang.portal.people.tests.conftest import acts, code_of, sign_in
from zhiqiang.records.accounts import provider as client_of
from zhiqiang.records.accounts import queries

requests = client_of.requests


def go(client, follow_to=None):
    """Walk from our page to the provider and back, as a browser would."""
    page = client.get("/account/")
    word = re.search(r"provider/\?word=(\w+)", page.content.decode())
    start = client.get(f"/sign-in/provider/?next=/roles/{'&word=' + word[1] if word else ''}")
    assert start.status_code == 302, start.content.decode()
    back = requests.get(start.url, allow_redirects=False, timeout=5).headers["Location"]
    if follow_to:
        return back
    return client.get(back.removeprefix("http://testserver"))


def is_in(client):
    return client.get("/account/").status_code == 200


@pytest.fixture
def linked(provider, desk, official):
    """The official, whose account is linked."""
    assert go(desk).url == "/account/"
    assert queries.identities_of(official.pk).count() == 1
    return official


def test_without_a_provider_there_is_no_such_page(stranger, home):
    assert stranger.get("/sign-in/provider/").status_code == 404
    assert "其他方式" not in stranger.get("/sign-in/").content.decode()


def test_the_sign_in_page_offers_it_by_its_name(stranger, provider):
    assert "用统一身份认证登录" in stranger.get("/sign-in/").content.decode()


def test_a_linked_account_opens_and_leads_on(linked):
    client = Client()
    assert go(client).url == "/roles/"
    assert is_in(client)
    assert acts()[-2:] == ["identity_linked", "signed_in"]


def test_an_identity_without_an_account_opens_nothing(stranger, provider, official):
    answer = go(stranger)
    assert answer.status_code == 401
    assert "尚未关联" in answer.content.decode()
    assert not is_in(stranger)


def test_a_user_name_links_only_where_the_city_vouches_for_it(provider, official, home):
    assert go(Client()).status_code == 401
    identity_provider.configure(home, provider, link_by_username=True)
    client = Client()
    assert go(client).url == "/roles/"
    assert is_in(client)


def test_a_user_name_that_changed_hands_there_opens_nothing_here(linked, provider, home):
    identity_provider.configure(home, provider, link_by_username=True)
    provider.claims = {"sub": "somebody else"}
    client = Client()
    assert go(client).status_code == 401
    assert not is_in(client)
    assert queries.identities_of(linked.pk).get().subject != "somebody else"


def test_a_link_from_elsewhere_ties_no_identity_to_an_account(provider, desk, official):
    for address in ("/sign-in/provider/", "/sign-in/provider/?word=guessed"):
        assert desk.get(address).url == "/account/"
    assert not queries.identities_of(official.pk).exists()


def test_the_password_is_asked_for_before_an_identity_is_linked(provider, desk, monkeypatch):
    now = entering.time.time()
    monkeypatch.setattr(entering.time, "time", lambda: now + 601)
    assert desk.get("/sign-in/provider/?word=x").url.startswith("/sign-in/confirm/?next=")


def test_an_answer_for_a_stranger_links_nothing_to_who_has_signed_in_since(provider, official):
    client = Client()
    back = go(client, follow_to=True).removeprefix("http://testserver")
    assert sign_in(client).status_code == 302
    assert client.get(back).status_code == 401
    assert not queries.identities_of(official.pk).exists()


def test_the_own_second_factor_is_asked_for_all_the_same(linked, app):
    client = Client()
    assert go(client).url == "/sign-in/second-factor/"
    answer = client.post("/sign-in/second-factor/", {"kind": "totp", "code": code_of(app)})
    assert answer.url == "/roles/"


def test_a_closed_account_stays_closed(linked):
    linked.is_active = False
    linked.save()
    assert go(Client()).status_code == 401


def test_an_answer_is_taken_once(linked):
    client = Client()
    back = go(client, follow_to=True).removeprefix("http://testserver")
    assert client.get(back).status_code == 302
    client.post("/sign-out/")
    again = client.get(back)
    assert again.status_code == 401
    assert "已经用过" in again.content.decode()
    assert not is_in(client)


def test_an_answer_is_for_the_browser_that_was_sent(linked):
    back = go(Client(), follow_to=True).removeprefix("http://testserver")
    other = Client()
    assert other.get(back).status_code == 401
    go(other, follow_to=True)  # Even one that waits for an answer of its own.
    assert other.get(back).status_code == 401


def test_an_answer_that_comes_late_is_refused(linked, monkeypatch):
    client = Client()
    back = go(client, follow_to=True).removeprefix("http://testserver")
    now = time.time()
    monkeypatch.setattr(client_of.time, "time", lambda: now + client_of.ASKED_FOR + 1)
    assert client.get(back).status_code == 401


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "somebody-else"},
        {"aud": ["zhiqiang", "somebody-else"]},
        {"iss": "https://elsewhere.example"},
        {"exp": 1},
        {"exp": None},
        {"iat": int(time.time()) + 3600},
        {"sub": None},
    ],
)
def test_a_token_that_was_not_made_for_us_now_is_refused(linked, provider, claims):
    provider.claims = claims
    client = Client()
    assert go(client).status_code == 401
    assert not is_in(client)


def test_a_token_without_or_with_a_foreign_signature_is_refused(linked, provider):
    ways = (
        lambda: setattr(provider, "algorithm", "none"),
        provider.with_shared_secret,
        lambda: (
            setattr(provider, "algorithm", "RS256"),
            setattr(provider, "signing_key", client_of_key()),
        ),
    )
    for way in ways:
        way()
        client = Client()
        assert go(client).status_code == 401
        assert not is_in(client)


def client_of_key():
    from joserfc.jwk import RSAKey

    return RSAKey.generate_key(2048, {"kid": "k1"})


def test_a_provider_that_is_away_is_said_in_chinese(stranger, provider, home):
    provider.issuer = "http://127.0.0.1:1"
    identity_provider.configure(home, provider)
    answer = stranger.get("/sign-in/provider/")
    assert answer.status_code == 401
    assert "暂时无法连接" in answer.content.decode()


def test_an_identity_belongs_to_one_account(linked, provider, administrator):
    from zhiqiang.portal.people.tests.conftest import signed_in

    answer = go(signed_in(administrator))
    assert answer.status_code == 401
    assert "已关联另一个账户" in answer.content.decode()


def test_the_link_is_taken_away_by_its_owner(linked, provider, desk):
    identity = queries.identities_of(linked.pk).get()
    assert desk.post(f"/account/identities/{identity.pk}/unlink/").url == "/account/"
    assert go(Client()).status_code == 401


def test_the_file_with_the_secret_must_not_be_read_by_others(provider, home):
    (home / "identity_provider.yml").chmod(0o644)
    with pytest.raises(Misconfigured, match="chmod 600"):
        client_of.configured()


def test_an_issuer_without_encryption_and_unknown_keys_are_refused(provider, home):
    provider.issuer = "http://id.example.gov.cn"
    identity_provider.configure(home, provider)
    with pytest.raises(Misconfigured, match="https"):
        client_of.configured()
    identity_provider.configure(home, provider, colour="blue")
    with pytest.raises(BadCatalogue):
        client_of.configured()
