"""What is done with assessments."""

from zhiqiang.domains.assessments.actions.appealing import answer, appeal, correct, may_appeal
from zhiqiang.domains.assessments.actions.commending import (
    Announced,
    answer_objection,
    decide,
    drop,
    nominate,
    open_commendation,
    publicise,
    record_objection,
    strike,
)
from zhiqiang.domains.assessments.actions.opening import (
    Opened,
    close,
    open_assessment,
    publish,
    score,
    state_fact,
)

__all__ = [
    "Announced",
    "Opened",
    "answer",
    "answer_objection",
    "decide",
    "drop",
    "nominate",
    "open_commendation",
    "publicise",
    "record_objection",
    "strike",
    "appeal",
    "close",
    "correct",
    "may_appeal",
    "open_assessment",
    "publish",
    "score",
    "state_fact",
]
