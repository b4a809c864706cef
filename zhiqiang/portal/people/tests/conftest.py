"""The cast of the pages of accounts, each with a browser."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from zhiqiang.portal.people.tests import identity_provider
from zhiqiang.records.accounts.acting import Acting, without_lines
from zhiqiang.records.accounts.actions import bodies, factors, posts, register_person
from zhiqiang.records.journal import queries as journal

SECRET = "四季-青山-2719-桥"
REGION = "330300"


@pytest.fixture
def home(tmp_path, settings):
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture
def official(db):
    return register_person("chen", "陈某", "official", SECRET)


@pytest.fixture
def administrator(db):
    return register_person("admin", "管某", "administrator", SECRET)


@pytest.fixture
def visitor(db):
    return register_person("wang", "王某", "visitor", SECRET)


@pytest.fixture
def department(db):
    return bodies.add_body(Acting(None, without_lines), "市知识产权局", "department", REGION)


@pytest.fixture
def clerk(department):
    person = register_person("li", "李某", "visitor", SECRET)
    program = Acting(None, without_lines)
    posts.assign_post(program, person, department, "body_clerk", date(2020, 1, 1))
    return person


def sign_in(client, username="chen", password=SECRET, **more):
    return client.post("/sign-in/", {"username": username, "password": password, **more})


def signed_in(person) -> Client:
    client = Client()
    assert sign_in(client, person.username).status_code == 302
    return client


@pytest.fixture
def stranger(db):
    return Client()


@pytest.fixture
def desk(official):
    return signed_in(official)


@pytest.fixture
def admin(administrator):
    return signed_in(administrator)


@pytest.fixture
def app(official):
    """The secret in the authenticator app of the official."""
    secret = factors.new_secret()
    acting = Acting(official, without_lines)
    now = factors.code_at(secret, _step() - 1)
    factors.start_authenticator(acting, official, secret, now)
    return secret


def _step():
    import time

    return int(time.time()) // factors.STEP


def code_of(secret):
    return factors.code_at(secret, _step())


@pytest.fixture
def provider(home):
    with identity_provider.running() as identities:
        identity_provider.configure(home, identities)
        yield identities


def acts():
    """The acts in the journal, oldest first."""
    return [entry.act for entry in reversed(list(journal.whole()))]
