"""The official words of the closed lists that facts name by key."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from zhiqiang.engines.ingest import load_codes


def code_names(name: str) -> dict[str, str]:
    """Return the official words of a closed list by key."""
    return _code_names(str(settings.CATALOGUE), name)


@lru_cache(maxsize=16)
def _code_names(catalogue: str, name: str) -> dict[str, str]:
    (codes,) = load_codes(Path(catalogue) / "codes", [name]).values()
    return {key: code.zh for key, code in codes.values.items()}
