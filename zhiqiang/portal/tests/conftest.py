"""The cast of the page tests."""

from __future__ import annotations

import pytest
from django.test import Client

from zhiqiang.records.accounts.actions import register_person

SECRET = "四季-青山-2719-桥"


@pytest.fixture
def official(db):
    return register_person("chen", "陈某", "official", SECRET)


@pytest.fixture
def visitor(db):
    return register_person("wang", "王某", "visitor", SECRET)


@pytest.fixture
def stranger(db) -> Client:
    """A browser that has not signed in."""
    return Client()


@pytest.fixture
def desk(official) -> Client:
    """The browser of the official."""
    client = Client()
    client.force_login(official)
    return client


@pytest.fixture
def home(tmp_path, settings):
    """A home folder of its own for one test."""
    settings.HOME = tmp_path
    return tmp_path
