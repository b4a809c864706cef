"""How far the facts of the register reach."""

from __future__ import annotations

from datetime import date

from django.db.models import Max
from django.utils.timezone import localdate

from zhiqiang.records.registry.models import Activity, Event, Right


def newest_fact_on() -> date | None:
    """Return the day of the newest filing, grant, event or activity, none later than today.

    Reads whole columns: whoever asks on every page keeps the answer for a snapshot.
    """
    today = localdate()
    columns = (
        (Right, "filed_on"),
        (Right, "published_on"),
        (Right, "granted_on"),
        (Event, "happened_on"),
        (Activity, "held_on"),
    )
    found = [
        model.objects.for_program("looks how far the facts reach")
        .filter(**{f"{name}__lte": today})
        .aggregate(day=Max(name))["day"]
        for model, name in columns
    ]
    return max((day for day in found if day is not None), default=None)
