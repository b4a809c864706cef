"""Reads of the register."""

from zhiqiang.records.registry.queries.headings import source, taught, taught_headings
from zhiqiang.records.registry.queries.history import HistoryEntry, history_of
from zhiqiang.records.registry.queries.made import (
    Made,
    Origin,
    classes_of,
    facts_of_row,
    origins_of,
)
from zhiqiang.records.registry.queries.origins import (
    ReceivedRow,
    batch,
    batches,
    count_batches,
    provenance_of,
    received_row,
)
from zhiqiang.records.registry.queries.remarked import (
    RefusedRow,
    Remark,
    columns_of,
    refused_rows,
    remarks_of_row,
    with_cells,
)
from zhiqiang.records.registry.queries.resembling import Resembling, resembling_parties
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
    people_among,
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
    "Made",
    "Origin",
    "ReceivedRow",
    "RefusedRow",
    "Remark",
    "Resembling",
    "batch",
    "batches",
    "classes_of",
    "columns_of",
    "count_batches",
    "hidden_of",
    "facts_of_row",
    "history_of",
    "holdings_of",
    "origins_of",
    "party_by_id",
    "people_among",
    "provenance_of",
    "received_row",
    "refused_rows",
    "remarks_of_row",
    "resembling_parties",
    "right_by_id",
    "rights_of",
    "search_parties",
    "search_rights",
    "sees_origins",
    "shown_name",
    "shown_names",
    "source",
    "taught",
    "taught_headings",
    "visible_batches",
    "visible_parties",
    "visible_rights",
    "with_cells",
]
