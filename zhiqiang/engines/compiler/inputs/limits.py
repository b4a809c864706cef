"""How much a document may cost to read. Every bound ends in a finding, never in a hang."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one reading.

    Sizes are bytes, times are seconds. ``scan_seconds`` is for a document whose pages have to be
    recognised, some seconds each; pages that do not fit into it are left out with a finding.
    """

    size: int = 100 * MIB
    unpacked: int = 400 * MIB
    ratio: int = 200
    entries: int = 10_000
    pages: int = 1_000
    scanned_pages: int = 100
    seconds: int = 60
    scan_seconds: int = 1_200
    memory: int = 1_500 * MIB
    scan_memory: int = 4_000 * MIB
    characters: int = 2_000_000
    # What is no larger than this when unpacked is read at once; the rest in a process of its own.
    at_once: int = 4 * MIB
