"""Corrections of people, applied to what a compiler read. No ledger is needed here.

A reading is JSON: ``targets``, ``tasks`` and ``findings``, each a list of flat objects with a
``span_start`` and ``span_end``. A correction finds its reading by the quoted words, never by an
offset, so that it holds for a revised text as long as those words stand.
"""

from zhiqiang.domains.plans.correcting.anchors import Anchor, anchored
from zhiqiang.domains.plans.correcting.applying import Applied, Made, apply

__all__ = ["Anchor", "Applied", "Made", "anchored", "apply"]
