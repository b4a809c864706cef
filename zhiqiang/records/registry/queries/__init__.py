"""Reads of the register."""

from zhiqiang.records.registry.queries.history import HistoryEntry, history_of
from zhiqiang.records.registry.queries.origins import (
    ReceivedRow,
    batch,
    batches,
    count_batches,
    provenance_of,
    received_row,
)
from zhiqiang.records.registry.queries.rights import (
    Found,
    holdings_of,
    party_by_id,
    right_by_id,
    rights_of,
    search_parties,
    search_rights,
)
from zhiqiang.records.registry.queries.visibility import (
    hidden_of,
    sees_origins,
    shown_name,
    shown_names,
    visible_batches,
    visible_parties,
    visible_rights,
)

__all__ = [
    "Found",
    "HistoryEntry",
    "ReceivedRow",
    "batch",
    "batches",
    "count_batches",
    "hidden_of",
    "history_of",
    "holdings_of",
    "party_by_id",
    "provenance_of",
    "received_row",
    "right_by_id",
    "rights_of",
    "search_parties",
    "search_rights",
    "sees_origins",
    "shown_name",
    "shown_names",
    "visible_batches",
    "visible_parties",
    "visible_rights",
]
