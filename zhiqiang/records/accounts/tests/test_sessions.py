"""A session ends: unused, too old, one too many, taken away, or from a time that has not been."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now

from zhiqiang.records.accounts.acting import Acting
from zhiqiang.records.accounts.actions import people, signing
from zhiqiang.records.accounts.models import Session
from zhiqiang.records.accounts.tests.conftest import SECRET

pytestmark = pytest.mark.django_db
PAGE = "/account/"


@pytest.fixture
def desk(official):
    client = Client()
    client.force_login(official)
    assert client.get(PAGE).status_code == 200
    return client


def is_in(client):
    return client.get(PAGE).status_code == 200


def age(**times):
    for one in Session.objects.filter(person__isnull=False):
        for name, delta in times.items():
            setattr(one, name, getattr(one, name) - delta)
        one.save()


def test_a_session_knows_whose_it_is(desk, official):
    one = Session.objects.get(person=official)
    assert now() - one.began_at < timedelta(seconds=30)


def test_half_an_hour_without_a_request_ends_it(desk):
    age(seen_at=timedelta(minutes=29))
    assert is_in(desk)
    age(seen_at=timedelta(minutes=31))
    assert not is_in(desk)
    assert not Session.objects.filter(person__isnull=False).exists()


def test_twelve_hours_end_it_however_busy_it_is(desk):
    age(began_at=timedelta(hours=11, minutes=59))
    assert is_in(desk)
    age(began_at=timedelta(minutes=2))
    assert not is_in(desk)


def test_reading_pages_keeps_it_and_writes_at_most_once_a_minute(desk):
    age(seen_at=timedelta(minutes=20))
    assert is_in(desk)
    one = Session.objects.get(person__isnull=False)
    assert now() - one.seen_at < timedelta(seconds=30)
    assert is_in(desk)
    assert Session.objects.get(person__isnull=False).seen_at == one.seen_at


def test_a_clock_that_is_set_back_does_not_lengthen_it(desk):
    age(seen_at=timedelta(hours=-2), began_at=timedelta(hours=-2))
    assert not is_in(desk)


def test_signing_out_everywhere_ends_all_and_only_ones_own(desk, official, administrator, lines):
    other, admin = Client(), Client()
    other.force_login(official)
    admin.force_login(administrator)
    assert signing.sign_out_everywhere(Acting(official, lines), official) == 2
    assert not is_in(desk) and not is_in(other) and is_in(admin)


def test_one_device_is_signed_out_by_a_tag_that_does_not_open_it(desk, official, lines):
    other = Client()
    other.force_login(official)
    key = other.session.session_key
    tag = signing.session_tag(key)
    assert key not in tag
    signing.end_session(Acting(official, lines), official, tag)
    assert is_in(desk) and not is_in(other)


def test_a_changed_password_ends_the_others(desk, official, lines):
    other = Client()
    other.force_login(official)
    keep = desk.session.session_key
    people.change_password(Acting(official, lines), official, SECRET, "Kestrel-8-Paddock", keep)
    assert not is_in(other)


def test_a_closed_account_is_out_at_once(desk, official):
    official.is_active = False
    official.save()
    assert not is_in(desk)


def test_of_more_than_three_the_oldest_end(official):
    clients = [Client() for _ in range(4)]
    for number, client in enumerate(clients):
        client.force_login(official)
        Session.objects.filter(pk=client.session.session_key).update(
            seen_at=now() - timedelta(minutes=9 - number)
        )
    assert signing.keep_newest_sessions(official, clients[3].session.session_key) == 1
    assert [is_in(client) for client in clients] == [False, True, True, True]
