"""Where a request really comes from, and where a redirect may lead."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from zhiqiang.config.refusals import refusal


class RealAddress:
    """Middleware: behind a trusted proxy, put the address of the visitor into ``REMOTE_ADDR``.

    What anybody else claims to forward is dropped, so that no address can be invented and no
    plain connection can pass for an encrypted one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        meta, trusted = request.META, settings.TRUSTED_PROXIES
        if meta.get("REMOTE_ADDR") in trusted:
            hops = [hop.strip() for hop in meta.get("HTTP_X_FORWARDED_FOR", "").split(",")]
            strangers = [hop for hop in hops if hop and hop not in trusted]
            # The last hop before our own proxies; what stands before it anybody can write.
            if strangers and _is_address(strangers[-1]):
                meta["REMOTE_ADDR"] = strangers[-1]
        else:
            meta.pop("HTTP_X_FORWARDED_PROTO", None)
        meta.pop("HTTP_X_FORWARDED_FOR", None)
        return self.get_response(request)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


class SafeRedirects:
    """Middleware: no redirect to a host that the request itself named.

    A page may send people to an identity provider that the installation has set; it may never
    send them to wherever a link or a form asks.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if not 300 <= answer.status_code < 400 or not answer.has_header("Location"):
            return answer
        # Browsers read a backslash as a slash and drop line ends and blanks in front.
        target = answer["Location"].strip().replace("\\", "/")
        try:
            parts = urlsplit(target)
        except ValueError:
            return _astray()
        if parts.scheme in {"", "http", "https"} and parts.netloc in {"", request.get_host()}:
            return answer
        host = parts.hostname or ""
        if parts.scheme in {"http", "https"} and host and not _is_named(request, host):
            return answer
        return _astray()


def _astray() -> HttpResponse:
    return refusal(400, "地址有误", "不能转到本系统以外的地址。", "请回到工作台。")


def _is_named(request: HttpRequest, host: str) -> bool:
    """Say whether any value of the request, a header included, holds ``host``."""
    sent = [
        value
        for query in (request.GET, request.POST)
        for _, values in query.lists()
        for value in values
    ]
    sent += [request.path, request.META.get("HTTP_REFERER", "")]
    return any(host.lower() in value.lower() for value in sent)
