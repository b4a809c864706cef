"""Carry unread messages out of the program: by mail, to the bureau's gateway. Called by the runner.

A letter that may be sent twice unnoticed is never sent twice: where nobody knows whether it went out, it
stays so and is shown. A receiver who knows letters by their keys may get one again.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.accounts import rights
from zhiqiang.records.journal import actions as journal
from zhiqiang.records.notices.models import Delivery, DeliveryState, Notice
from zhiqiang.records.notices.ways import Later, Letter, Matter, Never, Unsure, Way, configured

#: what is older when a way is first set stays inside
NEW = timedelta(days=3)
#: an attempt that has not ended by then was broken off
BROKEN_OFF = timedelta(minutes=10)
#: how long after each attempt that failed the next is made; after the last none is
PAUSES = tuple(timedelta(minutes=one) for one in (1, 5, 30, 120, 720))
_AT_ONCE = 500
_WHY = "carries messages out"


@dataclass(slots=True)
class Carried:
    """What came of one round: numbers of deliveries."""

    sent: int = 0
    later: int = 0
    failed: int = 0
    unsure: int = 0
    failures: list[str] = field(default_factory=list)


def carry(now: datetime | None = None) -> Carried:
    """Send what is due by every way that is set; raises ``Misconfigured`` for one that cannot be."""
    now, told = now or timezone.now(), Carried()
    for way in configured():
        _take_in(way, now)
        _mend(way, now)
        for letter, token in _taken(way, now):
            _send(way, letter, token, told)
    return told


def send_again(person: Any, delivery_id: int) -> Delivery:
    """Ask for another attempt at what failed or is unsure; by ``manage_people``."""
    rights.require(person, "manage_people")
    found = Delivery.objects.visible_to(person).filter(pk=delivery_id).first()
    if found is None:
        raise NotFound("没有这条送达记录。")
    with transaction.atomic():
        moved = Delivery.objects.for_program(_WHY).filter(
            pk=found.pk, state__in=[DeliveryState.FAILED, DeliveryState.UNSURE]
        )
        now = timezone.now()
        if not moved.update(
            state=DeliveryState.WAITING, due_at=now, changed_at=now, tries=0, error=""
        ):
            raise Refused("只有发送失败或是否发出不明的消息可以重新发送，请刷新页面核对状态。")
        journal.write(
            person.username, "repeat_delivery", f"delivery:{found.pk}", {"way": found.way}
        )
    return found


def _take_in(way: Way, now: datetime) -> None:
    """Note a delivery for every new message that nobody has read and that the way can carry."""
    mine = Delivery.objects.for_program(_WHY).filter(notice=OuterRef("pk"), way=way.key)
    fresh = (
        Notice.objects.for_program(_WHY)
        .filter(~Exists(mine), read_at=None, made_at__gte=now - NEW, person__is_active=True)
        .order_by("pk")
        .values_list("pk", "person__mail")
    )
    wanted = [pk for pk, mail in fresh if way.takes(mail)]
    Delivery.objects.bulk_create(
        [Delivery(notice_id=pk, way=way.key, due_at=now, changed_at=now) for pk in wanted],
        batch_size=_AT_ONCE,
        ignore_conflicts=True,
    )


def _mend(way: Way, now: datetime) -> None:
    """Settle attempts that were broken off: again where that does no harm, else unsure."""
    broken = Delivery.objects.for_program(_WHY).filter(
        way=way.key, state=DeliveryState.SENDING, changed_at__lt=now - BROKEN_OFF
    )
    if way.is_repeatable:
        broken.update(state=DeliveryState.WAITING, due_at=now, changed_at=now)
    else:
        said = "寄送途中程序停止，为免重复没有再寄。"
        broken.update(state=DeliveryState.UNSURE, changed_at=now, error=said)


def _taken(way: Way, now: datetime) -> Iterable[tuple[Letter, str]]:
    """Take what is due, one letter a person, and give each before the next is taken."""
    due = (
        Delivery.objects.for_program(_WHY)
        .filter(way=way.key, state=DeliveryState.WAITING, due_at__lte=now)
        .order_by("notice__person_id", "pk")
        .values_list("notice__person_id", "pk")[:_AT_ONCE]
    )
    # What may be sent again stands alone, for its key must be the same the next time.
    for _, rows in groupby(list(due), key=lambda row: row[1] if way.is_repeatable else row[0]):
        token = uuid.uuid4().hex
        ids = [pk for _, pk in rows]
        waiting = Delivery.objects.for_program(_WHY).filter(pk__in=ids, state=DeliveryState.WAITING)
        waiting.update(
            state=DeliveryState.SENDING, token=token, changed_at=now, tries=F("tries") + 1
        )
        mine = list(_mine(token).select_related("notice__person").order_by("pk"))
        if mine:
            yield _letter(way, mine), token


def _mine(token: str) -> QuerySet[Delivery]:
    return Delivery.objects.for_program(_WHY).filter(token=token, state=DeliveryState.SENDING)


def _letter(way: Way, deliveries: Sequence[Delivery]) -> Letter:
    person = deliveries[0].notice.person
    notices = [one.notice for one in deliveries]
    matters = [Matter(one.title, one.text, _link(one.address)) for one in notices]
    key = f"{way.key}-{deliveries[0].pk}"
    return Letter(key, person.username, person.display_name, person.mail, matters)


def _link(address: str) -> str:
    return f"{settings.ADDRESS.rstrip('/')}{address}" if settings.ADDRESS and address else ""


def _send(way: Way, letter: Letter, token: str, told: Carried) -> None:
    now = timezone.now()
    try:
        if not way.takes(letter.mail):
            raise Never("收件人已删除接收邮件的地址。")
        way.send(letter)
    except Later as error:
        told.later += _put_off(token, str(error), now)
        told.failures.append(str(error))
    except Never as error:
        told.failed += _end(token, DeliveryState.FAILED, str(error), now)
        told.failures.append(str(error))
    except Unsure as error:
        told.unsure += _end(token, DeliveryState.UNSURE, str(error), now)
        told.failures.append(str(error))
    else:
        told.sent += _end(token, DeliveryState.SENT, "", now)


def _end(token: str, state: DeliveryState, error: str, now: datetime) -> int:
    return int(_mine(token).update(state=state, error=error[:300], changed_at=now))


def _put_off(token: str, error: str, now: datetime) -> int:
    """Set the next attempt of each; one that has had them all has failed."""
    count = 0
    for one in _mine(token):
        if one.tries > len(PAUSES):
            one.state = DeliveryState.FAILED
        else:
            one.state, one.due_at = DeliveryState.WAITING, now + PAUSES[one.tries - 1]
        one.error, one.changed_at = error[:300], now
        one.save(update_fields=["state", "due_at", "error", "changed_at"])
        count += 1
    return count
