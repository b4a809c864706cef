"""Make tables of straight lines: which lines belong together, and which cells they enclose."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from zhiqiang.engines.compiler.inputs.printed_lines import (
    Letter,
    PrintedTable,
    cell_text,
    lines_of,
)

_MOST_EDGES = 5_000
_MOST_COLUMNS = 100
_MOST_ROWS = 1_000


@dataclass(frozen=True, slots=True)
class Edge:
    """A straight line: at ``at`` across its direction, from ``start`` to ``end`` along it."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Grid:
    """A table without its words: places of columns and rows, and the cell of each field."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[tuple[int, ...], ...]

    def holds(self, letter: Letter) -> bool:
        """Say whether the middle of a letter stands inside."""
        x, y = (letter.x0 + letter.x1) / 2, (letter.top + letter.bottom) / 2
        return self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]


def grids_of(across: list[Edge], down: list[Edge], slack: float) -> list[Grid]:
    """Return the tables that lines make; lines within ``slack`` of each other are one line."""
    across, down = _merged(across, slack), _merged(down, slack)
    if len(across) + len(down) > _MOST_EDGES:
        return []
    found = []
    for level, upright in _groups(across, down, slack):
        grid = _grid(level, upright, slack)
        if grid is not None:
            found.append(grid)
    return sorted(found, key=lambda grid: grid.ys[0])


def _merged(edges: Iterable[Edge], slack: float) -> list[Edge]:
    """Make one line of the pieces that programs draw for it."""
    bands: list[list[Edge]] = []
    for edge in sorted(edges, key=lambda one: one.at):
        if bands and edge.at - bands[-1][0].at <= slack:
            bands[-1].append(edge)
        else:
            bands.append([edge])
    merged: list[Edge] = []
    for band in bands:
        at = sum(edge.at for edge in band) / len(band)
        band.sort(key=lambda one: one.start)
        start, end = band[0].start, band[0].end
        for edge in band[1:]:
            if edge.start > end + slack:
                merged.append(Edge(at, start, end))
                start, end = edge.start, edge.end
            end = max(end, edge.end)
        merged.append(Edge(at, start, end))
    return [edge for edge in merged if edge.end - edge.start > 2 * slack]


def _groups(
    across: list[Edge], down: list[Edge], slack: float
) -> list[tuple[list[Edge], list[Edge]]]:
    """Return the lines that touch each other, directly or through others, table by table."""
    roots = list(range(len(across) + len(down)))

    def root(one: int) -> int:
        while roots[one] != one:
            roots[one] = roots[roots[one]]
            one = roots[one]
        return one

    for i, level in enumerate(across):
        for j, upright in enumerate(down, len(across)):
            if (
                upright.start - slack <= level.at <= upright.end + slack
                and level.start - slack <= upright.at <= level.end + slack
            ):
                roots[root(i)] = root(j)
    groups: dict[int, tuple[list[Edge], list[Edge]]] = defaultdict(lambda: ([], []))
    for i, level in enumerate(across):
        groups[root(i)][0].append(level)
    for j, upright in enumerate(down, len(across)):
        groups[root(j)][1].append(upright)
    return list(groups.values())


def _grid(across: list[Edge], down: list[Edge], slack: float) -> Grid | None:
    """Return the grid of one table, None for what is only a frame or a few strokes."""
    xs = _steps([e.at for e in down], [p for e in across for p in (e.start, e.end)], slack)
    ys = _steps([e.at for e in across], [p for e in down for p in (e.start, e.end)], slack)
    columns, rows = len(xs) - 1, len(ys) - 1
    if not (1 < columns <= _MOST_COLUMNS and 1 <= rows <= _MOST_ROWS and len(down) > 2):
        return None
    walls_across = _walls(across, ys, xs, slack)
    walls_down = _walls(down, xs, ys, slack)
    cells = [[row * columns + column for column in range(columns)] for row in range(rows)]
    for row in range(rows):
        for column in range(columns):
            if column and (column, row) not in walls_down:
                cells[row][column] = cells[row][column - 1]
            if (
                row
                and (row, column) not in walls_across
                and _same_width(cells, row, column, walls_down)
            ):
                cells[row][column] = cells[row - 1][column]
    if len({cell for line in cells for cell in line}) < 3:
        return None
    return Grid(tuple(xs), tuple(ys), tuple(tuple(line) for line in cells))


def _same_width(cells: list[list[int]], row: int, column: int, walls: set[tuple[int, int]]) -> bool:
    """Say whether a field may join the one above: not where that began further left than this."""
    above = cells[row - 1][column]
    begins_above = column == 0 or cells[row - 1][column - 1] != above
    begins_here = column == 0 or (column, row) in walls
    return begins_above == begins_here


def _walls(
    edges: list[Edge], lines: list[float], steps: list[float], slack: float
) -> set[tuple[int, int]]:
    """Return (index of line, index of step) wherever an edge runs along the middle of a step."""
    found = set()
    for edge in edges:
        at = min(range(len(lines)), key=lambda index: abs(lines[index] - edge.at))
        for step, (start, end) in enumerate(zip(steps, steps[1:], strict=False)):
            if edge.start - slack <= (start + end) / 2 <= edge.end + slack:
                found.add((at, step))
    return found


def _steps(places: list[float], ends: list[float], slack: float) -> list[float]:
    """Return the places of lines, and ends far from any: where the end of the page cut a table."""
    open_ends = [end for end in ends if all(abs(end - at) > 6 * slack for at in places)]
    steps: list[float] = []
    for place in sorted(places + open_ends):
        if not steps or place - steps[-1] > 2 * slack:
            steps.append(place)
    return steps


def cut_out(letters: list[Letter], grids: list[Grid]) -> tuple[list[Letter], list[PrintedTable]]:
    """Return the letters outside the tables, and the tables with those inside."""
    tables: list[PrintedTable] = []
    for grid in grids:
        inside = [letter for letter in letters if grid.holds(letter)]
        if inside:
            letters = [letter for letter in letters if not grid.holds(letter)]
            tables.append(_filled(grid, inside))
    return letters, tables


def _filled(grid: Grid, letters: list[Letter]) -> PrintedTable:
    """Give every row all its columns: a cell merged down is repeated, one merged across is not."""
    held: dict[int, list[Letter]] = defaultdict(list)
    for letter in letters:
        x, y = (letter.x0 + letter.x1) / 2, (letter.top + letter.bottom) / 2
        column = min(len(grid.xs) - 2, max(0, bisect_right(grid.xs, x) - 1))
        row = min(len(grid.ys) - 2, max(0, bisect_right(grid.ys, y) - 1))
        held[grid.cells[row][column]].append(letter)
    texts = {}
    for cell, found in held.items():
        columns = [c for line in grid.cells for c, one in enumerate(line) if one == cell]
        width = grid.xs[max(columns) + 1] - grid.xs[min(columns)]
        texts[cell] = cell_text(lines_of(found), width)
    rows = tuple(
        tuple(
            "" if column and line[column - 1] == cell else texts.get(cell, "")
            for column, cell in enumerate(line)
        )
        for line in grid.cells
    )
    return PrintedTable(rows, grid.ys[0], grid.ys[-1], grid.xs)
