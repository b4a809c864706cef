"""Writes to the register."""

from zhiqiang.records.registry.actions.importing import Watch, import_file
from zhiqiang.records.registry.actions.previewing import (
    Preview,
    preview_file,
    save_refused,
    saved_refused,
)
from zhiqiang.records.registry.actions.result import ImportResult
from zhiqiang.records.registry.actions.undoing import reasons_against, undo_import

__all__ = [
    "ImportResult",
    "Preview",
    "Watch",
    "import_file",
    "preview_file",
    "reasons_against",
    "save_refused",
    "saved_refused",
    "undo_import",
]
