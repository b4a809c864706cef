"""Where kept files are."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from zhiqiang.records.files.models import StoredFile


def place_of(sha256: str) -> Path:
    """Return where the content with this hash stands, or would stand."""
    return Path(settings.HOME) / "files" / sha256[:2] / sha256


def path_of(stored: StoredFile) -> Path:
    """Return the path of a kept file."""
    return place_of(stored.sha256)
