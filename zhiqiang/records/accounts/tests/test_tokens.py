"""Tokens: shown once, kept as a hash, ended by their day, by their owner, or with the account."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from zhiqiang.kernel.errors import Refused
from zhiqiang.records.accounts.acting import Acting
from zhiqiang.records.accounts.actions import people, tokens
from zhiqiang.records.accounts.models import AccessToken, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(official, lines):
    return Acting(official, lines)


def test_a_token_opens_for_its_owner_and_its_secret_is_kept_nowhere(own, official, lines):
    secret = tokens.issue(own, official, "每日取数", 30)
    assert tokens.person_of(secret) == official
    kept = AccessToken.objects.get()
    assert secret not in str(vars(kept)) and kept.hint == secret[:8]
    assert kept.until_on == localdate() + timedelta(days=30)
    act, subject, detail = lines[-1]
    assert (act, subject) == ("token_issued", f"person/{official.pk}") and secret not in str(detail)
    for wrong in ("", "zq_", secret[:-1], secret + "x", "zq_" + "x" * 500):
        assert tokens.person_of(wrong) is None


def test_a_token_ends_with_its_day(own, official):
    secret = tokens.issue(own, official, "取数", 7)
    AccessToken.objects.update(until_on=localdate())
    assert tokens.person_of(secret) == official
    AccessToken.objects.update(until_on=localdate() - timedelta(days=1))
    assert tokens.person_of(secret) is None


def test_a_revoked_token_opens_nothing_and_leaves_one_line(own, official, lines):
    secret = tokens.issue(own, official, "取数", 7)
    token_id = AccessToken.objects.get().pk
    tokens.revoke(own, official, token_id)
    tokens.revoke(own, official, token_id)
    assert tokens.person_of(secret) is None
    assert lines.acts == ["token_issued", "token_revoked"]


def test_a_closed_account_and_a_password_reset_close_its_tokens(own, official, by):
    secret = tokens.issue(own, official, "取数", 7)
    people.reset_password(by, official)
    assert tokens.person_of(secret) is None
    Person.objects.update(must_change_password=False)
    assert tokens.person_of(secret) == official
    Person.objects.filter(pk=official.pk).update(is_active=False)
    assert tokens.person_of(secret) is None


def test_tokens_are_for_oneself_few_named_and_short_lived(own, official, visitor, by):
    with pytest.raises(Refused, match="自己"):
        tokens.issue(by, official, "取数", 7)
    with pytest.raises(Refused, match="用途"):
        tokens.issue(own, official, "  ", 7)
    with pytest.raises(Refused, match="有效期"):
        tokens.issue(own, official, "取数", 3650)
    for number in range(tokens.MOST):
        tokens.issue(own, official, f"取数{number}", 7)
    with pytest.raises(Refused, match="已有 5 个"):
        tokens.issue(own, official, "再一个", 7)
    with pytest.raises(Refused):
        tokens.revoke(Acting(visitor, own.record), official, AccessToken.objects.first().pk)


def test_reading_writes_down_its_time_once_in_a_while(own, official, django_assert_num_queries):
    secret = tokens.issue(own, official, "取数", 7)
    tokens.person_of(secret)
    assert AccessToken.objects.get().used_at is not None
    with django_assert_num_queries(1):
        tokens.person_of(secret)
    AccessToken.objects.update(used_at=now() - timedelta(hours=1))
    with django_assert_num_queries(2):
        tokens.person_of(secret)
