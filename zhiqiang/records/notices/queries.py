"""The inbox of a person."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from zhiqiang.records.notices.models import Notice


def inbox(person: Any, only_unread: bool = False) -> QuerySet[Notice]:
    """Return the messages of ``person``, newest first."""
    found = Notice.objects.visible_to(person)
    return found.filter(read_at=None) if only_unread else found


def unread_count(person: Any) -> int:
    """Return how many messages ``person`` has not read."""
    return inbox(person, only_unread=True).count()
