"""Parameters of this installation: a file in its home takes the place of the one that ships."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from zhiqiang.kernel import catalogue
from zhiqiang.kernel.catalogue import Thing


def parameter_file(name: str) -> Path:
    """Return the file of a parameter: the installation's own, else the one that ships."""
    own = Path(settings.HOME) / "parameters" / f"{name}.yml"
    return own if own.exists() else Path(settings.CATALOGUE) / "parameters" / own.name


def parameter(name: str, kind: type[Thing]) -> Thing:
    """Return a parameter, read once as long as its file stays the same. Raises ``BadCatalogue``."""
    path = parameter_file(name)
    found: Thing = _load(path, path.stat().st_mtime_ns, kind)
    return found


@lru_cache(maxsize=32)
def _load(path: Path, _changed_at: int, kind: type[Thing]) -> Thing:
    return catalogue.load(path, kind)
