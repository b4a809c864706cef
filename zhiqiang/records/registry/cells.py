"""How the cells of an import are named in the file that keeps them."""

from __future__ import annotations

SHEET, ROW = "工作表", "行号"


def column_names(headings: tuple[str, ...]) -> list[str]:
    """Return a column name for every heading of a sheet, apart from those of the place columns."""
    return [f"{one} " if one in (SHEET, ROW) else one for one in headings]
