"""Publish snapshots of the register and freeze figures."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from zhiqiang.engines.lake import Manifest
from zhiqiang.records.indicators import opened, queries
from zhiqiang.records.indicators.export import tables
from zhiqiang.records.indicators.models import Figure, Snapshot
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


def publish_figures(
    actor: str,
    region: str,
    as_of: date,
    keys: Iterable[str] | None = None,
    snapshot: int | None = None,
) -> list[Figure]:
    """Freeze the figures of a region at a day, with snapshot and definition; officials only.

    A figure that was frozen from the same snapshot stays as it is. Leaves one journal line.
    """
    views = queries.figures(region, as_of, snapshot, keys)
    with transaction.atomic():
        kept = [_freeze(view) for view in views if view.definition]
        new = [figure.indicator for figure, is_new in kept if is_new]
        if new:
            journal.write(
                actor,
                "publish_figures",
                f"region:{region}",
                {"as_of": as_of.isoformat(), "snapshot": views[0].snapshot, "indicators": new},
            )
    return [figure for figure, _ in kept]


def _freeze(view: queries.FigureView) -> tuple[Figure, bool]:
    return Figure.objects.get_or_create(
        indicator=view.key,
        region_code=view.region,
        as_of=view.as_of,
        snapshot=view.snapshot,
        defaults={
            "definition": view.definition,
            "value": view.value,
            "numerator": view.numerator,
            "denominator": view.denominator,
            "rows": view.rows,
            "reason": view.reason[:300],
        },
    )
