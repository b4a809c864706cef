"""Properties in a binary Word file: which runs are deleted or hidden, what each paragraph is.

Offsets and codes are those of Microsoft's published format description [MS-DOC].
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

_PAGE = 512
# Length of an operand by the last three bits of its code; 0 means that it says so itself.
_OPERANDS = (1, 1, 2, 4, 2, 2, 0, 3)
_DEFINE_TABLE = 0xD608
_CHANGE_TABS = 0xC615
_HUGE = 0x6646


@dataclass(slots=True)
class Properties:
    """What is known of a paragraph. ``edges`` are the cell borders of a row, on its end mark."""

    style: int = 0
    in_table: bool = False
    ends_row: bool = False
    depth: int = 0
    list_number: int | None = None
    list_level: int | None = None
    outline: int | None = None
    edges: tuple[int, ...] = ()
    merged: tuple[tuple[int, int], ...] = ()


def sprms(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield (code, operand) of a list of properties; a torn one ends it."""
    at = 0
    while at + 3 <= len(content):
        (code,) = struct.unpack_from("<H", content, at)
        at += 2
        size = _OPERANDS[code >> 13]
        if not size:
            if code == _DEFINE_TABLE:
                size = struct.unpack_from("<H", content + b"\x00", at)[0] - 1
                at += 2
            else:
                size = content[at]
                at += 1
            if code == _CHANGE_TABS and size == 255:
                return
        if size < 0:
            return
        yield code, content[at : at + size]
        at += size


def apply(found: Properties, content: bytes, store: bytes) -> None:
    """Take over a list of properties; long ones stand in the stream of their own, ``store``."""
    for code, operand in sprms(content):
        if code == _HUGE and len(operand) == 4:
            (at,) = struct.unpack("<I", operand)
            if at + 2 <= len(store):
                (size,) = struct.unpack_from("<H", store, at)
                inner = store[at + 2 : at + 2 + size]
                apply(found, inner, b"")
            continue
        if not operand:
            continue
        value = operand[0]
        if code == 0x2416:
            found.in_table = bool(value)
        elif code in (0x2417, 0x244C):
            found.ends_row = bool(value)
        elif code == 0x6649 and len(operand) == 4:
            (found.depth,) = struct.unpack("<i", operand)
        elif code == 0x260A:
            found.list_level = min(value, 8)
        elif code == 0x460B and len(operand) == 2:
            (found.list_number,) = struct.unpack("<H", operand)
        elif code == 0x2640:
            found.outline = value
        elif code == _DEFINE_TABLE:
            found.edges, found.merged = _table(operand)


def _table(operand: bytes) -> tuple[tuple[int, ...], tuple[tuple[int, int], ...]]:
    """Return the borders of the cells of a row, and for each (merged across, merged down)."""
    count = operand[0]
    if len(operand) < 1 + 2 * (count + 1):
        return (), ()
    edges = struct.unpack_from(f"<{count + 1}h", operand, 1)
    merged = []
    for column in range(count):
        at = 1 + 2 * (count + 1) + 20 * column
        flags = struct.unpack_from("<H", operand, at)[0] if at + 2 <= len(operand) else 0
        merged.append((flags & 3, flags >> 5 & 3))
    return edges, tuple(merged)


class Pages:
    """The pages of 512 bytes that say from which byte to which byte a list of properties holds."""

    def __init__(self, document: bytes, plex: bytes, *, of_paragraphs: bool) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.lists: list[bytes] = []
        count = max(0, (len(plex) - 4) // 8)
        for index in range(count):
            (number,) = struct.unpack_from("<I", plex, 4 * (count + 1) + 4 * index)
            page = document[(number & 0x3FFFFF) * _PAGE :][:_PAGE]
            if len(page) == _PAGE:
                self._read(page, of_paragraphs)

    def _read(self, page: bytes, of_paragraphs: bool) -> None:
        count = page[-1]
        if 4 * (count + 1) > _PAGE:
            return
        places = struct.unpack_from(f"<{count + 1}I", page)
        width = 13 if of_paragraphs else 1
        for index in range(count):
            entry = 4 * (count + 1) + width * index
            offset = page[entry] * 2 if entry < _PAGE else 0
            self.starts.append(places[index])
            self.ends.append(places[index + 1])
            self.lists.append(_entry(page, offset, of_paragraphs) if offset else b"")

    def at(self, place: int) -> bytes:
        """Return the list that holds at a byte of the document, empty where there is none."""
        index = bisect_right(self.starts, place) - 1
        return self.lists[index] if index >= 0 and place < self.ends[index] else b""


def _entry(page: bytes, offset: int, of_paragraphs: bool) -> bytes:
    size = page[offset]
    if not of_paragraphs:
        return page[offset + 1 : offset + 1 + size]
    if size:
        return page[offset + 1 : offset + 2 * size]
    size = page[offset + 1] if offset + 1 < _PAGE else 0
    return page[offset + 2 : offset + 2 + 2 * size]


def silent_ranges(pages: Pages) -> tuple[list[tuple[int, int]], bool, bool]:
    """Return byte ranges of deleted or hidden words, whether any was changed, whether any hidden."""
    ranges = []
    is_revised = is_hidden = False
    for start, end, content in zip(pages.starts, pages.ends, pages.lists, strict=True):
        on = {code for code, operand in sprms(content) if operand and operand[0] & 1}
        is_revised |= bool(on & {0x0800, 0x0801})
        is_hidden |= 0x083C in on
        if on & {0x0800, 0x083C}:
            ranges.append((start, end))
    return ranges, is_revised, is_hidden
