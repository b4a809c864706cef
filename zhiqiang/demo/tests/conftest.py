"""A small example city, built once for the tests of a module and undone after them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from zhiqiang import demo

SMALL = 1 / 50


@pytest.fixture(scope="module")
def small_city(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """Yield the home of a small city; what was written to the ledger is rolled back at the end."""
    home = tmp_path_factory.mktemp("city")
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setattr(settings, "HOME", home)
        with transaction.atomic():
            demo.build(lambda line: None, SMALL)
            yield home
            transaction.set_rollback(True)
