"""The same import on PostgreSQL."""

from __future__ import annotations

from bench.measuring import Line
from bench.on_postgres import measure_again


def measure(size: int) -> list[Line]:
    """Take ``size`` rows over on an empty PostgreSQL."""
    return measure_again("importing", size)
