"""From where the present act comes: the address of a request, or the name of a local door."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

_ADDRESS: ContextVar[str] = ContextVar("address", default="本机命令")


def address() -> str:
    """Return from where the present act comes."""
    return _ADDRESS.get()


@contextmanager
def acting_from(place: str) -> Iterator[None]:
    """Say from where the acts of the block come."""
    token = _ADDRESS.set(place)
    try:
        yield
    finally:
        _ADDRESS.reset(token)


class FromWhere:
    """Middleware: acts of a request come from its address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with acting_from(request.META.get("REMOTE_ADDR", "")):
            return self.get_response(request)
