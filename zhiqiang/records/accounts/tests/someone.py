"""People for tests of other rooms that need a right and not a person's whole story."""

from django.contrib.auth.models import AnonymousUser
from django.utils.timezone import localdate

from zhiqiang.records.accounts.rights import Held

OFFICIALS = ("see_internal", "see_restricted", "work_register", "see_jobs", "export_rows")


def holder_of(*rights: str) -> AnonymousUser:
    """Return somebody who holds ``rights`` everywhere, for as long as today lasts."""
    person = AnonymousUser()
    person._held = Held(localdate(), frozenset({"see_public", *rights}))  # type: ignore[attr-defined]
    return person
