"""Leave messages for people, and mark them read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from zhiqiang.kernel.errors import NotFound
from zhiqiang.records.notices.models import Notice


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody is told: ``key`` is the matter, told to each person once."""

    key: str
    title: str
    text: str = ""
    address: str = ""


def tell(people: Iterable[int], message: Message) -> int:
    """Leave ``message`` for each of ``people`` (ids) who has none of its key; return how many.

    Part of the act that causes it: call it inside that transaction. Two who tell the same in the
    same moment leave one message.
    """
    wanted = set(people)
    there = Notice.objects.for_program("leaves a message").filter(
        key=message.key[:120], person_id__in=wanted
    )
    missing = sorted(wanted - set(there.values_list("person_id", flat=True)))
    now = timezone.now()
    Notice.objects.bulk_create(
        [
            Notice(
                person_id=one,
                key=message.key[:120],
                title=message.title[:200],
                text=message.text,
                address=message.address[:300],
                made_at=now,
            )
            for one in missing
        ],
        ignore_conflicts=True,
    )
    return len(missing)


def mark_read(person: Any, notice_id: int) -> Notice:
    """Mark a message of ``person`` read, and return it. Raises ``NotFound`` for any other."""
    found = Notice.objects.visible_to(person).filter(pk=notice_id).first()
    if found is None:
        raise NotFound("没有这条消息。")
    if found.read_at is None:
        found.read_at = timezone.now()
        found.save(update_fields=["read_at"])
    return found


def mark_all_read(person: Any) -> int:
    """Mark every message of ``person`` read; return how many were not."""
    return Notice.objects.visible_to(person).filter(read_at=None).update(read_at=timezone.now())
