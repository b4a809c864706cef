"""Nobody keeps the others from working, and nobody tries ten thousand passwords."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory

from zhiqiang.config import limits
from zhiqiang.config.limits import LIMITS, Counter, Limit, RateLimits

asked = RequestFactory()
THREE = Limit("three", "person", 3, 60)


@pytest.fixture
def gate(settings):
    settings.RATE_LIMITS = (THREE,)
    return RateLimits(lambda request: HttpResponse())


def request_of(person=None, address="10.0.0.1", method="get", name="portal:home"):
    request = getattr(asked, method)("/", REMOTE_ADDR=address)
    request.user = person or AnonymousUser()
    request.resolver_match = SimpleNamespace(view_name=name)
    return request


def status_of(gate, request):
    answer = gate.process_view(request, None, (), {})
    return 200 if answer is None else answer.status_code


def test_the_fourth_request_of_three_is_refused_and_told_when_to_come_back(gate):
    assert [status_of(gate, request_of()) for _ in range(4)] == [200, 200, 200, 429]
    answer = gate.process_view(request_of(), None, (), {})
    assert int(answer["Retry-After"]) == 20
    assert "20 秒" in answer.content.decode()


def test_another_address_and_a_person_who_is_signed_in_are_counted_apart(gate):
    for _ in range(4):
        status_of(gate, request_of())
    assert status_of(gate, request_of(address="10.0.0.2")) == 200
    official = SimpleNamespace(pk=7, is_authenticated=True)
    assert [status_of(gate, request_of(official)) for _ in range(4)][-1] == 429
    assert status_of(gate, request_of(SimpleNamespace(pk=8, is_authenticated=True))) == 200


def test_the_allowance_comes_back_with_time():
    now = 0.0
    counter = Counter(lambda: now)
    assert [counter.wait(THREE, "a") for _ in range(4)] == [0, 0, 0, 20]
    now = 19.0
    assert counter.wait(THREE, "a") == 1
    now = 20.0
    assert counter.wait(THREE, "a") == 0


def test_ten_thousand_sign_ins_from_one_address_let_only_thirty_through_at_once(settings):
    settings.RATE_LIMITS = tuple(limit for limit in LIMITS if limit.key == "sign_in")
    gate = RateLimits(lambda request: HttpResponse())
    gate.counter = Counter(lambda: 0.0)
    tried = [
        status_of(gate, request_of(method="post", name="portal:sign_in")) for _ in range(10_000)
    ]
    assert tried.count(200) == 30
    assert status_of(gate, request_of(method="get", name="portal:sign_in")) == 200


def test_memory_stays_bounded_under_invented_addresses(monkeypatch):
    monkeypatch.setattr(limits, "REMEMBERED", 100)
    counter = Counter()
    for number in range(1000):
        counter.wait(THREE, f"address {number}")
    assert len(counter._buckets) == 100


def test_the_limits_of_an_installation_are_in_force_in_its_settings():
    from zhiqiang.config import settings as installed

    assert installed.RATE_LIMITS == LIMITS
    assert "zhiqiang.config.limits.RateLimits" in installed.MIDDLEWARE


def test_one_address_does_not_bury_an_office_in_cases_sent_without_an_account(settings):
    settings.RATE_LIMITS = LIMITS
    own = RateLimits(lambda request: HttpResponse())
    sent = [status_of(own, request_of(method="post", name="services:send")) for _ in range(21)]
    assert sent == [200] * 20 + [429]
    assert status_of(own, request_of(name="services:send")) == 200
