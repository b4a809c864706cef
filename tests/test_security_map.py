"""Each control in docs/security.md names tests that exist."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROWS = [
    line
    for line in (ROOT / "docs" / "security.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith("| 类别")
]


def names_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: "/".join(row.split(" | ")[:2]).strip("| "))
def test_the_control_names_tests_that_exist(row):
    named = re.findall(r"`([\w/]+\.py)::(test_\w+)`", row)
    assert named
    for path, name in named:
        assert name in names_in(ROOT / path), f"{path}::{name}"


def test_the_areas_that_software_can_meet_are_all_there():
    areas = {row.split("|")[1].strip() for row in ROWS}
    assert areas == {
        "身份鉴别", "访问控制", "安全审计", "入侵防范", "恶意代码防范",
        "数据完整性", "数据保密性", "剩余信息保护", "个人信息保护",
    }  # fmt: skip
