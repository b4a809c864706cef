"""Who asks: somebody signed in, the owner of a token, or anybody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse

from zhiqiang.api.problems import PREFIX, problem
from zhiqiang.kernel.errors import Refused, ZhiqiangError
from zhiqiang.records.accounts import rights
from zhiqiang.records.accounts.actions import tokens
from zhiqiang.records.accounts.roles import access_rights
from zhiqiang.records.registry import actions


class NotSignedIn(ZhiqiangError):
    """What is asked for is not public, and nobody knows who asks."""


class Tokens:
    """Middleware: for the API, a token in the header says who asks, whatever the cookies say.

    Stands behind the sessions and before the rate limits, which count by person. A token that opens
    nothing is refused by ``process_view``, so that guessing is counted and slowed like anything else.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("Authorization", "")
        if request.path.startswith(PREFIX) and given:
            kind, _, secret = given.partition(" ")
            person = tokens.person_of(secret.strip()) if kind.lower() == "bearer" else None
            request.user = person or AnonymousUser()
            request.token_opens = person is not None  # type: ignore[attr-defined]
        return self.get_response(request)


class RefuseBadTokens:
    """Middleware: end here what came with a token that opens nothing. Stands behind the limits."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Answer 401 where the token is unknown, past its day, or revoked."""
        return problem(401, "令牌无效、已到期或已撤销。") if _is_bad(request) else None


def clear(request: HttpRequest, subject: str, reason: str, about: str = "") -> None:
    """Let the asker read personal data whole for a reason, which is journalled; without one, not."""
    if reason.strip():
        actions.read_clear(request.user, subject, reason, about)


def _is_bad(request: HttpRequest) -> bool:
    return getattr(request, "token_opens", None) is False


def require(request: HttpRequest, right: str) -> None:
    """Raise ``NotSignedIn`` or ``Refused`` unless the one who asks holds ``right``."""
    if rights.may(request.user, right):
        return
    if not request.user.is_authenticated:
        raise NotSignedIn("此接口须登录。")
    raise Refused(f"当前账户没有“{access_rights()[right].zh}”权限。")
