"""The measure algebra: indicators as typed data, computed over a snapshot."""

from zhiqiang.engines.metrics.criteria import Concordance, Criteria
from zhiqiang.engines.metrics.declaration import GROUPS, Indicator, check_references
from zhiqiang.engines.metrics.observe import compute, rows, uncertain_points
from zhiqiang.engines.metrics.parameters import Parameter
from zhiqiang.engines.metrics.question import Observation, Part, Question, Rules
from zhiqiang.engines.metrics.shapes import SHAPES, Shape

__all__ = [
    "GROUPS",
    "SHAPES",
    "Concordance",
    "Criteria",
    "Indicator",
    "Observation",
    "Parameter",
    "Part",
    "Question",
    "Rules",
    "Shape",
    "check_references",
    "compute",
    "rows",
    "uncertain_points",
]
