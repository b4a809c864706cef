"""Small CSV files: their rows, and what is said of those that are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhiqiang.kernel.csv_rows import rows_of
from zhiqiang.kernel.errors import UnreadableFile


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8-sig")
    return path


def test_rows_come_with_their_lines_and_short_ones_are_filled(tmp_path: Path):
    path = write(tmp_path / "表.csv", '甲,乙\n1,"2\n3"\n4\n5,6,7\n')
    assert rows_of(path, ["甲", "乙"]) == [
        (3, {"甲": "1", "乙": "2\n3"}),
        (4, {"甲": "4", "乙": ""}),
        (5, {"甲": "5", "乙": "6"}),
    ]


@pytest.mark.parametrize("text", ["", "\n", "甲\n1\n"])
def test_a_file_without_the_columns_is_refused_even_when_it_is_empty(tmp_path: Path, text: str):
    with pytest.raises(UnreadableFile, match="表.csv 缺少列 .*乙。应有 甲、乙"):
        rows_of(write(tmp_path / "表.csv", text), ["甲", "乙"])


def test_what_is_no_text_is_refused(tmp_path: Path):
    path = tmp_path / "表.csv"
    path.write_bytes("甲,乙\n".encode("gb18030"))
    with pytest.raises(UnreadableFile, match="UTF-8"):
        rows_of(path, ["甲"])
