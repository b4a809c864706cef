"""An invented field for tests: seeded patents of a few firms in two regions, as received lists."""

from __future__ import annotations

import csv
from pathlib import Path
from random import Random
from typing import Any

from zhiqiang.records.indicators.actions import publish_snapshot
from zhiqiang.records.registry.actions import import_file
from zhiqiang.records.search import indexing

REGION, ACTOR = "990100", "测试"
DIVISIONS = """\
- {code: "990000", name: 云外省}
- {code: "990100", name: 澄江市}
- {code: "990101", name: 东岸区}
- {code: "990102", name: 西坪县}
- {code: "990200", name: 沙洲市}
"""
FIRMS = {
    "澄江镁业有限公司": "990101", "东岸压铸有限公司": "990101", "西坪镁材有限公司": "990102",
    "沙洲轻合金有限公司": "990200", "沙洲铝业有限公司": "990200", "澄江大学": "990101",
}  # fmt: skip
WORDS = ("镁合金压铸模具", "镁合金熔炼炉", "镁合金轮毂", "高强度镁合金板材", "阀门密封结构")
KINDS = {"发明": 1, "实用新型": 2, "外观设计": 3}


def number(year: int, kind: int, serial: int) -> str:
    """Return an application number with its check digit (ZC 0006-2003)."""
    digits = f"{year}{kind}{serial:07d}"
    weights = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
    rest = sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11
    return f"{digits}.{'X' if rest == 10 else rest}"


def patents(count: int, seed: int, first: int = 1) -> list[dict[str, str]]:
    """Return rows of a list: all kinds, joint applicants, natural persons, twins under one title."""
    rng, out = Random(seed), []  # noqa: S311
    for serial in range(first, first + count):
        kind = rng.choice(list(KINDS))
        year = rng.randrange(2012, 2024)
        holder = rng.choice([*FIRMS, "欧阳某某"])
        others = rng.sample(sorted(set(FIRMS) - {holder}), rng.choice([0, 0, 1, 2]))
        granted = rng.random() < 0.7
        title = f"一种{rng.choice(WORDS)}{'的降噪方法' if rng.random() < 0.3 else '的减重装置'}"
        day = f"{year}-{rng.randrange(1, 13):02d}-{rng.randrange(1, 28):02d}"
        out.append(
            {
                "申请号": number(year, KINDS[kind], serial),
                "名称": title + (f"之{serial}" if rng.random() < 0.6 else ""),
                "专利类型": kind, "申请日": day,
                "公开(公告)日": f"{year + 1}-06-15" if granted or rng.random() < 0.8 else "",
                "授权公告日": f"{year + 1}-06-15" if granted else "",
                "申请人": ";".join([holder, *others]),
                "申请人类型": "个人" if holder == "欧阳某某" else "企业",
                "区划代码": FIRMS.get(holder, "990102"),
                "法律状态": "授权" if granted else "实质审查",
                "IPC主分类": rng.choice(["B22D 17/00", "C22C 23/02", "F16K 1/00", ""]),
            }
        )  # fmt: skip
        if serial % 5 == 0 and len(out) > 1:
            # Filed again: twice in three within the year, and once after it.
            twin = out[-2]
            years = year_of(twin) + (1 if serial % 3 else 2)
            out[-1] |= {name: twin[name] for name in ("名称", "申请人", "申请人类型", "区划代码")}
            out[-1] |= {
                "申请号": number(years, KINDS[kind], serial), "申请日": f"{years}-01-05",
                "公开(公告)日": f"{years + 1}-06-15", "授权公告日": "", "法律状态": "实质审查",
            }  # fmt: skip
    return out


def year_of(row: dict[str, str]) -> int:
    """Return the year in which a row was filed."""
    return int(row["申请日"][:4])


def happenings(rows: list[dict[str, str]], seed: int) -> list[dict[str, str]]:
    """Return rows of a list of events: some of the granted ones lapse, change hands, are pledged."""
    rng, out = Random(seed), []  # noqa: S311
    for row in rows:
        if not row["授权公告日"] or rng.random() < 0.5:
            continue
        year = int(row["授权公告日"][:4]) + 1
        kind = rng.choice(["专利权终止", "质押登记", "许可备案"])
        out.append({
            "申请号": row["申请号"], "事务类型": kind, "事务日期": f"{year}-09-01",
            "原权利人": "", "新权利人": "某银行" if kind != "专利权终止" else "",
        })  # fmt: skip
    return out


def take(path: Path, source: str, rows: list[dict[str, str]]) -> Any:
    """Take rows over as a list."""
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.DictWriter(out, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    told = import_file(source, path, ACTOR)
    assert told.batch_id is not None, told.findings
    return told


def publish() -> None:
    """Publish what there is, and make it searchable."""
    indexing.index_snapshot(publish_snapshot(ACTOR).number)


def build(home: Path, count: int = 120, seed: int = 7) -> None:
    """Fill the installation in ``home``, which the settings have to name."""
    (home / "divisions.yml").write_text(DIVISIONS, encoding="utf-8")
    (home / "region.txt").write_text(REGION, encoding="utf-8")
    rows = patents(count, seed)
    take(home / "patents.csv", "patents", rows)
    take(home / "events.csv", "patent_events", happenings(rows, seed))
    publish()
