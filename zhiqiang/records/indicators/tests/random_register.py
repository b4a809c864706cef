"""A random register as plain rows, in the shapes of a snapshot; small numbers, many coincidences."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import ibis
import pyarrow as pa

from zhiqiang.engines.metrics import SHAPES

REGIONS = ("990101", "990102", "990201", "990301", "")
PARTY_KINDS = ("firm", "firm", "firm", "university", "person", "unknown")
RIGHT_KINDS = (
    "invention",
    "invention",
    "invention",
    "utility_model",
    "design",
    "trademark",
    "madrid_mark",
    "pct_application",
    "geographical_indication",
)
EVENT_KINDS = ("pledge", "pledge", "award", "transfer", "licence", "product_recordal", "lapse")
ACTIVITY_KINDS = (
    "training",
    "forum",
    "briefing",
    "matchmaking",
    "exhibition",
    "special_inspection",
    "information_push",
    "arbitration_mediation",
    "adjudication",
    "report_check",
    "gi_sign_check",
    "guidance",
    "project_declaration",
)
STATISTICS = (
    "population",
    "gdp",
    "patent_intensive_value_added",
    "patent_intensive_share",
    "satisfaction",
    "court_cases_closed",
)
NOTES = ("", "中国专利优秀奖", "省专利奖一等奖", "国家技术发明奖二等奖")
Register = dict[str, list[dict[str, Any]]]


def some_day(random: Random, first: int = 2010, last: int = 2026) -> date:
    """Return a day; often the first or last of a year, where bounds are tested."""
    year = random.randint(first, last)
    if random.random() < 0.3:
        return random.choice((date(year, 1, 1), date(year, 12, 31)))
    return date(year, 1, 1) + timedelta(days=random.randrange(365))


def make(seed: int, rights: int = 220, designation_kinds: tuple[str, ...] = ()) -> Register:
    """Return every table of a snapshot, filled from one seed."""
    random = Random(seed)
    parties = [
        {
            "id": number,
            "kind": random.choice(PARTY_KINDS),
            "name": f"单位{number}",
            "region_code": random.choice(REGIONS),
        }
        for number in range(1, 13)
    ]
    out: Register = {name: [] for name in SHAPES} | {"parties": parties}
    for number in range(1, rights + 1):
        _add_right(out, number, random)
    for number in range(1, rights + 1):
        _add_event(out, number, random)
    for number in range(1, 40 + 4 * len(designation_kinds)):
        _add_designation(out, number, random, designation_kinds)
    for number in range(1, 140):
        out["activities"].append(
            {
                "id": number,
                "kind": random.choice(ACTIVITY_KINDS),
                "title": f"活动{number}",
                "held_on": some_day(random, 2019),
                "people": random.choice((None, 0, 30, 120)),
                "items": random.choice((None, 1, 500)),
                "region_code": random.choice(REGIONS),
            }
        )
    _add_statistics(out, random)
    return out


def _add_right(out: Register, number: int, random: Random) -> None:
    filed = some_day(random)
    granted = filed + timedelta(days=random.randint(200, 1500)) if random.random() < 0.8 else None
    out["rights"].append(
        {
            "id": number,
            "kind": random.choice(RIGHT_KINDS),
            "number": f"N{number}",
            "title": f"名称{number}",
            "filed_on": filed if random.random() < 0.97 else None,
            "granted_on": granted,
            "strategic_industry": random.choice(("", "", "", "1.2 电子核心产业")),
            "has_overseas_grant": random.choice((None, False, True)) if number % 3 == 0 else None,
            "is_marked_high_value": random.choice((None, False, True)),
            "ipc_main": "",
            "ipc_all": "",
        }
    )
    if granted is not None:
        until = granted + timedelta(days=random.randint(0, 3000)) if random.random() < 0.5 else None
        spans = [(granted, until)]
        if until is not None and random.random() < 0.3:
            spans.append((until + timedelta(days=60), None))
        out["in_force"] += [
            {"right_id": number, "from_on": start, "until_on": end, "reason": ""}
            for start, end in spans
            if end is None or start < end
        ]
    elif random.random() < 0.3:
        never = date(1, 1, 1)
        doubt = {"right_id": number, "from_on": never, "until_on": never, "reason": "不明"}
        out["in_force"].append(doubt)
    moves = sorted({some_day(random) for _ in range(random.choice((0, 0, 0, 1, 2)))})
    edges = [None, *moves, None]
    for start, end in zip(edges, edges[1:], strict=False):
        party = random.choice(out["parties"])
        out["holdings"].append(
            {
                "id": len(out["holdings"]) + 1,
                "right_id": number,
                "party_id": party["id"],
                "party_name": party["name"],
                "party_kind": party["kind"],
                "region_code": random.choice(REGIONS),
                "from_on": start,
                "until_on": end,
            }
        )


def _add_event(out: Register, number: int, random: Random) -> None:
    party = random.choice([*out["parties"], None])
    out["events"].append(
        {
            "id": number,
            "kind": random.choice(EVENT_KINDS),
            "right_id": random.choice((None, random.randint(1, len(out["rights"])))),
            "party_id": party and party["id"],
            "party_name": party and party["name"],
            "party_kind": party["kind"] if party else "unknown",
            "happened_on": some_day(random, 2018),
            "amount": random.choice((None, Decimal(5_000_000), Decimal("1234567.89"))),
            "document_number": random.choice(("", "Y1", "Y2", "Y3", f"Y{number}")),
            "note": random.choice(NOTES),
            "region_code": random.choice(REGIONS),
        }
    )


def _add_designation(out: Register, number: int, random: Random, kinds: tuple[str, ...]) -> None:
    party = random.choice([*out["parties"], None])
    start = some_day(random, 2017)
    end = start + timedelta(days=random.randint(0, 1500)) if random.random() < 0.3 else None
    out["designations"].append(
        {
            "id": number,
            "kind": random.choice(kinds or ("topic_database",)),
            "level": random.choice(("national", "province", "city", "")),
            "name": f"认定{random.randint(1, 30)}",
            "party_id": party and party["id"],
            "party_name": party and party["name"],
            "party_kind": party["kind"] if party else "unknown",
            "region_code": random.choice(REGIONS),
            "from_on": start,
            "until_on": end,
        }
    )


def _add_statistics(out: Register, random: Random) -> None:
    places = ("990000", "990100", "990101", "990102", "990200", "990201", "990300", "990301")
    for key in STATISTICS:
        for code in places:
            for year in range(2017, 2027):
                if random.random() < 0.55:
                    out["statistics"].append(
                        {
                            "id": len(out["statistics"]) + 1,
                            "key": key,
                            "region_code": code,
                            "year": year,
                            "value": Decimal(random.randint(0, 900_000)),
                        }
                    )


def batches(register: Register) -> dict[str, list[pa.RecordBatch]]:
    """Return the tables as a lake takes them."""
    out = {}
    for name, rows in register.items():
        schema = ibis.schema(dict(SHAPES[name].columns)).to_pyarrow()
        whole = [{column: row.get(column) for column in schema.names} for row in rows]
        out[name] = [pa.RecordBatch.from_pylist(whole, schema)]
    return out
