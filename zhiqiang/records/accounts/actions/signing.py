"""Signing in: the password, and where somebody is signed in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.timezone import now

from zhiqiang.kernel.errors import Refused
from zhiqiang.records.accounts.acting import Acting, Record, without_lines
from zhiqiang.records.accounts.actions import lockout
from zhiqiang.records.accounts.models import Person, Session

WRONG = "用户名或密码不正确。"


def sign_in(username: str, password: str, address: str, record: Record = without_lines) -> Person:
    """Return the person of a name and a password; the second factor is the caller's next step.

    Says the same, after the same time, for unknown names, closed accounts and wrong passwords.
    Raises ``lockout.Locked`` without hashing anything while the account or the address is closed.
    """
    username = username.strip()[:60]
    closes = lockout.begin(username, address)
    person = Person.objects.filter(username=username).first()
    if person is None:
        make_password(password)  # As long as a wrong password takes.
    elif person.check_password(password) and person.is_open:
        lockout.take_back(username, address)
        return person
    refuse(username, closes, "password", record)
    raise Refused(WRONG)


def refuse(username: str, closes: bool, step: str, record: Record) -> None:
    """Write the lines of a failed attempt: the failure, and the door that closed by it."""
    subject = f"account/{username}"
    record("sign_in_failed", subject, {"step": step})
    if closes:
        record("sign_in_locked", subject, {"seconds": lockout.seconds_closed(username)})


def must_change_password(person: Person) -> bool:
    """Say whether the password was set by somebody else, or is older than it may be."""
    if not person.has_usable_password():
        return False
    days: int = settings.PASSWORD_DAYS
    too_old = (
        days > 0
        and person.password_set_at is not None
        and now() - person.password_set_at > timedelta(days=days)
    )
    return person.must_change_password or too_old


def keep_newest_sessions(person: Person, current: str) -> int:
    """End the oldest sessions beyond the number allowed at once; return how many ended."""
    Session.objects.filter(expire_date__lt=now()).delete()
    others = Session.objects.filter(person=person).exclude(pk=current).order_by("-seen_at")
    surplus = list(others.values_list("pk", flat=True)[max(0, settings.SESSIONS_AT_ONCE - 1) :])
    return Session.objects.filter(pk__in=surplus).delete()[0]


def sign_out_everywhere(acting: Acting, person: Person, keep: str = "") -> int:
    """End all sessions of ``person``, but ``keep``. One's own, or with ``manage_people``."""
    if not acting.is_self(person):
        acting.require("manage_people")
    with transaction.atomic():
        ended = Session.objects.filter(person=person).exclude(pk=keep).delete()[0]
        acting.record("signed_out_everywhere", subject_of(person), {"sessions": ended})
    return ended


def end_session(acting: Acting, person: Person, tag: str) -> None:
    """End one session of ``person``, named by the tag that the page shows; an unknown one is past."""
    if not acting.is_self(person):
        acting.require("manage_people")
    with transaction.atomic():
        for one in Session.objects.filter(person=person):
            if session_tag(one.pk) == tag:
                acting.record("session_ended", subject_of(person), {"address": one.address})
                one.delete()


def session_tag(key: str) -> str:
    """Return a name for a session that does not open it."""
    import hashlib

    return hashlib.sha256(f"tag:{key}".encode()).hexdigest()[:16]


def subject_of(person: Person) -> str:
    """Return how the journal names a person."""
    return f"person/{person.pk}"


def changes_of(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """Return what differs, as ``{field: [before, after]}`` in JSON-ready text."""
    plain = {key: (_plain(before[key]), _plain(after[key])) for key in after}
    return {key: list(pair) for key, pair in plain.items() if pair[0] != pair[1]}


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | bool) else str(value)
