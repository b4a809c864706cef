"""Publish snapshots of the register."""

from __future__ import annotations

import logging

from django.db import connection, transaction

from zhiqiang.engines.lake import BaseLost, Lake, Manifest
from zhiqiang.records.indicators import opened, unpublished
from zhiqiang.records.indicators.export import tables
from zhiqiang.records.indicators.models import Snapshot
from zhiqiang.records.indicators.reading import consistent_view
from zhiqiang.records.indicators.statements import COUNTS
from zhiqiang.records.indicators.unpublished import Pending
from zhiqiang.records.journal import actions as journal

_log = logging.getLogger(__name__)


def publish_snapshot(actor: str, whole: bool = False) -> Manifest:
    """Write the register as it stands to the lake; officials only.

    What changed is written upon the snapshot before; where that cannot be, or with ``whole``,
    every row is, to the same bytes. Leaves the manifest, the row that lists it and a journal line,
    which says why where all was written. Where the register is as it was at the last snapshot, that
    one is returned and nothing is left. Refuses (``Refused``) when another publisher does not
    finish in time.
    """
    lake = opened.lake()
    with lake.publishing():
        why = unpublished.begin() or ("要求全量发布" if whole else "")
        with consistent_view():
            read = unpublished.pending(lake, why)
            manifest, why = _written(lake, read, actor)
        unpublished.settle(read, manifest)
    with transaction.atomic():
        row, is_new = Snapshot.objects.get_or_create(
            number=manifest.number,
            defaults={
                "published_at": manifest.published_at,
                "actor": actor,
                "tables": {name: state.rows for name, state in manifest.tables.items()},
            },
        )
        if is_new:
            told = manifest.as_json() | ({"whole_because": why} if why else {})
            journal.write(actor, "publish_snapshot", f"snapshot:{row.number}", told)
    return manifest


def _written(lake: Lake, read: Pending, actor: str) -> tuple[Manifest, str]:
    """Write what changed, or else everything; return why everything was."""
    why = read.why
    if read.base is not None:
        try:
            counts = {name: _count(statement) for name, statement in COUNTS.items()}
            return lake.publish_on(read.base, tables(read.changed), actor, counts), ""
        except BaseLost as lost:
            _log.warning("snapshot %s cannot be built upon: %s", read.base.number, lost)
            why = "上一快照的文件或变更登记不完整"
    return lake.publish_on(None, tables(), actor), why


def _count(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.fetchone()[0])
