"""Small files beside the ledger: how far a step is, and the wish to end it.

A long step holds one transaction, and nobody outside sees or can write what it writes. These two
files per run (``HOME/jobs/<id>.progress`` and ``.cancel``) carry what cannot wait for its end.
They may be lost at any time without harm; on another machine they are simply absent.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the present step of a run is."""

    done: int
    total: int
    note: str


def _path(run_id: int, what: str) -> Path:
    return Path(settings.HOME) / "jobs" / f"{int(run_id)}.{what}"


def tell(run_id: int, done: int, total: int, note: str) -> None:
    """Leave word of how far the present step is."""
    path = _path(run_id, "progress")
    path.parent.mkdir(exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}")
    fresh.write_text(json.dumps([done, total, note], ensure_ascii=False), encoding="utf-8")
    fresh.replace(path)


def told(run_id: int) -> Progress | None:
    """Return what was last told about the present step, if anything."""
    try:
        done, total, note = json.loads(_path(run_id, "progress").read_text(encoding="utf-8"))
        return Progress(int(done), int(total), str(note))
    except (OSError, ValueError):
        return None


def ask_cancel(run_id: int) -> None:
    """Leave the wish that the present step be broken off."""
    path = _path(run_id, "cancel")
    path.parent.mkdir(exist_ok=True)
    path.touch()


def is_cancel_asked(run_id: int) -> bool:
    """Say whether the present step is to be broken off."""
    return _path(run_id, "cancel").exists()


def forget(run_id: int, cancel: bool = False) -> None:
    """Remove what was told; with ``cancel`` the wish to end as well."""
    _path(run_id, "progress").unlink(missing_ok=True)
    if cancel:
        _path(run_id, "cancel").unlink(missing_ok=True)
