"""What of the register is not as it was at the last snapshot, so that the next is built upon it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings
from django.db import connection, transaction
from django.utils.timezone import localdate

from zhiqiang.engines.ingest import declaration
from zhiqiang.engines.lake import Lake, Manifest, parts, writing
from zhiqiang.engines.metrics import shapes
from zhiqiang.kernel import division_changes as dividing
from zhiqiang.kernel.errors import ZhiqiangError
from zhiqiang.records.accounts.regions import division_changes
from zhiqiang.records.indicators import export, intervals, settling, statements, watching
from zhiqiang.records.indicators.models import PublishedState, UnpublishedChange
from zhiqiang.records.indicators.reading import KEYS_AT_ONCE, batched
from zhiqiang.records.registry import life

#: where more rows than this and than half of the rights have changed, all are written anew
MANY = 100_000


@dataclass(frozen=True, slots=True)
class Pending:
    """What the ledger told at one moment.

    ``base`` is the snapshot to build upon and ``changed`` the keys by table; without, ``why`` says
    why all has to be written. ``lines`` are first and last ids of the lines that were read.
    """

    base: Manifest | None
    changed: Mapping[str, Sequence[int]]
    why: str
    last_ids: Mapping[str, int]
    lines: Sequence[tuple[int, int]]


def begin() -> str:
    """See to it that changes are noted from now on; say why none of before can be leant on."""
    why = ""
    with transaction.atomic():
        if not watching.are_whole(connection):
            watching.install(connection)
            why = "变更登记曾经中断"
        if why or not PublishedState.objects.exists():
            PublishedState.objects.all().delete()
            PublishedState.objects.create(day=localdate(), **_last_ids())
            return why or "此前没有可沿用的快照"
    return ""


def pending(lake: Lake, why: str = "") -> Pending:
    """Return what changed; the caller holds the view in which it will read the rows."""
    last_ids, lines = _last_ids(), _lines()
    state = PublishedState.objects.get()
    base = None
    why = why or ("" if state.snapshot else "此前没有可沿用的快照")
    if not why:
        base, why = _base(lake, state)
    if base is None:
        return Pending(None, {}, why, last_ids, lines)
    changed = _changed(state, base, lake)
    if sum(map(len, changed.values())) > max(MANY, base.tables["rights"].rows // 2):
        return Pending(None, {}, "变更的记录较多", last_ids, lines)
    return Pending(base, changed, "", last_ids, lines)


def settle(read: Pending, manifest: Manifest) -> None:
    """Note that a snapshot holds what was read; what was written since stays noted."""
    with transaction.atomic():
        for first, last in read.lines:
            UnpublishedChange.objects.filter(pk__range=(first, last)).delete()
        PublishedState.objects.update(
            snapshot=manifest.number,
            content=_content(manifest),
            rules=_rules(),
            day=localdate(),
            **read.last_ids,
        )


def _last_ids() -> dict[str, int]:
    return {
        subject: _ids(f"SELECT COALESCE(MAX(id), 0) FROM {one.table}")[0]  # noqa: S608
        for subject, one in watching.WATCHED.items()
    }


def _lines() -> list[tuple[int, int]]:
    """Return the lines as runs of ids: between two may be one that is not committed yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT MIN(id), MAX(id) FROM (SELECT id, id - ROW_NUMBER() OVER (ORDER BY id) AS run "  # noqa: S608
            f"FROM {watching.LOG}) numbered GROUP BY run ORDER BY 1"
        )
        return [(int(first), int(last)) for first, last in cursor.fetchall()]


def _base(lake: Lake, state: PublishedState) -> tuple[Manifest | None, str]:
    """Return the snapshot to build upon, or why there is none."""
    try:
        base = lake.manifest(state.snapshot)
    except ZhiqiangError:
        return None, "上一快照已不在"
    if _content(base) != state.content:
        return None, "上一快照与台账不符"
    if _rules() != state.rules:
        return None, "程序或规则已更新"
    today = localdate()
    if today < state.day or any(
        state.day < one.start <= today for one in division_changes().changes
    ):
        return None, "日期或区划已变更"
    return base, ""


def _content(manifest: Manifest) -> str:
    told = {name: asdict(state) for name, state in manifest.tables.items()}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _rules() -> str:
    """Return a digest of all that makes rows of a snapshot out of rows of the ledger."""
    states = Path(settings.CATALOGUE) / "codes" / "right_states.yml"
    said = [_program(), pa.__version__, division_changes().model_dump_json(), states.read_text()]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


@lru_cache(maxsize=1)
def _program() -> str:
    modules = (declaration, dividing, export, intervals, life, parts, settling, shapes, statements,
               watching, writing)  # fmt: skip
    files = [Path(str(module.__file__)) for module in modules]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def _changed(state: PublishedState, base: Manifest, lake: Lake) -> dict[str, list[int]]:
    """Return the keys of every table whose rows may not be as they were."""
    noted: dict[str, set[int]] = {subject: set() for subject in watching.WATCHED}
    for subject, row_id in UnpublishedChange.objects.values_list("subject", "row_id").distinct():
        noted[subject].add(row_id)
    known_parties = sorted(noted["party"])
    for subject, one in watching.WATCHED.items():
        column = "right_id" if subject == "holding" else "id"
        found = _ids(f"SELECT {column} FROM {one.table} WHERE id > {getattr(state, subject)}")  # noqa: S608
        noted["right" if subject == "holding" else subject].update(found)
    rights, events = noted["right"], noted["event"]
    rights.update(_ids(
        f"SELECT right_id FROM registry_event WHERE id > {state.event} AND right_id IS NOT NULL"  # noqa: S608
    ))  # fmt: skip
    for table, column in (("registry_right", "id"), ("registry_holding", "right_id")):
        party = "holder_id" if column == "id" else "party_id"
        rights.update(_of(f"SELECT {column} FROM {table} WHERE {party} {{among}}", known_parties))
    if state.day != localdate():
        rights.update(_in_doubt(base, lake))
    events.update(_of("SELECT id FROM registry_event WHERE right_id {among}", sorted(rights)))
    for party in ("party_id", "counterparty_id"):
        events.update(_of(f"SELECT id FROM registry_event WHERE {party} {{among}}", known_parties))
    noted["designation"].update(
        _of("SELECT id FROM registry_designation WHERE party_id {among}", known_parties)
    )
    keys = {"rights": rights, "holdings": rights, "in_force": rights, "events": events,
            "parties": noted["party"], "designations": noted["designation"],
            "activities": noted["activity"], "statistics": noted["statistic"]}  # fmt: skip
    return {name: sorted(found) for name, found in keys.items()}


def _in_doubt(base: Manifest, lake: Lake) -> Iterable[int]:
    """Return the rights that were not counted for a reason that a later day may remove."""
    for file in base.tables["in_force"].files:
        try:
            table = pq.read_table(
                lake.root / file.path,
                columns=["right_id"],
                filters=[("from_on", "=", intervals.NEVER)],
            )
        except OSError:
            continue  # Whoever reads the file for its rows finds that it is lost.
        yield from table["right_id"].to_pylist()


def _of(statement: str, ids: Sequence[int]) -> Iterable[int]:
    for some in batched(ids, KEYS_AT_ONCE):
        yield from _ids(statement.replace("{among}", f"IN ({', '.join(map(str, some))})"))


def _ids(statement: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return [row[0] for row in cursor.fetchall()]
