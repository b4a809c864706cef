"""Who is signed in, as Django asks for it on every request: open accounts only."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend

from zhiqiang.records.accounts.models import Person


class OpenAccounts(BaseBackend):
    """Finds the person of a session; an account that was closed or has run out is nobody.

    It takes no passwords: ``actions.sign_in`` is the one way in, with its closed doors.
    """

    def authenticate(self, request: Any, **credentials: Any) -> None:
        """Refuse: nothing signs in here."""

    def get_user(self, user_id: int) -> Person | None:
        """Return the person, while the account is open."""
        person = Person.objects.filter(pk=user_id).first()
        return person if person is not None and person.is_open else None
