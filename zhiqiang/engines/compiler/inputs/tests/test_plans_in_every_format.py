"""The hand-checked plans as Word, PDF and web page compile to the same targets as their text."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from zhiqiang.engines.compiler import compile_file
from zhiqiang.engines.compiler.inputs.tests.conftest import Printer
from zhiqiang.engines.compiler.inputs.tests.papers import as_page, as_site, as_word
from zhiqiang.engines.compiler.tests.test_gold import SHARED, measure

NAMES = ("hebi", "jimo", "meixian", "shanxi", "wenzhou")
NEAR = 0.03


def score(name: str, path: Path) -> dict[str, float]:
    """Return F1 of targets and tasks against the hand-checked reading."""
    judge = measure()
    gold = json.loads((SHARED / "eval" / "plans" / f"{name}.json").read_text(encoding="utf-8"))
    compiled: dict[str, Any] = json.loads(json.dumps(compile_file(path).as_json()))
    found = judge.score(source(name).read_text(encoding="utf-8"), gold, compiled)
    return {key: judge.prf(*found[key])[2] for key in ("targets", "tasks", "units")}


def source(name: str) -> Path:
    path = SHARED / "plans" / f"{name}.txt"
    if not path.exists():
        pytest.skip("手工核对的计划(../shared/plans)不在仓库旁")
    return path


@pytest.fixture(params=NAMES)
def plan(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def assert_near(name: str, path: Path) -> None:
    text, other = score(name, source(name)), score(name, path)
    for key, value in text.items():
        assert abs(other[key] - value) <= NEAR, key


def test_as_word(plan: str, tmp_path: Path) -> None:
    text = source(plan).read_text(encoding="utf-8")
    assert_near(plan, as_word(text, tmp_path / "plan.docx"))


def test_as_web_page(plan: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.html"
    path.write_text(as_site(source(plan).read_text(encoding="utf-8")), encoding="utf-8")
    assert_near(plan, path)


def test_as_pdf(plan: str, tmp_path: Path, print_page: Printer) -> None:
    text = source(plan).read_text(encoding="utf-8")
    assert_near(plan, print_page(as_page(text), tmp_path / "plan.pdf"))


def test_as_binary_word(plan: str, tmp_path: Path, to_binary_word: Callable[[Path], Path]) -> None:
    text = source(plan).read_text(encoding="utf-8")
    assert_near(plan, to_binary_word(as_word(text, tmp_path / "plan.docx")))
