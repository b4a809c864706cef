"""The tutorial does what it says: its commands and files are taken from its own text."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_INTO = re.compile(r"`~/([^`]+)`:\s*$")


def steps(text: str) -> list[tuple[str, str, str]]:
    """Return (kind, where, content) of each block: commands, or a file and where it is written."""
    out = []
    for block in _BLOCK.finditer(text):
        into = _INTO.search(text[: block.start()].rstrip()) if block[1] else None
        assert not block[1] or into, f"no place is named for the {block[1]} block"
        out.append((block[1], into[1] if into else "", block[2]))
    return out


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Work sections 2 to 4 as a newcomer does, in one shell's order; each command with its output."""
    home = tmp_path_factory.mktemp("newcomer")
    text = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    text = text[text.index("## 2.") : text.index("## 5.")]
    settings = {"HOME": str(home), "LANG": "C.UTF-8", "PATH": os.environ["PATH"]}
    out = {}
    for kind, where, content in steps(text):
        if kind:
            (home / where).write_text(content, encoding="utf-8")
            continue
        for command in content.strip().splitlines():
            if exported := re.fullmatch(r"export (\w+)=~/(\S+)", command):
                settings[exported[1]] = str(home / exported[2])
                continue
            done = subprocess.run(
                ["bash", "-c", command],
                cwd=ROOT,
                env=settings,
                capture_output=True,
                text=True,
                timeout=300,
                check=False,
            )
            assert done.returncode == 0, f"{command}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
            out[command] = done.stdout
    return out


def _of(told: dict[str, str], words: str) -> str:
    (found,) = [output for command, output in told.items() if words in command]
    return found


def test_a_plan_is_compiled_and_loaded(told: dict[str, str]) -> None:
    assert "知识产权质押融资" in _of(told, "zhiqiang compile")
    assert "目标" in _of(told, "programme load")


def test_lists_are_taken_over_and_what_could_not_be_is_said(told: dict[str, str]) -> None:
    assert re.search(r"拒收 [1-9]", _of(told, "import patents"))
    assert re.search(r"新增 1", _of(told, "import statistics"))


def test_a_figure_with_its_parts_comes_from_the_snapshot(told: dict[str, str]) -> None:
    found = _of(told, "indicator 每万人口")
    assert "125 万人" in found or "1,250,000" in found or "1250000" in found
    assert "快照 1" in found
    assert _of(told, "rows 每万人口").startswith("1 条记录")


def test_the_new_indicator_is_computed_and_opens_its_rows(told: dict[str, str]) -> None:
    figure = _of(told, "indicator 外观设计专利申请量")
    value, rows = re.search(r"(\d+) ?件", figure), _of(told, "rows 外观设计专利申请量")
    assert value is not None and int(value[1]) == 1
    assert rows.startswith(f"{value[1]} 条记录") and "收纳盒" in rows
