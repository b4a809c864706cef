"""The working days of this installation: the notices that ship, and those that a bureau adds.

A bureau adds the notice of a new year as ``holidays/2027.yml`` in its home folder; a file of the
same name there takes the place of the one that ships.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from zhiqiang.kernel.calendar import WorkCalendar, load_calendar


def work_calendar() -> WorkCalendar:
    """Return the calendar, read once as long as its files stay the same."""
    folders = (Path(settings.CATALOGUE) / "holidays", Path(settings.HOME) / "holidays")
    files = sorted(path for folder in folders for path in folder.glob("*.yml"))
    return _load(folders, tuple((str(path), path.stat().st_mtime_ns) for path in files))


@lru_cache(maxsize=4)
def _load(folders: tuple[Path, ...], changed: tuple[tuple[str, int], ...]) -> WorkCalendar:
    return load_calendar(*folders)
