"""The tables of work lists, of progress and of what hangs on it."""

from zhiqiang.domains.duties.models.entries import EntryEvidence, ItemLine, ProgressEntry
from zhiqiang.domains.duties.models.lists import (
    ItemBody,
    ItemDependency,
    ItemStep,
    WorkItem,
    WorkList,
    own_parts,
)
from zhiqiang.domains.duties.models.orders import OrderReply, SupervisionOrder
from zhiqiang.domains.duties.models.papers import PaperTemplate, WorkPaper
from zhiqiang.domains.duties.models.sittings import (
    AgendaPoint,
    Sitting,
    SittingBody,
    SittingDecision,
)

__all__ = [
    "AgendaPoint",
    "EntryEvidence",
    "ItemBody",
    "ItemDependency",
    "ItemLine",
    "ItemStep",
    "OrderReply",
    "PaperTemplate",
    "ProgressEntry",
    "Sitting",
    "SittingBody",
    "SittingDecision",
    "SupervisionOrder",
    "WorkItem",
    "WorkList",
    "WorkPaper",
    "own_parts",
]
