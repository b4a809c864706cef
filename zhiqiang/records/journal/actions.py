"""Write the journal. Lines are only ever added, inside the transaction of the act they tell of."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from zhiqiang.kernel.errors import Refused
from zhiqiang.records.journal import anchors, whence
from zhiqiang.records.journal.lines import FIRST, Line, canonical, moment
from zhiqiang.records.journal.models import Entry

#: clocks of two machines may differ by so much without anybody having turned one back
DRIFT = timedelta(seconds=2)
SYSTEM = "系统"


def write(actor: str, act: str, subject: str, detail: Mapping[str, object]) -> Entry:
    """Add one line: who did what to which thing; ``detail`` is anything that goes into JSON.

    A changed field is given as ``[before, after]``. Must be called inside the transaction of the
    act, so that there is no act without its line and no line without its act. Lines wait for one
    another, so that the chain has no fork: write last, just before the transaction ends.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a journal line needs its act's transaction")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE journal_entry IN EXCLUSIVE MODE")
    last = (
        Entry.objects.for_program("writes the journal")
        .order_by("-sequence")
        .values_list("sequence", "hash", "at")
        .first()
    )
    sequence, previous, before = last or (0, FIRST, None)
    now = timezone.now()
    if before is not None and now < before:
        if before - now > DRIFT:
            told = _add(
                sequence + 1, previous, now, SYSTEM, "clock_set_back", "", {"at": [before, now]}
            )
            sequence, previous = told.sequence, told.hash
        else:
            now = before
    return _add(sequence + 1, previous, now, actor, act, subject, detail)


def _add(
    sequence: int,
    previous: str,
    now: datetime,
    actor: str,
    act: str,
    subject: str,
    detail: Mapping[str, object],
) -> Entry:
    line = Line(
        sequence=sequence,
        at=moment(now),
        actor=_fit(actor, 120),
        address=_fit(whence.address(), 60),
        act=_fit(act, 80),
        subject=_fit(subject, 200),
        detail=canonical(detail),
        previous_hash=previous,
        hash="",
    )
    return Entry.objects.create(
        sequence=sequence,
        at=now,
        actor=line.actor,
        address=line.address,
        act=line.act,
        subject=line.subject,
        detail=dict(detail),
        previous_hash=previous,
        hash=line.digest(),
    )


def _fit(text: str, most: int) -> str:
    """Return what every database stores unchanged: no control characters, no more than fits."""
    kept = "".join(one for one in str(text) if unicodedata.category(one) not in {"Cc", "Cs"})
    return kept[:most]


def anchor(path: Path) -> anchors.Anchor:
    """Add the present end of the journal to an anchor file, to be kept elsewhere."""
    last = (
        Entry.objects.for_program("writes the journal")
        .order_by("-sequence")
        .values_list("sequence", "hash")
        .first()
    )
    if last is None:
        raise Refused("日志还没有内容，无需留锚点。")
    made = anchors.Anchor(last[0], last[1], moment(timezone.now()))
    anchors.append(path, made)
    return made
