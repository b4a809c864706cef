"""Lines of a printed page, from a PDF or from recognition, and how letters make them."""

from __future__ import annotations

import statistics
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

# Radicals that PDF programs print for the letters that look the same; Unicode folds only Kangxi's.
_RADICALS = str.maketrans(
    dict(
        zip(
            "⺠⻓⻔⻚⻛⻜⻝⻢⻥⻦⻩⻬⻮⻰⻳⻉⻅⻋⺟⻘⻄⻁⻆⻤⻨⻣⻒⻙⻯⻲⺩⺭⺮⺼⻌⻏⻖⻗⻐⺒⺓⺝",
            "民长门页风飞食马鱼鸟黄齐齿龙龟贝见车母青西虎角鬼麦骨镸韦龙龟王礻竹肉辶阝阝雨钅巳幺月",
            strict=True,
        )
    )
    | {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
    | {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xF900, 0xFAD9)}
)


@dataclass(frozen=True, slots=True)
class Letter:
    """One printed character with its box; ``top`` counts downwards from the top of the page."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def size(self) -> float:
        """The height of its box, about the size of its font."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A ruled table: rows of cells, each with all its columns."""

    rows: tuple[tuple[str, ...], ...]
    top: float
    bottom: float
    edges: tuple[float, ...] = ()


@dataclass(slots=True)
class Page:
    """What stands on one page, in reading order."""

    number: int
    width: float
    height: float
    items: list[Line | PrintedTable] = field(default_factory=list)
    problem: str = ""

    @property
    def lines(self) -> list[Line]:
        """The lines outside tables."""
        return [item for item in self.items if isinstance(item, Line)]


def plain_letters(text: str) -> str:
    """Return text with look-alike radicals turned into the letters they stand for."""
    return text.translate(_RADICALS)


def lines_of(letters: Iterable[Letter]) -> list[Line]:
    """Put letters into lines: one line is what stands at one height."""
    rows: list[list[Letter]] = []
    bands: list[tuple[float, float]] = []
    for letter in sorted(letters, key=lambda one: ((one.top + one.bottom) / 2, one.x0)):
        middle = (letter.top + letter.bottom) / 2
        if bands and bands[-1][0] <= middle <= bands[-1][1]:
            rows[-1].append(letter)
            continue
        rows.append([letter])
        slack = letter.size * 0.1
        bands.append((letter.top + slack, letter.bottom - slack))
    return [line for line in map(_line, rows) if line is not None]


def _line(row: list[Letter]) -> Line | None:
    """Return the line of some letters; printed spaces count between words only."""
    row.sort(key=lambda one: one.x0)
    shown = [letter for letter in row if letter.text != " "]
    if not shown:
        return None
    size = statistics.median(letter.size for letter in shown)
    gaps = [after.x0 - one.x1 for one, after in zip(shown, shown[1:], strict=False)]
    # Lines that are set flush on both sides have wider gaps throughout.
    usual = max(0.0, statistics.median(gaps)) if len(gaps) > 4 else 0.0
    pieces = [shown[0].text]
    before = shown[0]
    spaced = False
    for letter in row[row.index(before) + 1 :]:
        if letter.text == " ":
            spaced = True
            continue
        if spaced or letter.x0 - before.x1 > usual + size * _gap(before.text, letter.text):
            pieces.append(" ")
        pieces.append(letter.text)
        before, spaced = letter, False
    return Line(
        plain_letters("".join(pieces)),
        shown[0].x0,
        min(letter.top for letter in shown),
        max(letter.x1 for letter in shown),
        max(letter.bottom for letter in shown),
        size,
    )


def _gap(before: str, after: str) -> float:
    """Return how wide white has to be, against the size, to be a space between two letters."""
    left, right = _is_western(before[-1:]), _is_western(after[:1])
    # Between Chinese and Western letters programs leave some white that nobody typed.
    return 0.2 if left == right else 0.8


def joined(before: str, after: str) -> str:
    """Join two lines of one paragraph: a space only between two Western words."""
    if _is_western(before[-1:]) and _is_western(after[:1]):
        both_digits = before[-1:].isdigit() and after[:1].isdigit()
        return before + ("" if both_digits else " ") + after
    return before + after


def cell_text(lines: list[Line], width: float) -> str:
    """Join the lines of a table cell; a line that stops well before the edge ends a paragraph."""
    text = ""
    for at, line in enumerate(lines):
        if at == 0:
            text = line.text
        elif lines[at - 1].x1 - lines[at - 1].x0 < width - 3.2 * line.size:
            text = f"{text} {line.text}"
        else:
            text = joined(text, line.text)
    return text


def _is_western(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()
