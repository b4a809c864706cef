"""Who is who: the one question that every page asks before it shows what is not public."""

from __future__ import annotations

from typing import Any


def is_official(person: Any) -> bool:
    """Say whether ``person``, signed in or not, is an active official."""
    return bool(
        getattr(person, "is_authenticated", False)
        and getattr(person, "is_active", False)
        and getattr(person, "is_official", False)
    )
