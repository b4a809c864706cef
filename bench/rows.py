"""Patent rows of any number, streamed to a file as a province sends it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from random import Random

from zhiqiang.demo.numbering import application_number, credit_code

HEADINGS = [
    *("序号", "申请号", "专利名称", "专利类型", "申请日", "公开(公告)号", "公开(公告)日"),
    *("授权公告日", "申请人", "当前权利人", "统一社会信用代码", "当前权利人地址", "区划代码"),
    *("主分类号", "分类号", "战略性新兴产业分类", "海外有同族专利权", "法律状态", "失效日期"),
]
COUNTIES = ("990102", "990103", "990104", "990121", "990122", "990123", "990181")
_KINDS = (("发明", "1"), ("实用新型", "2"), ("外观设计", "3"))
_FIRST, _LAST = date(2010, 1, 4), date(2025, 12, 31)


def patent_rows(count: int) -> Iterator[list[str]]:
    """Yield ``count`` rows of as many rights; one firm in twenty rows, as in real lists."""
    rng = Random("bench")  # noqa: S311
    firms = [
        (
            f"测速{n}号精密机械有限公司",
            credit_code("91", COUNTIES[n % 7], 20_000_000 + n),
            COUNTIES[n % 7],
        )
        for n in range(max(1, count // 20))
    ]
    for n in range(count):
        kind, digit = _KINDS[0 if n % 20 < 9 else 1 if n % 20 < 17 else 2]
        filed = _FIRST + timedelta(days=rng.randrange(5600))
        name, code, region = firms[rng.randrange(len(firms))]
        granted = filed + timedelta(days=rng.randrange(200, 900))
        ended = granted + timedelta(days=rng.randrange(400, 2000))
        is_granted = rng.random() < 0.8 and granted <= _LAST
        is_ended = rng.random() < 0.25 and ended <= _LAST
        status = (
            "未缴年费专利权终止"
            if is_ended and is_granted
            else "授权"
            if is_granted
            else "实质审查"
        )
        yield [
            str(n + 1),
            application_number(filed.year, digit, n),
            f"一种测速{n % 977}型{kind}装置",
            kind,
            f"{filed:%Y%m%d}",
            f"CN{int(digit) * 100_000_000 + n}{'AUS'[int(digit) - 1]}",
            f"{filed + timedelta(days=180):%Y%m%d}",
            f"{granted:%Y%m%d}" if is_granted else "",
            name,
            name,
            code,
            f"创园一路{n % 400}号",
            region,
            "B23Q3/06",
            "B23Q3/06;G05B19/04",
            "2.1" if n % 5 == 0 else "",
            "是" if n % 23 == 0 else "否",
            status,
            f"{ended:%Y%m%d}" if is_ended and is_granted else "",
        ]


def write_patents(path: Path, count: int, after: int = 0) -> Path:
    """Write ``count`` rows as UTF-8 text, the first ``after`` of the stream left out."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEADINGS)
        writer.writerows(islice(patent_rows(after + count), after, None))
    return path
