"""The same work lists under the same hands on PostgreSQL."""

from __future__ import annotations

from bench.measuring import Line
from bench.on_postgres import measure_again


def measure(size: int) -> list[Line]:
    """Measure boards and entries on a PostgreSQL of its own."""
    return measure_again("working", size)
