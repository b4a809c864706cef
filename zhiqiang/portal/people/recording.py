"""Who acts through a page, with the journal behind it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest

from zhiqiang.records.accounts.acting import Acting, Record
from zhiqiang.records.journal import actions as journal


def record_as(actor: str) -> Record:
    """Return a writer of journal lines in the name of ``actor``.

    Inside the transaction of an act the line is part of it. A refusal has no transaction of its
    own; its line stays when the act is undone.
    """

    def record(act: str, subject: str, detail: dict[str, Any]) -> None:
        with transaction.atomic():
            journal.write(actor, act, subject, detail)

    return record


def acting(request: HttpRequest) -> Acting:
    """Return the signed-in person of ``request`` as one who acts."""
    if isinstance(request.user, AnonymousUser):
        raise TypeError("nobody is signed in; the view has to ask for that first")
    return Acting(request.user, record_as(request.user.get_username()))  # type: ignore[arg-type]


def address_of(request: HttpRequest) -> str:
    """Return the network address; behind a trusted proxy the middleware has put it right."""
    return str(request.META.get("REMOTE_ADDR", ""))
