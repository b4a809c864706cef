"""Building the example city: through the doors of real lists, once, and never over real data."""

from __future__ import annotations

import stat
import time
from datetime import date
from pathlib import Path

import pytest

from zhiqiang import demo
from zhiqiang.demo import city
from zhiqiang.kernel.errors import Refused
from zhiqiang.records.accounts import queries as people
from zhiqiang.records.indicators import queries as indicators
from zhiqiang.records.journal import queries as journal
from zhiqiang.records.registry import queries as registry

SMALL = 1 / 50
YEAR_END = date(2025, 12, 31)
pytestmark = pytest.mark.django_db


@pytest.fixture
def home(settings: object, tmp_path: Path) -> Path:
    settings.HOME = tmp_path  # type: ignore[attr-defined]
    return tmp_path


def test_a_small_city_goes_through_the_whole_pipeline(home: Path) -> None:
    said: list[str] = []
    demo.build(said.append, SMALL)
    assert len(list(registry.batches())) == 14
    figures = indicators.figures("990100", YEAR_END)
    assert [figure.name for figure in figures if figure.value is None] == []
    assert journal.verify() == []
    assert any("发布快照 1" in line for line in said)

    said.clear()
    started = time.monotonic()
    demo.build(said.append, SMALL)
    assert time.monotonic() - started < 0.2
    assert len(said) == 1
    assert len(list(registry.batches())) == 14


def test_the_password_is_random_and_only_the_owner_reads_it(home: Path) -> None:
    city._prepare(home)
    city._make_account(home)
    path = home / "demo" / "sign-in.txt"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    name, password = (line.partition("：")[2] for line in demo.how_to_sign_in())
    person = people.person_named(name)
    assert len(password) >= 16
    assert person is not None
    assert person.check_password(password)


def test_an_interrupted_build_goes_on_after_its_last_step(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_off(say: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(city, "_publish", break_off)
    with pytest.raises(KeyboardInterrupt):
        demo.build(lambda line: None, SMALL)
    before = len(list(registry.batches()))
    monkeypatch.undo()
    demo.build(lambda line: None, SMALL)
    assert len(list(registry.batches())) == before


def test_a_home_with_a_real_register_is_left_alone(home: Path) -> None:
    (home / "divisions.yml").write_text('- {code: "410671", name: 某经济开发区}\n', "utf-8")
    with pytest.raises(Refused):
        demo.build(lambda line: None, SMALL)
    assert not (home / "example.flag").exists()
