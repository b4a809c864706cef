"""What a snapshot is read with: DuckDB in this process, or Spark, by its address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Protocol

import ibis
import pyarrow as pa

from zhiqiang.engines.lake.duck import DuckEngine
from zhiqiang.engines.lake.spark import SparkEngine
from zhiqiang.kernel.errors import Misconfigured

_SPARK = re.compile(r"spark://[^\s/]+:\d+(,[^\s/]+:\d+)*|local(\[(\d+|\*)\])?")


class Tables(Protocol):
    """The tables of one snapshot, ready for statements; threads may share them."""

    def add(self, name: str, paths: Sequence[str], is_loaded: bool = False) -> None:
        """Read one more table from its files, each time anew or once into memory."""

    def fetch(self, statement: str, bound: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Return all rows of a statement."""

    def stream(self, statement: str, bound: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """Yield the rows of a statement some at a time."""

    def arrow(self, statement: str, bound: Mapping[str, Any]) -> pa.Table:
        """Return all rows of a statement as columns."""

    def table(self, name: str) -> ibis.Table:
        """Return a table as an Ibis expression."""

    @property
    def close(self) -> Any:
        """Return what lets the tables go."""


class Engine(Protocol):
    """What runs statements. ``writes_long_texts``: it joins a million lines into one text."""

    @property
    def dialect(self) -> str: ...

    @property
    def writes_long_texts(self) -> bool: ...

    @property
    def version(self) -> str: ...

    def mark(self, name: str, is_date: bool) -> str: ...

    def quoted(self, column: str) -> str: ...

    def open(self, tables: Mapping[str, Sequence[str]]) -> Tables: ...


@lru_cache(maxsize=4)
def engine(address: str = "") -> Engine:
    """Return the engine of an address: ``duckdb`` or nothing, ``local[2]``, ``spark://host:7077``.

    Raises ``Misconfigured`` for an address of no engine. Spark starts when it is first asked.
    """
    address = address.strip()
    if address in ("", "duckdb"):
        return DuckEngine()
    if _SPARK.fullmatch(address):
        return SparkEngine(address)
    raise Misconfigured(
        f"环境变量 ZHIQIANG_ENGINE 的值“{address[:60]}”不是可用的引擎。"
        "请写 duckdb（默认）、local[2]（本机 Spark）或 spark://host:7077（Spark 集群）。"
    )
