"""Publish snapshots of the register."""

from __future__ import annotations

from django.db import transaction

from zhiqiang.engines.lake import Manifest
from zhiqiang.records.indicators import opened
from zhiqiang.records.indicators.export import tables
from zhiqiang.records.indicators.models import Snapshot
from zhiqiang.records.indicators.reading import consistent_view
from zhiqiang.records.journal import actions as journal


def publish_snapshot(actor: str) -> Manifest:
    """Write the register as it stands to the lake; officials only.

    Leaves the manifest, the row that lists it and a journal line. Where the register is as it was
    at the last snapshot, that one is returned and nothing is left. Refuses (``Refused``) when
    another publisher does not finish in time.
    """
    with consistent_view():
        manifest = opened.lake().publish(tables(), note=actor)
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
            journal.write(actor, "publish_snapshot", f"snapshot:{row.number}", manifest.as_json())
    return manifest
