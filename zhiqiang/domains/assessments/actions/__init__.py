"""What is done with assessments."""

from zhiqiang.domains.assessments.actions.appealing import answer, appeal, correct, may_appeal
from zhiqiang.domains.assessments.actions.opening import (
    Opened,
    close,
    open_assessment,
    publish,
    score,
    state_fact,
)

__all__ = [
    "Opened",
    "answer",
    "appeal",
    "close",
    "correct",
    "may_appeal",
    "open_assessment",
    "publish",
    "score",
    "state_fact",
]
