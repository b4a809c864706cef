"""The office of the case engine, with browsers for its people."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhiqiang.records.casework.tests import office as offices


@pytest.fixture
def office(db, tmp_path, settings):
    settings.HOME = tmp_path
    return offices.build(tmp_path)


@pytest.fixture
def costs(office):
    """``costs(browser, address)``: the queries of a page with one submitted case, and with three."""

    def count(browser, address):
        counts = []
        for rows in (1, 2):
            for _ in range(rows):
                office.submitted()
            browser.get(address)
            with CaptureQueriesContext(connection) as asked:
                assert browser.get(address).status_code == 200
            counts.append(len(asked))
        return counts

    return count
