"""Take times and peak memory, and lay out what was measured."""

from __future__ import annotations

import platform
import resource
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Line:
    """One measurement: seconds of ours, seconds of the raw baseline, and what was compared.

    ``curve`` names the curve that the line is a point of.
    """

    what: str
    rows: int
    seconds: float
    baseline_seconds: float | None = None
    baseline: str = ""
    curve: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the line with its ratio."""
        ratio = self.seconds / self.baseline_seconds if self.baseline_seconds else None
        return asdict(self) | {"ratio": ratio}


def seconds_of(act: Callable[[], object]) -> float:
    """Return how long ``act`` took."""
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def worked(act: Callable[[], object]) -> tuple[float, float]:
    """Return how long ``act`` took, and how many seconds of processors it used."""
    started = time.process_time()
    seconds = seconds_of(act)
    return seconds, time.process_time() - started


def interleaved(
    ours: Callable[[], object], raw: Callable[[], object], rounds: int
) -> tuple[float, float]:
    """Return the median seconds of both, taken in turn so that a busy machine hurts both alike."""
    pairs = [(seconds_of(ours), seconds_of(raw)) for _ in range(rounds)]
    return statistics.median(p[0] for p in pairs), statistics.median(p[1] for p in pairs)


def collect_assets() -> None:
    """Do what the server does before it starts: pages name their assets by content."""
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False)


def peak_memory() -> float:
    """Return the most memory that this process, or one it started, has held, in MiB."""
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    peak = max(resource.getrusage(who).ru_maxrss for who in whose)
    return peak / 1024 if sys.platform != "darwin" else peak / 1024 / 1024


def machine() -> str:
    """Return what the figures were taken on."""
    import os

    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, "
        f"CPython {platform.python_version()}"
    )
