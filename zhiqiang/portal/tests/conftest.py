"""The cast and the city of the page tests."""

from __future__ import annotations

import pytest
from django.test import Client

from zhiqiang.portal.tests import small_city
from zhiqiang.records.accounts.actions import register_person

SECRET = "Siji-Qingshan-2719"


@pytest.fixture
def home(tmp_path, settings):
    """A home folder of its own for one test."""
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture
def official(db):
    return register_person("chen", "陈某", "official", SECRET)


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
def city(db, home):
    """The small city with three patents."""
    return small_city.build(home)
