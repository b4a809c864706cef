"""A home of its own for every test that publishes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from zhiqiang.records.indicators.tests.ledger import DIVISIONS


@pytest.fixture(scope="session")
def statements(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Compiled statements, kept for all tests: they depend on the program alone."""
    return tmp_path_factory.mktemp("statements")


@pytest.fixture
def home(settings: Any, tmp_path: Path, db: None, statements: Path) -> Path:
    settings.HOME = tmp_path
    (tmp_path / "lake").mkdir()
    (tmp_path / "lake" / "statements").symlink_to(statements)
    (tmp_path / "divisions.yml").write_text(DIVISIONS, encoding="utf-8")
    return tmp_path
