"""No invented addresses, and no way out of the house through a link."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from zhiqiang.config.addresses import RealAddress, SafeRedirects

asked = RequestFactory()


def address_of(peer: str, forwarded: str) -> str:
    seen = []
    ask = RealAddress(lambda request: seen.append(request.META["REMOTE_ADDR"]) or HttpResponse())
    ask(asked.get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=forwarded))
    return seen[0]


def test_only_a_trusted_proxy_is_believed(settings):
    settings.TRUSTED_PROXIES = frozenset({"10.0.0.1", "10.0.0.2"})
    assert address_of("10.0.0.1", "203.0.113.9") == "203.0.113.9"
    assert address_of("198.51.100.7", "203.0.113.9") == "198.51.100.7"


def test_what_a_visitor_writes_before_the_proxy_is_not_believed(settings):
    settings.TRUSTED_PROXIES = frozenset({"10.0.0.1", "10.0.0.2"})
    assert address_of("10.0.0.1", "1.2.3.4, 203.0.113.9, 10.0.0.2") == "203.0.113.9"
    assert address_of("10.0.0.1", "<script>") == "10.0.0.1"


def test_a_stranger_cannot_claim_an_encrypted_connection(settings):
    settings.TRUSTED_PROXIES = frozenset({"10.0.0.1"})
    seen = []
    ask = RealAddress(lambda request: seen.append(request.is_secure()) or HttpResponse())
    for peer in ("10.0.0.1", "198.51.100.7"):
        ask(asked.get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_PROTO="https"))
    assert seen == [True, False]


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/x",
        "//evil.example/x",
        "/\\evil.example",
        "\\\\evil.example",
        " //evil.example",
        "https://testserver@evil.example/",
        "http://[",
        "javascript:alert(1)",
    ],
)
def test_a_redirect_never_leads_to_where_the_request_asks(target):
    ask = SafeRedirects(lambda request: _plain_redirect(request.GET["next"]))
    assert ask(asked.get("/sign-in/", {"next": target})).status_code == 400


def _plain_redirect(target: str) -> HttpResponse:
    answer = HttpResponse(status=302)
    answer["Location"] = target
    return answer


@pytest.mark.parametrize("target", ["/programmes/", "?page=2", "http://testserver/register/"])
def test_a_redirect_within_the_house_is_followed(target):
    ask = SafeRedirects(lambda request: _plain_redirect(target))
    assert ask(asked.get("/", {"next": target}))["Location"] == target


def test_the_identity_provider_of_the_installation_may_be_reached():
    ask = SafeRedirects(lambda request: _plain_redirect("https://id.example/authorize?state=1"))
    assert ask(asked.get("/sign-in/")).status_code == 302
