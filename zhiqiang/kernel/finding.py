"""Remarks about content. A finding is a value that is collected, stored and shown; never raised."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from zhiqiang.kernel.place import Cell, Span


class Severity(StrEnum):
    """How much a finding weighs. ``ERROR``: not taken over; ``WARNING``: taken over, look at it."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark about a document or a sheet.

    ``code`` is an English key in snake_case, stable over releases; ``message`` is for people, in
    Chinese, and says what is the matter, where, and what to do. ``span`` or ``cell`` is the place;
    ``others`` are further places of a document that have to be seen beside it.
    """

    severity: Severity
    code: str
    message: str
    span: Span | None = None
    cell: Cell | None = None
    others: tuple[Span, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the finding as JSON-ready values; places that do not apply are left out."""
        out: dict[str, Any] = {
            "severity": str(self.severity),
            "code": self.code,
            "message": self.message,
        }
        if self.span is not None:
            out["span"] = [self.span.start, self.span.end]
        if self.others:
            out["others"] = [[other.start, other.end] for other in self.others]
        if self.cell is not None:
            cell = self.cell
            out |= {"file": cell.file, "sheet": cell.sheet, "row": cell.row, "column": cell.column}
        return out
