"""Writes to the register."""

from zhiqiang.records.registry.actions.headings import forget_heading, teach_headings
from zhiqiang.records.registry.actions.importing import Watch, import_file
from zhiqiang.records.registry.actions.previewing import (
    Preview,
    preview_file,
    save_refused,
    saved_refused,
)
from zhiqiang.records.registry.actions.result import ImportResult
from zhiqiang.records.registry.actions.undoing import check_undo, reasons_against, undo_import

__all__ = [
    "ImportResult",
    "Preview",
    "Watch",
    "check_undo",
    "forget_heading",
    "import_file",
    "preview_file",
    "reasons_against",
    "save_refused",
    "saved_refused",
    "teach_headings",
    "undo_import",
]
