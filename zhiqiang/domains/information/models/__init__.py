"""The tables of information services."""

from zhiqiang.domains.information.models.pushes import (
    FirmProfile,
    Push,
    PushDelivery,
    PushRound,
)
from zhiqiang.domains.information.models.questions import SavedQuestion
from zhiqiang.domains.information.models.topics import (
    TopicDatabase,
    TopicEntry,
    TopicReader,
    TopicVisit,
)

__all__ = [
    "FirmProfile",
    "Push",
    "PushDelivery",
    "PushRound",
    "SavedQuestion",
    "TopicDatabase",
    "TopicEntry",
    "TopicReader",
    "TopicVisit",
]
