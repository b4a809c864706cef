"""Which pages were computed before, so that a page waits for its figures only where that is quick.

Figures of a snapshot are computed once and then remembered by ``records.indicators``. The first
page that needs hundreds of them is sent at once with a place that fills itself; later pages carry
everything. With ``wait`` in the address a page always waits: for browsers without scripts.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock

from django.conf import settings
from django.http import HttpRequest

from zhiqiang.portal import scope

KEPT = 500
_warm: OrderedDict[Hashable, None] = OrderedDict()
_lock = Lock()


def should_wait(request: HttpRequest, *parts: Hashable) -> bool:
    """Say whether to compute before answering; ``parts`` say what of."""
    if request.GET.get("wait"):
        return True
    with _lock:
        return _key(parts) in _warm


def computed(*parts: Hashable) -> None:
    """Remember that what ``parts`` name was computed."""
    with _lock:
        _warm[_key(parts)] = None
        while len(_warm) > KEPT:
            _warm.popitem(last=False)


def _key(parts: tuple[Hashable, ...]) -> Hashable:
    return (str(settings.HOME), scope.snapshot_number(), *parts)
