"""The register's tables. Other packages ask ``registry.queries`` and ``registry.actions``."""

from zhiqiang.records.registry.models.batches import Batch, BatchFinding, Provenance
from zhiqiang.records.registry.models.facts import Activity, Designation, Statistic
from zhiqiang.records.registry.models.parties import Party
from zhiqiang.records.registry.models.rights import Event, Holding, Right

__all__ = [
    "Activity",
    "Batch",
    "BatchFinding",
    "Designation",
    "Event",
    "Holding",
    "Party",
    "Provenance",
    "Right",
    "Statistic",
]
