"""The register's tables. Other packages ask ``registry.queries`` and ``registry.actions``."""

from zhiqiang.records.registry.models.batches import (
    Batch,
    BatchFinding,
    EarlierRow,
    Provenance,
    Subject,
)
from zhiqiang.records.registry.models.claims import Claim
from zhiqiang.records.registry.models.corrections import (
    HELD,
    CorrectionState,
    RecordCorrection,
)
from zhiqiang.records.registry.models.facts import Activity, Budget, Designation, Statistic
from zhiqiang.records.registry.models.headings import TaughtHeading
from zhiqiang.records.registry.models.names import Ground, PartyMatch, PartyName
from zhiqiang.records.registry.models.pairs import MovedRow, PairState, PartyMerge, PartyPair
from zhiqiang.records.registry.models.parties import Party, PartyKind
from zhiqiang.records.registry.models.recorded import RecordedFact
from zhiqiang.records.registry.models.rights import (
    Event,
    EventKind,
    Holding,
    Right,
    RightKey,
    RightKind,
)
from zhiqiang.records.registry.models.scores import MatchingScore, QualityScore

__all__ = [
    "HELD",
    "Activity",
    "Batch",
    "BatchFinding",
    "Budget",
    "Claim",
    "CorrectionState",
    "Designation",
    "EarlierRow",
    "Event",
    "EventKind",
    "Ground",
    "Holding",
    "MatchingScore",
    "MovedRow",
    "PairState",
    "Party",
    "PartyKind",
    "PartyMatch",
    "PartyMerge",
    "PartyName",
    "PartyPair",
    "Provenance",
    "QualityScore",
    "RecordCorrection",
    "RecordedFact",
    "Right",
    "RightKey",
    "RightKind",
    "Statistic",
    "Subject",
    "TaughtHeading",
]
