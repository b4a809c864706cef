"""The tables of a snapshot as measures see them: columns, and which of them name a row.

Whoever publishes a snapshot writes these columns in these types.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import ibis

MONEY = "decimal(38, 2)"
NUMBER = "decimal(38, 6)"


@dataclass(frozen=True, slots=True)
class Shape:
    """One table.

    ``subject`` is the kind of fact that a row is, for finding where it came from; ``identifiers``
    (the first that is filled), ``label`` and ``day`` are the columns that say to a reader which one
    it is.
    """

    columns: Mapping[str, str]
    subject: str = ""
    identifiers: tuple[str, ...] = ()
    label: str = ""
    day: str = ""
    region: str = "region_code"
    holders: Mapping[str, str] = field(default_factory=dict)

    def unbound(self, name: str) -> ibis.Table:
        """Return the table as an Ibis expression that any engine can be given."""
        return ibis.table(dict(self.columns), name=name)

    @property
    def every_column(self) -> set[str]:
        """Return the columns that a filter may name."""
        return {*self.columns, *self.holders}


SHAPES: Mapping[str, Shape] = {
    "rights": Shape(
        {
            "id": "int64",
            "identity": "string",
            "kind": "string",
            "number": "string",
            "publication_number": "string",
            "grant_number": "string",
            "title": "string",
            "applicants": "string",
            "filed_on": "date",
            "published_on": "date",
            "granted_on": "date",
            "term_ends_on": "date",
            "status_text": "string",
            "ipc_main": "string",
            "ipc_all": "string",
            "nice_class": "int16",
            "agency": "string",
            "agency_code": "string",
            "strategic_industry": "string",
            "has_overseas_grant": "boolean",
            "is_marked_high_value": "boolean",
            "region_code": "string",
            "holder_id": "int64",
            "holder_name": "string",
            "holder_kind": "string",
            "holder_size": "string",
            "holder_industry": "string",
            "category": "string",
        },
        subject="right",
        identifiers=("number",),
        label="title",
        # Who held the right on the day that is asked about, and where: from ``holdings``.
        region="held_region",
        holders={"held_party": "int64", "held_name": "string", "held_kind": "string"},
    ),
    # Half-open spans. A right of which nobody knows whether it is in force has an empty one, with
    # the reason; it holds on no day.
    "in_force": Shape(
        {
            "right_id": "int64",
            "from_on": "date",
            "until_on": "date",
            "reason": "string",
        }
    ),
    # Without gaps and without overlaps: the first holding of a right reaches back without end,
    # each ends where the next begins, and a right without any known holder has one line too.
    "holdings": Shape(
        {
            "id": "int64",
            "right_id": "int64",
            "party_id": "int64",
            "party_name": "string",
            "party_kind": "string",
            "region_code": "string",
            "from_on": "date",
            "until_on": "date",
        }
    ),
    "events": Shape(
        {
            "id": "int64",
            "kind": "string",
            "right_id": "int64",
            "right_kind": "string",
            "right_number": "string",
            "right_title": "string",
            "party_id": "int64",
            "party_name": "string",
            "party_kind": "string",
            "counterparty_id": "int64",
            "counterparty_name": "string",
            "happened_on": "date",
            "amount": MONEY,
            "document_number": "string",
            "note": "string",
            "region_code": "string",
        },
        subject="event",
        identifiers=("document_number", "right_number"),
        label="party_name",
        day="happened_on",
    ),
    "parties": Shape(
        {
            "id": "int64",
            "kind": "string",
            "name": "string",
            "credit_code": "string",
            "region_code": "string",
            "address": "string",
            "industry_code": "string",
            "size": "string",
        },
        subject="party",
        identifiers=("credit_code",),
        label="name",
    ),
    "designations": Shape(
        {
            "id": "int64",
            "kind": "string",
            "level": "string",
            "name": "string",
            "party_id": "int64",
            "party_name": "string",
            "party_kind": "string",
            "region_code": "string",
            "from_on": "date",
            "until_on": "date",
            "document_number": "string",
        },
        subject="designation",
        identifiers=("document_number",),
        label="name",
        day="from_on",
    ),
    "activities": Shape(
        {
            "id": "int64",
            "kind": "string",
            "title": "string",
            "held_on": "date",
            "place": "string",
            "organiser": "string",
            "people": "int64",
            "items": "int64",
            "region_code": "string",
        },
        subject="activity",
        label="title",
        day="held_on",
    ),
    "statistics": Shape(
        {
            "id": "int64",
            "key": "string",
            "region_code": "string",
            "year": "int16",
            "value": NUMBER,
            "publisher": "string",
            "document": "string",
        },
        subject="statistic",
        identifiers=("region_code",),
        label="key",
    ),
    # Values that a body reported with evidence; the newest version of each.
    "reported": Shape(
        {
            "id": "int64",
            "indicator": "string",
            "region_code": "string",
            "as_of": "date",
            "since_on": "date",
            "value": NUMBER,
            "body": "string",
            "reported_on": "date",
            "note": "string",
        },
        subject="reported",
        identifiers=("body",),
        label="indicator",
        day="as_of",
    ),
}
