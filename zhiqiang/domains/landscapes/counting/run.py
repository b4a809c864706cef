"""From the ids of a search to the numbers of all analyses, on one snapshot."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from zhiqiang.domains.landscapes.counting import corpus as parts
from zhiqiang.domains.landscapes.counting.analyses import ANALYSES
from zhiqiang.domains.landscapes.counting.rules import Rules
from zhiqiang.engines.lake import OpenSnapshot
from zhiqiang.kernel.divisions import prefix

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Hits:
    """Which rights the branches found: a file that never changes, named by its content."""

    file: Path
    sha256: str


def counted(snapshot: OpenSnapshot, hits: Hits, rules: Rules, shelf: Path) -> OpenSnapshot:
    """Return the snapshot with the corpus of these hits beside it.

    What is built stands in a folder of ``shelf`` that is named by all that it follows from; it may
    go at any time and is built again.
    """
    stated = json.dumps([snapshot.number, hits.sha256, rules.as_json(), parts.corpus().key])
    folder = shelf / hashlib.sha256(stated.encode()).hexdigest()[:24]
    folder.mkdir(parents=True, exist_ok=True)
    values = _values(rules)
    opened = snapshot.again()
    opened.add("hits", hits.file)
    for name, query in (
        ("heads", parts.heads(rules)), ("corpus", parts.corpus()), ("members", parts.members()),
    ):  # fmt: skip
        path = folder / f"{name}.parquet"
        if not path.exists():
            opened.write(query, values, path)
        opened.add(name, path)
    return opened


def analysed(opened: OpenSnapshot, rules: Rules, keys: Iterable[str]) -> dict[str, list[Row]]:
    """Return the rows of some analyses over an opened corpus; days as text, as they are kept."""
    values = _values(rules)
    return {key: [_plain(row) for row in opened.fetch(ANALYSES[key].asked, values)] for key in keys}


def _values(rules: Rules) -> Mapping[str, Any]:
    return {
        "as_of": rules.as_of, "since": rules.since, "until": rules.until,
        "low": prefix(rules.region),
    }  # fmt: skip


def _plain(row: Row) -> Row:
    return {
        name: value.isoformat()
        if isinstance(value, date)
        else round(value, 6)
        if isinstance(value, float)
        else value
        for name, value in row.items()
    }
