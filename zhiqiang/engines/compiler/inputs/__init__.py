"""Files in, manuscripts out: every format that plans come in, told apart by content, read within bounds."""

from __future__ import annotations

from zhiqiang.engines.compiler.inputs.formats import SUFFIXES
from zhiqiang.engines.compiler.inputs.limits import Limits
from zhiqiang.engines.compiler.inputs.manuscript import Anchor, Anchors, Manuscript

__all__ = ["SUFFIXES", "Anchor", "Anchors", "Limits", "Manuscript"]
