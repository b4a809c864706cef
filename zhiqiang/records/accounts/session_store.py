"""Sessions that know whose they are, and end: idle, too old, or taken away.

A session is one row; to sign somebody out everywhere is to delete rows. Limits are checked where
the session is read, so that no page and no side path can forget them.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils.timezone import now

#: how far a clock may be set back before sessions of "later" are no longer believed
CLOCK_TOLERANCE = timedelta(minutes=5)
#: the row is written again at most this often while somebody reads pages
TOUCH_EVERY = timedelta(minutes=1)


def idle_limit() -> timedelta:
    """Return after how long without a request a session ends."""
    return timedelta(minutes=settings.SESSION_IDLE_MINUTES)


def absolute_limit() -> timedelta:
    """Return after how long a session ends however busy it is."""
    return timedelta(hours=settings.SESSION_HOURS)


def has_ended(began_at: datetime, seen_at: datetime, at: datetime) -> bool:
    """Say whether a session is over at ``at``, or comes from a time that has not been yet."""
    if max(began_at, seen_at) > at + CLOCK_TOLERANCE:
        return True
    return at - seen_at > idle_limit() or at - began_at > absolute_limit()


class SessionStore(DatabaseStore):
    """The session engine named in the settings."""

    @classmethod
    def get_model_class(cls) -> Any:
        from zhiqiang.records.accounts.models import Session

        return Session

    def _get_session_from_db(self) -> Any:
        row = super()._get_session_from_db()
        if row is None:
            return None
        at = now()
        if has_ended(row.began_at, row.seen_at, at):
            row.delete()
            self._session_key = None
            return None
        if at - row.seen_at > TOUCH_EVERY:
            self.model.objects.filter(pk=row.pk).update(seen_at=at, expire_date=at + idle_limit())
            row.seen_at = at
        self._row = row
        return row

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """Return the row to save: whose session it is follows from who is signed in with it."""
        row = super().create_model_instance(data)
        at, person_id = now(), data.get(SESSION_KEY)
        before = getattr(self, "_row", None)
        row.person_id = int(person_id) if person_id else None
        kept = before is not None and before.session_key == row.session_key
        row.began_at = before.began_at if kept and before.person_id == row.person_id else at
        row.seen_at, row.expire_date = at, at + idle_limit()
        row.address = str(data.get("address", ""))[:45]
        row.agent = str(data.get("agent", ""))[:200]
        self._row = row
        return row
