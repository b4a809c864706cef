"""Closed doors: failures in a row close an account, and a network address, for longer each time.

An attempt is counted *before* the password is hashed and taken back when it was right. So attempts
that arrive together are all counted, and a closed door costs one read and no hash.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import now

from zhiqiang.kernel.errors import Refused
from zhiqiang.records.accounts.models import Lock

#: failures that long ago are forgotten
FORGET_AFTER = timedelta(hours=24)
LONGEST = 3600


@dataclass(frozen=True, slots=True)
class Rule:
    """After ``free`` failures in a row the door closes for ``first`` seconds, then twice that …"""

    free: int
    first: int


# Five tries and ten minutes are what graded-protection tests look for. An address is shared by a
# whole office, so it has more tries.
ACCOUNT, ADDRESS = Rule(5, 600), Rule(30, 600)


class Locked(Refused):
    """The door is closed; ``seconds`` says for how long."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        minutes = max(1, -(-seconds // 60))
        super().__init__(f"登录失败次数过多，请 {minutes} 分钟后再试。")


def account_key(username: str) -> str:
    """Return the key under which failures for a user name are counted."""
    return f"account:{username.strip()[:60].lower()}"


def address_key(address: str) -> str:
    """Return the key of a network address; an IPv6 site counts as one, a mapped IPv4 as itself."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return f"address:{address[:60]}"
    if found.version == 6 and found.ipv4_mapped:
        return f"address:{found.ipv4_mapped}"
    if found.version == 6:
        return f"address:{ipaddress.ip_network((found, 64), strict=False)}"
    return f"address:{found}"


def begin(username: str, address: str) -> bool:
    """Count an attempt, or raise ``Locked``. Return whether it is the last before the door closes."""
    at = now()
    rules = {address_key(address): ADDRESS, account_key(username): ACCOUNT}
    with transaction.atomic():
        held = {row.key: row for row in Lock.objects.select_for_update().filter(key__in=rules)}
        wait = max((_seconds_left(lock, at) for lock in held.values()), default=0)
        if not wait:
            missing = rules.keys() - held.keys()
            held |= {row.key: row for row in _new_rows(sorted(missing), at)}
            closes = [_count(held[key], rule, at) for key, rule in rules.items()]
    if wait:
        # Outside of the transaction: what was put right about the clock has to stay.
        raise Locked(wait)
    return any(closes)


def take_back(username: str, address: str) -> None:
    """Uncount an attempt that was right. Earlier failures stay counted until ``succeed``.

    A right password is not yet a sign-in: were the count to start anew with it, whoever knows the
    password could try one code after another.
    """
    with transaction.atomic():
        keys = (address_key(address), account_key(username))
        for lock in Lock.objects.select_for_update().filter(key__in=keys):
            lock.failures = max(0, lock.failures - 1)
            lock.closed_until = None
            lock.save()


def succeed(username: str) -> None:
    """Let the account start anew: somebody has signed in with all that it asks for.

    The address does not: one account of an attacker's own would open it for all.
    """
    Lock.objects.filter(key=account_key(username)).delete()


def reopen(username: str) -> bool:
    """Open an account before its time; return whether it was closed or counted."""
    return Lock.objects.filter(key=account_key(username)).delete()[0] > 0


def seconds_closed(username: str) -> int:
    """Return for how many seconds an account is still closed; 0 when it is open."""
    lock = Lock.objects.filter(key=account_key(username)).first()
    return _seconds_left(lock, now()) if lock else 0


def _new_rows(keys: list[str], at: datetime) -> list[Lock]:
    if not keys:
        return []
    Lock.objects.filter(failed_at__lt=at - FORGET_AFTER).delete()
    rows = [Lock(key=key, failed_at=at) for key in keys]
    Lock.objects.bulk_create(rows, ignore_conflicts=True)
    return list(Lock.objects.select_for_update().filter(key__in=keys))


def _seconds_left(lock: Lock, at: datetime) -> int:
    if lock.closed_until is None or lock.closed_until <= at:
        return 0
    left = int((lock.closed_until - at).total_seconds()) + 1
    if left > lock.closed_seconds + 1:  # The clock was set back: wait no longer than was meant.
        lock.closed_until = at + timedelta(seconds=lock.closed_seconds)
        lock.save(update_fields=["closed_until"])
        left = lock.closed_seconds
    return left


def _count(lock: Lock, rule: Rule, at: datetime) -> bool:
    lock.failures = 1 if at - lock.failed_at > FORGET_AFTER else lock.failures + 1
    lock.failed_at = at
    closes = lock.failures >= rule.free
    if closes:
        # The exponent is bounded, or a long attack would make the number itself the attack.
        over = min(lock.failures - rule.free, 10)
        lock.closed_seconds = min(rule.first * 2**over, LONGEST)
        lock.closed_until = at + timedelta(seconds=lock.closed_seconds)
    lock.save()
    return closes
