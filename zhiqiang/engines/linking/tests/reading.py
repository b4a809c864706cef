"""The comparer that the tests of this folder share: the shipped words, the national divisions."""

from __future__ import annotations

from pathlib import Path

from zhiqiang.engines.linking import comparer
from zhiqiang.kernel.divisions import Divisions

ROOT = Path(__file__).resolve().parents[4]
COMPARER = comparer(ROOT / "catalogue", Divisions.national())
