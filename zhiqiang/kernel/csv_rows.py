"""Rows of a small CSV file whose columns are known beforehand."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from zhiqiang.kernel.errors import UnreadableFile


def rows_of(path: Path, columns: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    """Return every row with the number of its line, the heading being line 1.

    A cell that is not there is an empty text. Raises ``UnreadableFile`` for a file that is no
    UTF-8 text, is empty, or lacks one of ``columns``.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, restval="")
            headings = list(reader.fieldnames or ())
            # Cells behind the last heading stand under no name.
            rows = [
                (reader.line_num, {key: value for key, value in row.items() if key is not None})
                for row in reader
            ]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnreadableFile(f"无法读取 {path}：{error}。请给出 UTF-8 编码的 CSV 文件。") from error
    missing = [name for name in columns if name not in headings]
    if missing:
        raise UnreadableFile(
            f"{path.name} 缺少列 {'、'.join(missing)}。应有 {'、'.join(columns)}。"
        )
    return rows
