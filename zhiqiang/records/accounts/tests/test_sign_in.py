"""Signing in: the right pair opens, wrong ones close the door for a while."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from zhiqiang.kernel.errors import Refused
from zhiqiang.records.accounts.actions import ATTEMPTS, register_person, sign_in
from zhiqiang.records.accounts.models import FailedSignIn

pytestmark = pytest.mark.django_db
SECRET = "四季-青山-2719-桥"


@pytest.fixture
def official():
    return register_person("chen", "陈某", "official", SECRET)


def fail(times, username="chen", address="10.0.0.1"):
    for _ in range(times):
        with pytest.raises(Refused):
            sign_in(username, "not this one", address)


def test_the_right_password_signs_in(official):
    assert sign_in(" chen ", SECRET, "10.0.0.1") == official


def test_unknown_names_and_wrong_passwords_are_refused_with_the_same_words(official):
    with pytest.raises(Refused) as wrong:
        sign_in("chen", "not this one", "10.0.0.1")
    with pytest.raises(Refused) as unknown:
        sign_in("nobody", "not this one", "10.0.0.1")
    assert str(wrong.value) == str(unknown.value) == "用户名或密码不正确。"


def test_after_five_failures_even_the_right_password_is_refused(official):
    fail(ATTEMPTS)
    with pytest.raises(Refused, match="15 分钟后再试"):
        sign_in("chen", SECRET, "10.0.0.1")


def test_another_address_and_another_name_stay_open(official):
    fail(ATTEMPTS)
    assert sign_in("chen", SECRET, "10.0.0.2") == official


def test_a_success_forgets_the_failures(official):
    fail(ATTEMPTS - 1)
    sign_in("chen", SECRET, "10.0.0.1")
    fail(ATTEMPTS - 1)
    assert sign_in("chen", SECRET, "10.0.0.1") == official


def test_the_door_opens_again_after_a_quarter_of_an_hour(official):
    fail(ATTEMPTS)
    FailedSignIn.objects.update(at=now() - timedelta(minutes=16))
    assert sign_in("chen", SECRET, "10.0.0.1") == official


def test_a_disabled_account_is_refused(official):
    official.is_active = False
    official.save()
    with pytest.raises(Refused):
        sign_in("chen", SECRET, "10.0.0.1")


def test_a_taken_name_a_weak_password_and_an_unknown_role_are_refused(official):
    for values in (
        ("chen", "陈某", "official", SECRET),
        ("li", "李某", "official", "12345"),
        ("li", "李某", "king", SECRET),
    ):
        with pytest.raises(Refused):
            register_person(*values)
