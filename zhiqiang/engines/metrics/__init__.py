"""The measure algebra: indicators as typed data, computed over a snapshot."""

from zhiqiang.engines.metrics.behind import digest, parts_of, rows, stream
from zhiqiang.engines.metrics.criteria import Concordance, Criteria
from zhiqiang.engines.metrics.declaration import GROUPS, Indicator, check_references
from zhiqiang.engines.metrics.observe import compute, uncertain_points
from zhiqiang.engines.metrics.parameters import Parameter
from zhiqiang.engines.metrics.preparing import prepare
from zhiqiang.engines.metrics.querying import program
from zhiqiang.engines.metrics.question import (
    Observation,
    Part,
    Question,
    Reported,
    Rules,
    a_year_before,
)
from zhiqiang.engines.metrics.shapes import SHAPES, Shape
from zhiqiang.engines.metrics.slices import SLICES
from zhiqiang.engines.metrics.soundness import Soundness, soundness
from zhiqiang.engines.metrics.splitting import Slice, split, ways_of
from zhiqiang.engines.metrics.whatif import Reserve, reserves

__all__ = [
    "GROUPS",
    "SHAPES",
    "SLICES",
    "Concordance",
    "Criteria",
    "Indicator",
    "Observation",
    "Parameter",
    "Part",
    "Question",
    "Reported",
    "Reserve",
    "Rules",
    "Shape",
    "Slice",
    "Soundness",
    "a_year_before",
    "check_references",
    "compute",
    "digest",
    "parts_of",
    "prepare",
    "program",
    "reserves",
    "rows",
    "soundness",
    "split",
    "stream",
    "uncertain_points",
    "ways_of",
]
