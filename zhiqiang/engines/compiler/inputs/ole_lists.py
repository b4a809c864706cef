"""Styles and automatic lists of a binary Word file, as far as they decide what is printed."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from zhiqiang.engines.compiler.inputs.number_formats import BINARY_NAMES
from zhiqiang.engines.compiler.inputs.ole_properties import Properties, apply
from zhiqiang.engines.compiler.inputs.word_lists import LEVELS, ListLevel, NumberedList

_CONTENTS = range(19, 28)
_NO_STYLE = 0xFFF
_MOST = 4_095


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph style gives: outline level, list, and whether it is of a table of contents."""

    settings: Properties
    parent: int
    is_contents: bool


def read_styles(sheet: bytes) -> dict[int, Style]:
    """Return the paragraph styles by their index."""
    if len(sheet) < 8:
        return {}
    header, count, width = struct.unpack_from("<3H", sheet)
    at = 2 + header
    styles = {}
    for index in range(min(count, _MOST)):
        if at + 2 > len(sheet):
            break
        (size,) = struct.unpack_from("<H", sheet, at)
        found = _style(sheet[at + 2 : at + 2 + size], width)
        if found is not None:
            styles[index] = found
        at += 2 + size + (size & 1)
    return styles


def _style(content: bytes, width: int) -> Style | None:
    if len(content) < width + 4:
        return None
    identity, kind, parts = struct.unpack_from("<3H", content)
    if kind & 15 != 1:
        return None
    settings = Properties()
    (letters,) = struct.unpack_from("<H", content, width)
    at = width + 2 + 2 * (letters + 1)
    at += at & 1
    if parts & 15 and at + 4 <= len(content):
        (size,) = struct.unpack_from("<H", content, at)
        apply(settings, content[at + 4 : at + 2 + size], b"")
    return Style(settings, kind >> 4, (identity & 0xFFF) in _CONTENTS)


def inherited(index: int, styles: dict[int, Style]) -> Properties:
    """Return what a style and the styles it is based on say of list and outline."""
    found = Properties(style=index)
    seen: set[int] = set()
    while index in styles and index not in seen and index != _NO_STYLE:
        seen.add(index)
        own = styles[index].settings
        found.list_number = own.list_number if found.list_number is None else found.list_number
        found.list_level = own.list_level if found.list_level is None else found.list_level
        found.outline = own.outline if found.outline is None else found.outline
        index = styles[index].parent
    return found


def read_lists(
    table: bytes, lists: tuple[int, int], overrides: tuple[int, int]
) -> dict[str, NumberedList]:
    """Return the lists by the number that paragraphs name, counted from 1."""
    patterns = _patterns(table, *lists)
    at, size = overrides
    if size < 4 or at + size > len(table):
        return {}
    (count,) = struct.unpack_from("<I", table, at)
    heads = []
    for index in range(min(count, _MOST, (size - 4) // 16)):
        key, _, _, levels = struct.unpack_from("<iIIB", table, at + 4 + 16 * index)
        heads.append((key, levels))
    at += 4 + 16 * len(heads)
    found = {}
    for number, (key, levels) in enumerate(heads, 1):
        own = dict(patterns.get(key, {}))
        starts: dict[int, int] = {}
        at += 4
        for _ in range(levels):
            if at + 8 > len(table):
                break
            start, flags = struct.unpack_from("<iI", table, at)
            at += 8
            if flags & 0x20:
                own[flags & 15], at = _level(table, at)
            if flags & 0x10:
                starts[flags & 15] = own[flags & 15].start if flags & 0x20 else start
        found[str(number)] = NumberedList(str(key), own, starts)
    return found


def _patterns(table: bytes, at: int, size: int) -> dict[int, dict[int, ListLevel]]:
    if size < 2 or at + size > len(table):
        return {}
    (count,) = struct.unpack_from("<h", table, at)
    heads = []
    for index in range(max(0, min(count, (size - 2) // 28))):
        (key,) = struct.unpack_from("<i", table, at + 2 + 28 * index)
        heads.append((key, table[at + 2 + 28 * index + 26] & 1))
    at += 2 + 28 * len(heads)
    patterns: dict[int, dict[int, ListLevel]] = {}
    for key, is_simple in heads:
        levels = {}
        for level in range(1 if is_simple else LEVELS):
            if at + 28 > len(table):
                return patterns
            levels[level], at = _level(table, at)
        patterns[key] = levels
    return patterns


def _level(table: bytes, at: int) -> tuple[ListLevel, int]:
    """Return a level and where the next one begins."""
    start, way, flags = struct.unpack_from("<iBB", table, at)
    runs, paragraphs, restart = table[at + 24], table[at + 25], table[at + 26]
    at += 28 + runs + paragraphs
    (letters,) = struct.unpack_from("<H", table, at)
    words = table[at + 2 : at + 2 + 2 * letters].decode("utf-16-le", "replace")
    words = "".join(f"%{ord(one) + 1}" if ord(one) < LEVELS else one for one in words)
    level = ListLevel(
        way=BINARY_NAMES.get(way, "decimal"),
        words=words[:200],
        start=start,
        restart=(restart if flags & 8 else None),
        is_legal=bool(flags & 4),
    )
    return level, at + 2 + 2 * letters
