"""A remark about one cell, before its place is known."""

from __future__ import annotations

from dataclasses import dataclass

from zhiqiang.kernel.finding import Severity


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is the matter with a cell. ``ERROR``: it has no value."""

    code: str
    message: str
    severity: Severity = Severity.ERROR


def shown(text: str) -> str:
    """Return a cell's text short enough for a message."""
    flat = " ".join(text.split())
    return flat if len(flat) <= 40 else flat[:39] + "…"
