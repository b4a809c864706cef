"""Small lists for tests, in the headings of the catalogue."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from zhiqiang.kernel.identifiers import application_check_digit

PATENT_HEADINGS = (
    "申请号",
    "公开(公告)号",
    "公开(公告)日",
    "申请日",
    "专利类型",
    "名称",
    "申请人",
    "地址",
)


def numbered(year: int, kind: int, serial: int) -> str:
    """Return an application number with its right check digit."""
    body = f"{year}{kind}{serial:07d}"
    return f"{body}.{application_check_digit(body)}"


def write(
    path: Path, headings: tuple[str, ...], rows: list[dict[str, str]], encoding: str = "utf-8"
) -> Path:
    """Write rows under headings as a CSV file."""
    text = io.StringIO()
    writer = csv.DictWriter(text, headings, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def patent(serial: int = 1, **given: str) -> dict[str, str]:
    """Return a row of a patent list: a published invention of one company."""
    return {
        "申请号": numbered(2015, 1, serial),
        "公开(公告)号": f"CN{105000000 + serial}A",
        "公开(公告)日": "2016-03-02",
        "申请日": "2015-06-01",
        "专利类型": "发明",
        "名称": f"一种第{serial}号装置",
        "申请人": "甲科技有限公司",
        "地址": "浙江省温州市鹿城区人民路1号",
    } | given


def patents(path: Path, rows: list[dict[str, str]], more: tuple[str, ...] = ()) -> Path:
    """Write a patent list."""
    return write(path, (*PATENT_HEADINGS, *more), rows)
