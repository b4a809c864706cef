"""Every indicator that the five plans order is in the catalogue, on every basis they use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from zhiqiang.kernel.errors import NotFound
from zhiqiang.records.indicators import queries

ORDERED = Path(__file__).resolve().parents[5] / "shared" / "design" / "what-the-plans-order.md"
_LINE = re.compile(r"^\| (\d+) \| (.+?) \| .*? \| (.+?) \|", re.MULTILINE)


def test_no_ordered_indicator_and_no_basis_of_one_is_missing() -> None:
    if not ORDERED.exists():
        pytest.skip("the merged list of the plans' indicators is not beside this repository")
    text = ORDERED.read_text(encoding="utf-8")
    lines = _LINE.findall(text.split("## 1.")[1].split("\n## 2.")[0])
    assert [int(number) for number, _, _ in lines] == list(range(1, 67))
    missing = []
    for number, name, bases in lines:
        try:
            key = queries.find(name).key
        except NotFound:
            missing.append((number, name))
            continue
        missing += [
            (number, name, basis)
            for basis in bases.split(", ")
            if queries.variant(key, basis) is None
        ]
    assert missing == []
