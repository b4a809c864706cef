"""Second factors: a code works once, at its time; recovery codes once; a copy of a key not at all."""

import time

import pytest
from django.conf import settings as django_settings

from zhiqiang.kernel.errors import Refused
from zhiqiang.records.accounts.acting import Acting
from zhiqiang.records.accounts.actions import factors, passkeys
from zhiqiang.records.accounts.models import Authenticator, Person, RecoveryCode
from zhiqiang.records.accounts.sealing import seal, unseal

pytestmark = pytest.mark.django_db
START = 1_790_000_010


class Clock:
    now = float(START)

    def __call__(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(time, "time", clock)
    return clock


@pytest.fixture
def secret(official, lines, clock):
    """The official's authenticator app, started a minute ago."""
    secret = factors.new_secret()
    factors.start_authenticator(Acting(official, lines), official, secret, code(secret, clock))
    clock.now += 60
    return secret


def code(secret, clock, steps=0):
    return factors.code_at(secret, int(clock.now) // factors.STEP + steps)


def test_codes_are_those_of_the_standard():
    """RFC 6238, appendix B, the last six digits of the SHA-1 rows."""
    key = b"12345678901234567890"
    for at, digits in ((59, "287082"), (1111111109, "081804"), (20000000000, "353130")):
        assert factors.code_at(key, at // 30) == digits


def test_an_app_is_in_place_after_its_first_right_code(official, lines, clock):
    secret = factors.new_secret()
    with pytest.raises(Refused, match="动态口令不正确"):
        factors.start_authenticator(Acting(official, lines), official, secret, "000000")
    assert not factors.has_second_factor(official)
    factors.start_authenticator(Acting(official, lines), official, secret, code(secret, clock))
    assert factors.has_second_factor(official)
    assert lines.acts == ["authenticator_started"]


def test_a_code_works_once(official, secret, clock):
    now = code(secret, clock)
    assert factors.accept_code(official, now)
    assert not factors.accept_code(official, now)
    clock.now += factors.STEP  # Still within the tolerance of the clock, and still used.
    assert not factors.accept_code(official, now)


def test_the_code_that_started_the_app_does_not_open_the_account(official, lines, clock):
    secret = factors.new_secret()
    first = code(secret, clock)
    factors.start_authenticator(Acting(official, lines), official, secret, first)
    assert not factors.accept_code(official, first)


def test_phones_may_be_half_a_minute_off_and_no_more(official, secret, clock):
    assert not factors.accept_code(official, code(secret, clock, -2))
    assert not factors.accept_code(official, code(secret, clock, 2))
    assert factors.accept_code(official, code(secret, clock, -1))
    assert factors.accept_code(official, code(secret, clock, 1))


def test_a_clock_that_is_set_back_brings_no_used_code_back(official, secret, clock):
    used = code(secret, clock)
    assert factors.accept_code(official, used)
    clock.now -= 3600
    assert not factors.accept_code(official, used)
    assert not factors.accept_code(official, code(secret, clock))
    clock.now += 3600 + 2 * factors.STEP
    assert factors.accept_code(official, code(secret, clock))


def test_of_two_requests_with_one_code_one_is_refused(official, secret, clock, monkeypatch):
    now = code(secret, clock)
    step = int(clock.now) // factors.STEP

    def meanwhile(*args):
        Authenticator.objects.update(last_step=step)
        return step

    monkeypatch.setattr(factors, "_step_of", meanwhile)
    assert not factors.accept_code(official, now)


@pytest.mark.parametrize("typed", ["{0[0]}{0[1]}{0[2]} {0[3]}{0[4]}{0[5]}", " {0} ", "{0}\n"])
def test_codes_may_be_typed_with_blanks(official, secret, clock, typed):
    assert factors.accept_code(official, typed.format(code(secret, clock)))


@pytest.mark.parametrize("typed", ["", "1", "abcdef", "0" * 5000, "１２", "۱۲۳۴۵۶"])
def test_what_is_no_code_is_refused_quietly(official, secret, typed):
    assert not factors.accept_code(official, typed)


def test_the_secret_is_sealed_and_opens_for_its_owner_only(official, secret, settings):
    kept = bytes(Authenticator.objects.get().secret)
    assert secret not in kept
    with pytest.raises(Refused, match="密钥"):
        unseal(kept, "person/999")
    sealed = seal(b"x", "person/1")
    assert unseal(sealed, "person/1") == b"x"
    settings.SECRET_KEY = "another" + django_settings.SECRET_KEY
    with pytest.raises(Refused, match="更换"):
        unseal(sealed, "person/1")


def test_recovery_codes_work_once_each_and_new_ones_replace_them(official, visitor, lines):
    who = Acting(official, lines)
    codes = factors.make_recovery_codes(who, official)
    assert len(set(codes)) == 10
    assert factors.accept_recovery_code(official, codes[0].lower().replace("-", " "))
    assert not factors.accept_recovery_code(official, codes[0])
    assert not factors.accept_recovery_code(visitor, codes[1])
    assert factors.recovery_codes_left(official) == 9
    factors.make_recovery_codes(who, official)
    assert not factors.accept_recovery_code(official, codes[1])
    kept = list(RecoveryCode.objects.values_list("hash", flat=True))
    assert not any(one.replace("-", "") in str(kept) for one in codes)
    assert not any(one in str(lines) for one in codes)


def test_a_role_that_demands_a_factor_keeps_the_last_one(administrator, lines, clock):
    who, secret = Acting(administrator, lines), factors.new_secret()
    factors.start_authenticator(who, administrator, secret, code(secret, clock))
    assert factors.needs_second_factor(administrator)
    with pytest.raises(Refused, match="须使用第二因素"):
        factors.stop_authenticator(who, administrator)
    assert factors.has_second_factor(administrator)


def test_nobody_sets_up_a_factor_for_another_and_resets_take_the_right(by, official, lines, secret):
    for act in (
        lambda: factors.start_authenticator(by, official, secret, "000000"),
        lambda: factors.stop_authenticator(by, official),
        lambda: factors.make_recovery_codes(by, official),
        lambda: passkeys.add_passkey(by, official, "localhost", {}, "{}", "x"),
        lambda: passkeys.remove_passkey(by, official, 1),
    ):
        with pytest.raises(Refused, match="自己的"):
            act()
    with pytest.raises(Refused, match="管理账户"):
        factors.reset_factors(Acting(official, lines), by.person)
    with pytest.raises(Refused, match="自己的第二因素"):
        factors.reset_factors(by, by.person)
    factors.reset_factors(by, official)
    assert not factors.has_second_factor(Person.objects.get(pk=official.pk))


@pytest.mark.parametrize(
    "answer", ["", "null", "[]", "{}", '{"id": 1}', "x" * 20_000, '{"rawId": "é"}']
)
def test_what_is_no_answer_of_a_passkey_is_refused_quietly(official, lines, answer):
    options, state = passkeys.begin_adding(official, "localhost")
    assert options["rp"]["id"] == "localhost"
    with pytest.raises(Refused, match="没有通过验证"):
        passkeys.add_passkey(Acting(official, lines), official, "localhost", state, answer, "x")
    assert not passkeys.accept_answer(official, "localhost", state, answer)


@pytest.mark.parametrize("host", ["127.0.0.1", "10.0.0.8", "::1"])
def test_passkeys_need_a_name_and_not_an_address(official, host):
    assert not passkeys.works_on(host)
    with pytest.raises(Refused, match="域名"):
        passkeys.begin_adding(official, host)
