"""How often one address or one person may ask, so that nobody keeps the others from working.

Counted in memory that the web processes share (``cli/server.py`` forks them after this is made); a
restart forgets. What must not be forgotten, the failures of a sign-in, is kept in the ledger by the
accounts.
"""

from __future__ import annotations

import fcntl
import mmap
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from math import ceil
from struct import Struct
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from zhiqiang.config.refusals import refusal

#: keys that are remembered at most; of those that fall near one another the longest unused goes first
REMEMBERED = 1 << 16
_NEAR = 8
#: a key, how much it has left, when that was
_BUCKET = Struct("=Qdd")


@dataclass(frozen=True, slots=True)
class Limit:
    """``amount`` requests in ``seconds``, more being refused until some have run off.

    ``by`` is ``address`` or ``person`` (the address of those who are not signed in). ``methods``
    empty means all; ``names`` are the view names it is for, or parts that they contain; empty
    means all.
    """

    key: str
    by: str
    amount: int
    seconds: int
    methods: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    def concerns(self, request: HttpRequest, name: str) -> bool:
        """Say whether a request for the view ``name`` counts against this limit."""
        if self.methods and request.method not in self.methods:
            return False
        return not self.names or any(part in name for part in self.names)


WRITES = ("POST", "PUT", "PATCH", "DELETE")
#: The numbers are mostly per minute: an office behind one address is many people, a person is one.
LIMITS = (
    Limit("address", "address", 3_000, 60),
    Limit(
        "sign_in",
        "address",
        30,
        60,
        WRITES,
        ("sign_in", "second_factor", "confirm", "first_account", "password", "passkey"),
    ),
    Limit("write", "person", 120, 60, WRITES),
    # Sent without an account, with files: an office has to read each.
    Limit("send", "address", 20, 600, WRITES, ("services:send",)),
    Limit("check", "address", 12, 60, WRITES, ("plans:check",)),
    Limit("export", "person", 20, 60, (), ("export", "download")),
    Limit("api", "person", 300, 60, (), ("api:",)),
    Limit("person", "person", 600, 60),
)


class Counter:
    """Token buckets by key; safe for threads and for processes forked later, bounded in memory."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 -- open as long as the counter lives
        self._file.truncate(REMEMBERED * _BUCKET.size)
        self._memory = mmap.mmap(self._file.fileno(), 0)

    def wait(self, limit: Limit, who: str) -> int:
        """Count one request; return 0, or the seconds after which the next is allowed."""
        rate = limit.amount / limit.seconds
        name = f"{limit.key} {who}".encode()
        # Zero is the key of a place that nobody has taken.
        key = int.from_bytes(blake2b(name, digest_size=8).digest(), "big") or 1
        with self._alone():
            now, at = self._clock(), self._place(key)
            known, left, since = _BUCKET.unpack_from(self._memory, at)
            if known != key:
                left, since = float(limit.amount), now
            left = min(limit.amount, left + (now - since) * rate)
            allowed = left >= 1
            _BUCKET.pack_into(self._memory, at, key, left - 1 if allowed else left, now)
        return 0 if allowed else ceil((1 - left) / rate)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep out other threads, and other processes by a lock that ends with its holder."""
        with self._lock:
            fcntl.lockf(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN)

    def _place(self, key: int) -> int:
        """Return where a key is counted: where it is already, or at the longest unused place near."""
        near = [(key + step) % REMEMBERED * _BUCKET.size for step in range(_NEAR)]
        buckets = {at: _BUCKET.unpack_from(self._memory, at) for at in near}
        return next(
            (at for at, one in buckets.items() if one[0] == key),
            min(near, key=lambda at: (buckets[at][0] != 0, buckets[at][2])),
        )


class RateLimits:
    """Middleware: answer 429 to who asks too often. Stands behind sign-in, before all views."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.counter = Counter()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Count the request against every limit that concerns it."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        for limit in settings.RATE_LIMITS:
            if limit.concerns(request, name) and (
                seconds := self.counter.wait(limit, _who(request, limit))
            ):
                return _too_many(seconds)
        return None


def _who(request: HttpRequest, limit: Limit) -> str:
    person = getattr(request, "user", None) if limit.by == "person" else None
    if person is not None and person.is_authenticated:
        return f"person {person.pk}"
    return f"address {request.META.get('REMOTE_ADDR', '')}"


def _too_many(seconds: int) -> HttpResponse:
    answer = refusal(
        429, "操作过于频繁", f"请在 {seconds} 秒后重试。", "反复出现时请告知系统管理员。"
    )
    answer["Retry-After"] = str(seconds)
    return answer
