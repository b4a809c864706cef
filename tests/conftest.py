"""Where the repository and the shared material are."""

from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """One installation for the whole module; everything in it is taken back at the end."""
    from zhiqiang.config.tests.matrix.world import build

    home = tmp_path_factory.mktemp("home")
    with django_db_blocker.unblock(), override_settings(HOME=home), transaction.atomic():
        yield build(home)
        transaction.set_rollback(True)


@pytest.fixture
def postgres(tmp_path_factory):
    """The address of an empty PostgreSQL server of the test's own; skips where none can run."""
    from bench.postgres import NoServer, server

    try:
        with server(tmp_path_factory.mktemp("postgres")) as found:
            yield found
    except NoServer as missing:
        pytest.skip(str(missing))


@pytest.fixture
def city(db, tmp_path, settings):
    """The small city with three patents, in a home of its own."""
    from zhiqiang.portal.tests import small_city

    settings.HOME = tmp_path
    return small_city.build(tmp_path)


@pytest.fixture
def official(db):
    from tests.desk import SECRET
    from zhiqiang.records.accounts.actions import register_person

    return register_person("chen", "陈某", "official", SECRET)


@pytest.fixture
def desk(official):
    """The browser of the official."""
    from tests.desk import browser_of

    return browser_of(official)
