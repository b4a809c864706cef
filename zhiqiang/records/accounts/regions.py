"""The divisions that this installation knows: the national table, its own file, what became of them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from zhiqiang.kernel.division_changes import DivisionChanges
from zhiqiang.kernel.divisions import NATION, Divisions
from zhiqiang.records.accounts.parameters import parameter


def installation_region() -> str:
    """Return the code in ``region.txt`` of the home folder; without one, the nation."""
    path = Path(settings.HOME) / "region.txt"
    code = path.read_text(encoding="utf-8").strip() if path.exists() else ""
    return code if code in divisions() else NATION


def divisions() -> Divisions:
    """Return the national table with ``divisions.yml`` of the home folder, where there is one."""
    path = Path(settings.HOME) / "divisions.yml"
    return _load(path, path.stat().st_mtime_ns if path.exists() else 0)


@lru_cache(maxsize=2)
def _load(path: Path, changed_at: int) -> Divisions:
    national = Divisions.national()
    return national.with_file(path) if changed_at else national


def division_changes() -> DivisionChanges:
    """Return which divisions succeeded which; a file of the installation takes the place of what ships."""
    return parameter("division_changes", DivisionChanges)
