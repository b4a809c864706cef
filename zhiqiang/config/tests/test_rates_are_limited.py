"""Nobody keeps the others from working, and nobody tries ten thousand passwords."""

import os
from concurrent.futures import ThreadPoolExecutor
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
    made = RateLimits(lambda request: HttpResponse())
    made.counter = Counter(lambda: 0.0)
    return made


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
    size = len(counter._memory)
    for number in range(1000):
        counter.wait(THREE, f"address {number}")
    assert len(counter._memory) == size
    assert [counter.wait(THREE, "address 999") for _ in range(3)] == [0, 0, 20]


def test_invented_addresses_push_out_whom_they_have_not_heard_of_longest(monkeypatch):
    monkeypatch.setattr(limits, "REMEMBERED", 8)
    now = 0.0
    counter = Counter(lambda: now)
    for number in range(9):
        now += 0.001
        assert counter.wait(THREE, f"address {number}") == 0
    assert [counter.wait(THREE, "address 8") for _ in range(3)] == [0, 0, 20]


def test_what_one_process_counts_the_others_know():
    counter = Counter(lambda: 0.0)
    child = os.fork()
    if child == 0:
        allowed = [counter.wait(THREE, "a") for _ in range(2)] == [0, 0]
        os._exit(0 if allowed else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert [counter.wait(THREE, "a") for _ in range(2)] == [0, 20]


def test_processes_and_threads_that_ask_at_once_are_each_counted_once():
    counter = Counter(lambda: 0.0)
    many = Limit("many", "person", 1000, 60)

    def ask(allowed):
        with ThreadPoolExecutor(4) as threads:
            return sum(threads.map(lambda _: counter.wait(many, "a") == 0, range(allowed)))

    children = []
    for _ in range(3):
        reading, writing = os.pipe()
        if (child := os.fork()) == 0:
            os.write(writing, ask(500).to_bytes(4, "big"))
            os._exit(0)
        os.close(writing)
        children.append((child, reading))
    told = []
    for child, reading in children:
        told.append(int.from_bytes(os.read(reading, 4), "big"))
        os.close(reading)
        assert os.waitpid(child, 0)[1] == 0
    assert sum(told) == 1000


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
