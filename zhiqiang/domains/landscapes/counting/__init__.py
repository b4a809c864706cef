"""Count the hits of a landscape in the lake: one corpus, and analyses over it. Knows no page."""

from zhiqiang.domains.landscapes.counting.analyses import ANALYSES, Analysis
from zhiqiang.domains.landscapes.counting.corpus import write_hits
from zhiqiang.domains.landscapes.counting.rules import KINDS, Rules
from zhiqiang.domains.landscapes.counting.run import Hits, analysed, counted

__all__ = ["ANALYSES", "KINDS", "Analysis", "Hits", "Rules", "analysed", "counted", "write_hits"]
