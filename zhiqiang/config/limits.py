"""How often one address or one person may ask, so that nobody keeps the others from working.

Counted in the memory of the web process (one, see ``cli/server.py``); a restart forgets. What
must not be forgotten, the failures of a sign-in, is kept in the ledger by the accounts.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from zhiqiang.config.refusals import refusal

#: keys that are remembered at most; the longest unused go first
REMEMBERED = 50_000


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
    """Token buckets by key; safe for threads, bounded in memory."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()

    def wait(self, limit: Limit, who: str) -> int:
        """Count one request; return 0, or the seconds after which the next is allowed."""
        now, rate = self._clock(), limit.amount / limit.seconds
        with self._lock:
            left, at = self._buckets.pop((limit.key, who), (float(limit.amount), now))
            left = min(limit.amount, left + (now - at) * rate)
            allowed = left >= 1
            self._buckets[(limit.key, who)] = (left - 1 if allowed else left, now)
            if len(self._buckets) > REMEMBERED:
                self._buckets.popitem(last=False)
        return 0 if allowed else ceil((1 - left) / rate)


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
