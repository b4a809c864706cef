"""The office of the case engine, with browsers for its people."""

import pytest

from zhiqiang.records.casework.tests import office as offices


@pytest.fixture
def office(db, tmp_path, settings):
    settings.HOME = tmp_path
    return offices.build(tmp_path)
