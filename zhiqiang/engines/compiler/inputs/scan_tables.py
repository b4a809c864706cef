"""Find where a scanned page has ruled tables, by their long lines."""

from __future__ import annotations

import math
from typing import Any


def ruled_bands(picture: Any, angle: float) -> list[tuple[float, float]]:
    """Return (top, bottom) of every ruled table, in the space of the picture turned upright."""
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
    across = _long_lines(cv2, ink, (max(40, width // 12), 1))
    down = _long_lines(cv2, ink, (1, max(40, height // 40)))
    grid = cv2.dilate(cv2.bitwise_or(across, down), cv2.getStructuringElement(0, (5, 5)))
    outlines, _ = cv2.findContours(grid, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    crossings = cv2.bitwise_and(
        cv2.dilate(across, cv2.getStructuringElement(0, (7, 7))),
        cv2.dilate(down, cv2.getStructuringElement(0, (7, 7))),
    )
    bands = []
    for outline in outlines:
        x, y, w, h = cv2.boundingRect(outline)
        if w < width / 4 or h < height / 50:
            continue
        count, _ = cv2.connectedComponents(crossings[y : y + h, x : x + w])
        # A frame has four corners; a table of two columns and two rows has nine crossings.
        if count - 1 >= 6:
            bands.append((float(y), float(y + h)))
    return sorted(bands)


def _long_lines(cv2: Any, ink: Any, size: tuple[int, int]) -> Any:
    """Keep strokes of at least this length; small breaks of the scan are closed first."""
    gap = tuple(3 if one > 1 else 1 for one in size)
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, cv2.getStructuringElement(0, gap))
    return cv2.morphologyEx(closed, cv2.MORPH_OPEN, cv2.getStructuringElement(0, size))
