"""Collect the straight lines that a PDF page draws: strokes, and rectangles as thin as a stroke."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from typing import Any

from pypdfium2 import raw

from zhiqiang.engines.compiler.inputs.ruled_grid import Edge, Grid, grids_of

Turn = Callable[[float, float, float, float], tuple[float, float, float, float]]
Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
_MOST_SEGMENTS = 60_000
_MOST_DEPTH = 4
_THIN = 3.0
_SLACK = 2.0
_SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def tables_of(page: Any, turn: Turn) -> list[Grid]:
    """Return the ruled tables of a page; a drawing of very many lines is no table."""
    across: list[Edge] = []
    down: list[Edge] = []
    left = _MOST_SEGMENTS
    for path, matrix in _paths(page.raw, None, _SAME, 0):
        left -= max(1, raw.FPDFPath_CountSegments(path))
        if left < 0:
            return []
        for points, is_stroked in _outlines(path, matrix):
            for x0, y0, x1, y1 in _strokes(points, is_stroked):
                a, top, b, bottom = turn(min(x0, x1), max(y0, y1), max(x0, x1), min(y0, y1))
                if b - a >= bottom - top:
                    across.append(Edge((top + bottom) / 2, a, b))
                else:
                    down.append(Edge((a + b) / 2, top, bottom))
    if len(across) + len(down) < 5:
        return []
    return grids_of(across, down, _SLACK)


def _paths(page: Any, form: Any, matrix: Matrix, depth: int) -> Iterator[tuple[Any, Matrix]]:
    """Yield the paths of a page and of the forms in it, with how they are placed."""
    count = raw.FPDFFormObj_CountObjects(form) if form else raw.FPDFPage_CountObjects(page)
    for index in range(min(max(count, 0), _MOST_SEGMENTS)):
        item = (
            raw.FPDFFormObj_GetObject(form, index) if form else raw.FPDFPage_GetObject(page, index)
        )
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            yield item, _product(_matrix_of(item), matrix)
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _MOST_DEPTH:
            yield from _paths(page, item, _product(_matrix_of(item), matrix), depth + 1)


def _matrix_of(item: Any) -> Matrix:
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, ctypes.byref(found)):
        return _SAME
    return found.a, found.b, found.c, found.d, found.e, found.f


def _product(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (
        a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j,
        e * g + f * i + k, e * h + f * j + m,
    )  # fmt: skip


def _outlines(path: Any, matrix: Matrix) -> Iterator[tuple[list[Point], bool]]:
    """Yield the outlines of a path, and whether their lines are drawn or only what they enclose."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke))
    if not (fill.value or stroke.value):
        return
    points: list[Point] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    a, b, c, d, e, f = matrix
    for index in range(raw.FPDFPath_CountSegments(path)):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO and points:
            yield points, bool(stroke.value)
            points = []
        points.append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        if raw.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if points:
        yield points, bool(stroke.value)


def _strokes(points: list[Point], is_stroked: bool) -> Iterator[tuple[float, float, float, float]]:
    """Yield the level and upright lines of an outline; a thin shape is one line."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    if min(width, height) <= _THIN:
        if max(width, height) > _THIN:
            yield min(xs), min(ys), max(xs), max(ys)
    elif is_stroked:
        for (x0, y0), (x1, y1) in zip(points, points[1:], strict=False):
            if min(abs(x1 - x0), abs(y1 - y0)) <= 1.0:
                yield x0, y0, x1, y1
