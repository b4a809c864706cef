"""Signing in: the right pair opens, wrong ones close the door for longer each time."""

import time
from datetime import timedelta

import pytest
from django.contrib.auth import hashers
from django.utils.timezone import now

from zhiqiang.kernel.errors import Refused
from zhiqiang.records.accounts.actions import register_person, sign_in
from zhiqiang.records.accounts.actions.lockout import (
    ACCOUNT,
    ADDRESS,
    LONGEST,
    Locked,
    address_key,
    seconds_closed,
    succeed,
)
from zhiqiang.records.accounts.models import Lock

pytestmark = pytest.mark.django_db
SECRET = "四季-青山-2719-桥"


@pytest.fixture
def official():
    return register_person("chen", "陈某", "official", SECRET)


@pytest.fixture
def hashed(monkeypatch):
    """Count how often a password is hashed."""
    calls = []
    encode = hashers.get_hasher().__class__.encode
    monkeypatch.setattr(
        hashers.get_hasher().__class__,
        "encode",
        lambda self, *args, **kwargs: calls.append(1) or encode(self, *args, **kwargs),
    )
    return calls


def fail(times, username="chen", address="10.0.0.1"):
    for _ in range(times):
        with pytest.raises(Refused):
            sign_in(username, "not this one", address)


def pass_time(seconds):
    """Let the doors age, as the clock would."""
    for lock in Lock.objects.all():
        lock.failed_at -= timedelta(seconds=seconds)
        if lock.closed_until:
            lock.closed_until -= timedelta(seconds=seconds)
        lock.save()


def test_the_right_password_signs_in(official):
    assert sign_in(" chen ", SECRET, "10.0.0.1") == official


def test_unknown_names_wrong_passwords_and_closed_accounts_are_refused_with_the_same_words(
    official,
):
    closed = register_person("li", "李某", "official", SECRET)
    closed.is_active = False
    closed.save()
    said = set()
    for username, password in (("chen", "wrong"), ("nobody", "wrong"), ("li", SECRET)):
        with pytest.raises(Refused) as refused:
            sign_in(username, password, "10.0.0.1")
        said.add(str(refused.value))
    assert said == {"用户名或密码不正确。"}


def test_an_account_past_its_last_day_is_refused(official):
    official.until_on = now().date() - timedelta(days=2)
    official.save()
    with pytest.raises(Refused):
        sign_in("chen", SECRET, "10.0.0.1")


def test_after_five_failures_even_the_right_password_is_refused(official):
    fail(ACCOUNT.free)
    with pytest.raises(Locked, match="10 分钟后再试") as closed:
        sign_in("chen", SECRET, "10.0.0.2")
    assert 590 <= closed.value.seconds <= 601


def test_each_further_failure_closes_for_longer_up_to_an_hour(official):
    fail(ACCOUNT.free)
    waits = []
    for _ in range(4):
        pass_time(LONGEST)
        fail(1)
        waits.append(round(seconds_closed("chen") / 60))
    assert waits == [20, 40, 60, 60]


def test_an_address_closes_for_all_names_after_thirty_failures(official):
    for number in range(ADDRESS.free):
        fail(1, username=f"guess{number}", address="10.0.0.9")
    with pytest.raises(Locked):
        sign_in("chen", SECRET, "10.0.0.9")
    assert sign_in("chen", SECRET, "10.0.0.2") == official


def test_a_sign_in_opens_the_account_anew_but_not_the_address(official):
    for _ in range(ADDRESS.free - 1):
        fail(1, username="guess", address="10.0.0.9")
        pass_time(LONGEST)
    sign_in("chen", SECRET, "10.0.0.9")
    assert Lock.objects.get(key=address_key("10.0.0.9")).failures == ADDRESS.free - 1
    fail(ACCOUNT.free - 1)
    sign_in("chen", SECRET, "10.0.0.1")
    succeed("chen")
    fail(ACCOUNT.free - 1)
    assert sign_in("chen", SECRET, "10.0.0.1") == official


def test_a_right_password_alone_forgets_no_failure(official):
    fail(ACCOUNT.free - 1)
    sign_in("chen", SECRET, "10.0.0.1")
    fail(1)
    with pytest.raises(Locked):
        sign_in("chen", SECRET, "10.0.0.1")


def test_failures_are_forgotten_after_a_day(official):
    fail(ACCOUNT.free - 1)
    pass_time(25 * 3600)
    fail(1)
    assert sign_in("chen", SECRET, "10.0.0.1") == official


def test_a_clock_that_is_set_back_closes_no_door_for_longer_than_was_meant(official):
    fail(ACCOUNT.free)
    pass_time(-30 * 24 * 3600)  # The clock now shows a day a month before the failures.
    with pytest.raises(Locked) as closed:
        sign_in("chen", SECRET, "10.0.0.1")
    assert closed.value.seconds <= ACCOUNT.first + 1
    pass_time(ACCOUNT.first + 1)
    assert sign_in("chen", SECRET, "10.0.0.1") == official


def test_a_closed_door_hashes_nothing(official, hashed):
    fail(ACCOUNT.free)
    before = len(hashed)
    fail(20)
    assert len(hashed) == before


def test_ten_thousand_attempts_on_one_account_take_bounded_time_and_five_hashes(official, hashed):
    hashed.clear()
    began = time.perf_counter()
    fail(10_000)
    assert len(hashed) == ACCOUNT.free
    assert time.perf_counter() - began < 60
    assert Lock.objects.count() == 2


def test_ten_thousand_names_from_one_address_take_thirty_hashes(official, hashed):
    hashed.clear()
    for number in range(10_000):
        fail(1, username=f"name{number}", address="10.0.0.7")
    assert len(hashed) == ADDRESS.free
    assert Lock.objects.count() == ADDRESS.free + 1


def test_all_addresses_of_one_site_are_counted_together():
    assert address_key("2001:db8:1:2::5") == address_key("2001:db8:1:2:ffff::1")
    assert address_key("2001:db8:1:3::5") != address_key("2001:db8:1:2::5")


def test_an_ipv4_address_written_as_ipv6_is_itself_and_not_all_of_them():
    assert address_key("::ffff:10.0.0.9") == address_key("10.0.0.9")
    assert address_key("::ffff:10.0.0.8") != address_key("::ffff:10.0.0.9")


def test_every_failure_and_every_closed_door_leaves_a_line(official):
    lines = []
    for _ in range(ACCOUNT.free + 3):
        with pytest.raises(Refused):
            sign_in("chen", "wrong", "10.0.0.1", record=lambda *line: lines.append(line))
    assert [line[0] for line in lines] == ["sign_in_failed"] * ACCOUNT.free + ["sign_in_locked"]
    assert all("wrong" not in str(line) for line in lines)


def test_a_taken_name_a_weak_password_and_an_unknown_role_are_refused(official):
    for values in (
        ("chen", "陈某", "official", SECRET),
        ("CHEN", "陈某", "official", SECRET),
        ("li", "李某", "official", "12345"),
        ("li", "李某", "king", SECRET),
    ):
        with pytest.raises(Refused):
            register_person(*values)
