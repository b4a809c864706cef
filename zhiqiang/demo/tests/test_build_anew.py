"""Building the example city where something is in the way: an interruption, a real register."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhiqiang import demo
from zhiqiang.demo import city
from zhiqiang.demo.tests.conftest import SMALL
from zhiqiang.kernel.errors import Refused
from zhiqiang.records.registry import queries as registry

pytestmark = pytest.mark.django_db


@pytest.fixture
def empty_home(settings: object, tmp_path: Path) -> Path:
    settings.HOME = tmp_path  # type: ignore[attr-defined]
    return tmp_path


def test_an_interrupted_build_goes_on_after_its_last_step(
    empty_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_off(say: object) -> None:
        raise KeyboardInterrupt

    said: list[str] = []
    with monkeypatch.context() as patch:
        patch.setattr(city, "_publish", break_off)
        with pytest.raises(KeyboardInterrupt):
            demo.build(said.append, SMALL)
    taken = [line for line in said if line.startswith("接收")]
    lists = [path for path in (empty_home / "demo").iterdir() if path.suffix != ".json"]
    assert len(taken) == len(lists) > 1
    said.clear()
    demo.build(said.append, SMALL)
    assert [line for line in said if line.startswith("接收")] == []
    assert registry.count_batches() == len(taken)
    assert "建成" in said[-1]


def test_a_home_with_a_real_register_is_left_alone(empty_home: Path) -> None:
    (empty_home / "divisions.yml").write_text('- {code: "410671", name: 某经济开发区}\n', "utf-8")
    with pytest.raises(Refused):
        demo.build(lambda line: None, SMALL)
    assert not (empty_home / "example.flag").exists()
