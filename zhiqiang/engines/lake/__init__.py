"""Immutable, numbered snapshots of columnar tables, and reading them."""

from zhiqiang.engines.lake.lake import Lake
from zhiqiang.engines.lake.manifest import Manifest, TableState
from zhiqiang.engines.lake.snapshot import OpenSnapshot

__all__ = ["Lake", "Manifest", "OpenSnapshot", "TableState"]
