"""The tables of assessments and of the commendations that follow them."""

from zhiqiang.domains.assessments.models.commendations import Commendation, Nominee, Objection
from zhiqiang.domains.assessments.models.scores import (
    Appeal,
    AssessedUnit,
    Assessment,
    ScoreSheet,
    StatedFact,
    own_units,
)

__all__ = [
    "Appeal",
    "AssessedUnit",
    "Assessment",
    "Commendation",
    "Nominee",
    "Objection",
    "ScoreSheet",
    "StatedFact",
    "own_units",
]
