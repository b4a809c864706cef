"""The lake of this installation, and the snapshots that this process holds open."""

from __future__ import annotations

import threading
from collections import OrderedDict
from pathlib import Path

from django.conf import settings

from zhiqiang.engines.lake import Lake, OpenSnapshot

KEPT_OPEN = 3
_open: OrderedDict[tuple[Path, int], OpenSnapshot] = OrderedDict()
_newest: dict[Path, tuple[int, int]] = {}
_lock = threading.Lock()


def lake() -> Lake:
    """Return the lake below the home folder, read by the engine of this installation."""
    return Lake(Path(settings.HOME) / "lake", engine=settings.ENGINE)


def snapshot(number: int | None = None) -> OpenSnapshot:
    """Return a snapshot, the newest by default, opened at most once a process.

    Raises ``NotFound`` where nothing was published or a file of the snapshot is missing.
    """
    store = lake()
    if number is None:
        number = _newest_number(store)
    key = store.root, number
    with _lock:
        if key not in _open:
            _open[key] = store.open(number)
            while len(_open) > KEPT_OPEN:
                # A reader in another thread keeps it until it is done; then it closes itself.
                _open.popitem(last=False)
        _open.move_to_end(key)
        return _open[key]


def _newest_number(store: Lake) -> int:
    folder = store.root / "snapshots"
    changed = folder.stat().st_mtime_ns if folder.is_dir() else 0
    seen = _newest.get(store.root)
    if seen is None or seen[0] != changed or not changed:
        # ``manifest`` says what to do where nothing was published.
        seen = _newest[store.root] = (changed, store.manifest().number)
    return seen[1]
