"""Leave messages for people, and mark them read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from zhiqiang.kernel.errors import NotFound
from zhiqiang.records.notices.models import Notice

_AT_ONCE = 400


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
    return tell_all([(people, message)])


def tell_all(matters: Iterable[tuple[Iterable[int], Message]]) -> int:
    """Leave many messages, each for its people, as ``tell`` does; return how many were left.

    Where everything was told before, nothing is written and the ledger is not held.
    """
    wanted = {(one, m.key[:120]): m for people, m in matters for one in people}
    keys = sorted({key for _, key in wanted})
    there: set[tuple[int, str]] = set()
    for start in range(0, len(keys), _AT_ONCE):
        told = Notice.objects.for_program("leaves messages").filter(
            key__in=keys[start : start + _AT_ONCE]
        )
        there.update(told.values_list("person_id", "key"))
    missing = [one for one in wanted if one not in there]
    now = timezone.now()
    if missing:
        Notice.objects.bulk_create(
            [_notice(one, wanted[one], now) for one in missing],
            batch_size=_AT_ONCE,
            ignore_conflicts=True,
        )
    return len(missing)


def _notice(whom: tuple[int, str], message: Message, now: datetime) -> Notice:
    return Notice(
        person_id=whom[0], key=whom[1], title=message.title[:200], text=message.text,
        address=message.address[:300], made_at=now,
    )  # fmt: skip


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
