"""Writes to the register."""

from zhiqiang.records.registry.actions.importing import import_file
from zhiqiang.records.registry.actions.result import ImportResult

__all__ = ["ImportResult", "import_file"]
