"""Find the ruled tables of a scanned page by its long lines, and say whether its words fit them."""

from __future__ import annotations

import math
from bisect import bisect_right
from typing import Any

from zhiqiang.engines.compiler.inputs.printed_lines import Letter
from zhiqiang.engines.compiler.inputs.ruled_grid import Edge, Grid, grids_of


def ruled_tables(picture: Any, angle: float) -> list[Grid]:
    """Return the tables of a page in the space of the picture turned upright by ``angle``."""
    import cv2

    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    height, width = grey.shape
    if abs(angle) > 0.002:
        # Turned about the upper left corner, as the recognised boxes are.
        turn = cv2.getRotationMatrix2D((0, 0), math.degrees(angle), 1.0)
        grey = cv2.warpAffine(grey, turn, (width, height), borderValue=255)
    ink = cv2.adaptiveThreshold(
        grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15
    )
    across = [
        Edge(y + h / 2, x, x + w)
        for x, y, w, h in _long_lines(cv2, ink, (max(60, width // 14), 1))
        if h < width / 70
    ]
    down = [
        Edge(x + w / 2, y, y + h)
        for x, y, w, h in _long_lines(cv2, ink, (1, max(50, width // 33)))
        if w < width / 70
    ]
    if len(across) < 2 or len(down) < 2:
        return []
    return grids_of(across, down, width / 300)


def _long_lines(cv2: Any, ink: Any, size: tuple[int, int]) -> list[tuple[int, int, int, int]]:
    """Return the boxes of strokes of at least this length; what blur thins out is closed first."""
    thick = (1, 3) if size[0] > 1 else (3, 1)
    wide = cv2.dilate(ink, cv2.getStructuringElement(0, thick))
    kept = cv2.morphologyEx(wide, cv2.MORPH_OPEN, cv2.getStructuringElement(0, size))
    outlines, _ = cv2.findContours(kept, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    return [cv2.boundingRect(outline) for outline in outlines]


def is_sure(grid: Grid, pieces: list[Letter]) -> bool:
    """Say whether the pieces inside stand in one cell each; those that do not mix two cells."""
    inside = [piece for piece in pieces if grid.holds(piece)]
    mixed = sum(1 for piece in inside if _crosses(grid, piece))
    return mixed * 20 <= len(inside)


def _crosses(grid: Grid, piece: Letter) -> bool:
    y = (piece.top + piece.bottom) / 2
    row = min(len(grid.ys) - 2, max(0, bisect_right(grid.ys, y) - 1))
    slack = piece.size
    ends = [
        min(len(grid.xs) - 2, max(0, bisect_right(grid.xs, x) - 1))
        for x in (piece.x0 + slack, piece.x1 - slack)
    ]
    return ends[0] < ends[1] and grid.cells[row][ends[0]] != grid.cells[row][ends[1]]
