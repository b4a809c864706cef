"""Immutable, numbered snapshots of columnar tables, and reading them."""

from zhiqiang.engines.lake.lake import Lake
from zhiqiang.engines.lake.manifest import Manifest, TableState
from zhiqiang.engines.lake.parts import Rows
from zhiqiang.engines.lake.snapshot import OpenSnapshot
from zhiqiang.engines.lake.writing import BaseLost

__all__ = ["BaseLost", "Lake", "Manifest", "OpenSnapshot", "Rows", "TableState"]
