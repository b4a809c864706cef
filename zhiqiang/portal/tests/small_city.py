"""A small invented city, filled through the real actions: lists in, snapshot out, a plan loaded."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhiqiang.domains.plans import actions as plans
from zhiqiang.records.indicators.actions import publish_snapshot
from zhiqiang.records.registry.actions import import_file
from zhiqiang.records.search import indexing

REGION = "990100"
ACTOR = "测试"
DIVISIONS = """\
- {code: "990000", name: 云外省}
- {code: "990100", name: 澄江市}
- {code: "990101", name: 东岸区}
- {code: "990102", name: 西坪县}
"""
PLAN = """\
澄江市知识产权强市建设实施方案（2024—2027年）

为贯彻落实知识产权强国建设要求，结合本市实际，制定本方案。

一、总体要求
到2027年，知识产权创造质量明显提高。

二、主要目标
到2027年，有效发明专利拥有量达到10件。

三、主要任务
（一）提高创造质量。支持企业布局高价值专利。（责任单位：市市场监管局、市科技局）

四、保障措施
（一）加强组织领导。各部门密切配合。
"""


@dataclass(frozen=True)
class SmallCity:
    """What was made, for tests to go to."""

    programme: Any
    patents: Any


def application_number(year: int, serial: int, kind: int = 1) -> str:
    """Return an application number with its check digit (ZC 0006-2003)."""
    digits = f"{year}{kind}{serial:07d}"
    weights = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
    rest = sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11
    return f"{digits}.{'X' if rest == 10 else rest}"


def patents(count: int) -> list[dict[str, str]]:
    """Return rows of a patent list, one of them held by a natural person."""
    return [
        {
            "申请号": application_number(2019, number),
            "专利名称": f"一种阀门的密封结构之{number}",
            "专利类型": "发明",
            "申请日": f"2019-03-{number:02d}",
            "授权公告日": f"2021-06-{number:02d}",
            "申请人": "张三丰" if number == 2 else "澄江阀门有限公司",
            "申请人类型": "个人" if number == 2 else "企业",
            "区划代码": "990101",
            "法律状态": "授权",
        }
        for number in range(1, count + 1)
    ]


def write_csv(path: Path, rows: list[dict[str, str]]) -> Path:
    """Write rows as spreadsheet programs save them: UTF-8 with a mark."""
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.DictWriter(out, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def publish() -> None:
    """Publish what there is, and make it searchable."""
    indexing.index_snapshot(publish_snapshot(ACTOR).number)


def build(home: Path, count: int = 3) -> SmallCity:
    """Fill the installation in ``home``, which the settings have to name."""
    (home / "divisions.yml").write_text(DIVISIONS, encoding="utf-8")
    (home / "region.txt").write_text(REGION, encoding="utf-8")
    received = import_file("patents", write_csv(home / "专利清单.csv", patents(count)), ACTOR)
    publish()
    plan = home / "实施方案.txt"
    plan.write_text(PLAN, encoding="utf-8")
    return SmallCity(plans.load_programme(plan, REGION, ACTOR), received)
