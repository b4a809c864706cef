"""The office of the tests, on a day in March 2026."""

from datetime import date

import pytest

from zhiqiang.records.casework.tests import office as offices


@pytest.fixture
def office(db, tmp_path, settings):
    settings.HOME = tmp_path
    return offices.build(tmp_path)


@pytest.fixture
def today(monkeypatch):
    """Set the day on which acts are done."""

    def be(day: date) -> None:
        for module in ("turn.timezone.localdate", "queries.localdate"):
            monkeypatch.setattr(f"zhiqiang.records.casework.{module}", lambda *_: day)

    return be
