"""Letters by mail: written with the act that causes them, sent afterwards, each once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.mail import EmailMessage
from django.db.models import F
from django.utils import timezone

from zhiqiang.kernel.errors import Misconfigured
from zhiqiang.records.notices.models import Letter
from zhiqiang.records.notices.ways import ByMail, Later, Never, Unsure, by_mail

#: how often a letter is tried, and how long after a try the next comes, doubled each time
MOST_TRIES, WAIT = 5, timedelta(minutes=10)
#: a letter that is being sent for so long was left by a program that died
ABANDONED = timedelta(minutes=10)
_WHY = "sends letters"
State = Letter.State


@dataclass(frozen=True, slots=True)
class Written:
    """A letter to send: ``key`` is the matter, of which there is one letter."""

    key: str
    to: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a letter: ``state`` is one of ``Letter.State``."""

    state: str
    failure: str
    sent_at: datetime | None


def is_set() -> bool:
    """Say whether this installation sends mail."""
    try:
        return by_mail() is not None
    except Misconfigured:
        return False


def post(letters: Iterable[Written]) -> dict[str, int]:
    """Put letters down to be sent; return their ids by key. One that is there already stays as it is.

    Part of the act that causes them: call it inside that transaction.
    """
    written = {one.key: one for one in letters}
    now = timezone.now()
    Letter.objects.bulk_create(
        [
            Letter(key=one.key, to=one.to, title=one.title[:200], text=one.text, due_at=now)
            for one in written.values()
        ],
        batch_size=400,
        ignore_conflicts=True,
    )
    out: dict[str, int] = {}
    keys = sorted(written)
    for start in range(0, len(keys), 400):
        found = Letter.objects.for_program(_WHY).filter(key__in=keys[start : start + 400])
        out.update(found.values_list("key", "pk"))
    return out


def fates(letters: Iterable[int]) -> dict[int, Fate]:
    """Return what became of letters by their ids."""
    rows = Letter.objects.for_program("tells what became of letters").filter(pk__in=list(letters))
    return {pk: Fate(*told) for pk, *told in rows.values_list("pk", "state", "failure", "sent_at")}


def send_again(letter: int, to: str) -> None:
    """Try a letter that failed or may not have gone once more, to an address; by who was asked."""
    rows = Letter.objects.for_program(_WHY).filter(
        pk=letter, state__in=(State.FAILED, State.UNSURE)
    )
    rows.update(to=to, state=State.WAITING, tries=0, due_at=timezone.now(), failure="")


def send_due(tell: Callable[[int], Any] | None = None) -> dict[str, int]:
    """Send the letters that are due, each in marks that are written before and after.

    A server that refuses the address ends a letter; one that cannot be reached is tried again later.
    """
    done = {"letters_sent": 0, "letters_failed": 0}
    rows = Letter.objects.for_program(_WHY)
    rows.filter(state=State.SENDING, tried_at__lt=timezone.now() - ABANDONED).update(
        state=State.UNSURE, failure="发送时程序中断，是否发出不明。请向收件人核实后再决定是否重发。"
    )
    way = by_mail()
    if way is None:
        return done
    keys = rows.filter(state=State.WAITING, due_at__lte=timezone.now()).order_by("due_at", "pk")
    for key in list(keys.values_list("pk", flat=True)):
        now = timezone.now()
        mine = rows.filter(pk=key, state=State.WAITING)
        if not mine.update(state=State.SENDING, tried_at=now, tries=F("tries") + 1):
            continue  # Another sender has it.
        fate = _sent(rows.get(pk=key), way)
        done["letters_sent"] += fate == State.SENT
        done["letters_failed"] += fate == State.FAILED
        if tell is not None:
            tell(sum(done.values()))
    return done


def _sent(letter: Letter, way: ByMail) -> str:
    """Send one letter and mark what came of it; return its state."""
    headers = way.headers(name_of(letter.key))
    message = EmailMessage(letter.title, letter.text, way.sender, [letter.to], headers=headers)
    try:
        way.post(message)
    except Never as error:
        return _marked(letter, State.FAILED, str(error))
    except Unsure as error:
        return _marked(letter, State.UNSURE, str(error))
    except Later as error:
        if letter.tries >= MOST_TRIES:
            return _marked(letter, State.FAILED, f"试了 {letter.tries} 次没有发出：{error}")
        letter.due_at = timezone.now() + WAIT * 2 ** (letter.tries - 1)
        return _marked(letter, State.WAITING, f"第 {letter.tries} 次没有发出：{error}")
    letter.sent_at = timezone.now()
    return _marked(letter, State.SENT, "")


def _marked(letter: Letter, state: str, failure: str) -> str:
    letter.state, letter.failure = state, failure[:300]
    letter.save(update_fields=["state", "failure", "due_at", "sent_at"])
    return state


def name_of(key: str) -> str:
    """Return the one name of a letter about a matter, as a mail server may read it."""
    return hashlib.sha256(key.encode()).hexdigest()[:32]
