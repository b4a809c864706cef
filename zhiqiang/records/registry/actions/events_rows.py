"""From typed cells to staged rows of events."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from zhiqiang.engines.ingest import Chunk, Source
from zhiqiang.kernel.identifiers import publication_key, read_publication
from zhiqiang.records.registry.actions.parties import PartyStage
from zhiqiang.records.registry.names import name_key
from zhiqiang.records.registry.places import Locator

COLUMNS = (
    ("kind", "text"),
    ("right_identity", "text"),
    ("pub_key", "text"),
    ("mark_number", "text"),
    ("right_id", "bigint"),
    ("happened_on", "date"),
    ("amount", "numeric(18,2)"),
    ("document_number", "text"),
    ("note", "text"),
    ("fee_year", "integer"),
    ("reduction_percent", "integer"),
    ("party_ref", "bigint"),
    ("counterparty_ref", "bigint"),
    ("region_code", "text"),
    ("party_id", "bigint"),
    ("counterparty_id", "bigint"),
)
# Where the region column speaks of the one who acquires, not of the one who acts.
MOVES = ("transfer", "address_change", "name_change")
# What a row states that it began and, in a second column, that it ended.
ENDS = {"pledge": "pledge_release", "licence": "licence_end", "open_licence": "open_licence_end"}


class EventRows:
    """Turns the chunks of one list of events into staged rows.

    A row that states a release makes two events of one row of the file.
    """

    def __init__(self, source: Source, parties: PartyStage, locator: Locator) -> None:
        self._kind = str(source.set.get("kind", ""))
        self._parties = parties
        self._locator = locator

    def rows(self, chunk: Chunk, seq: int) -> Iterator[tuple[Any, ...]]:
        """Give the staged rows of every row that was not refused."""
        for index, given in chunk.given():
            row = self._row(given, seq)
            place = (chunk.sheet.name, chunk.numbers[index])
            yield (*place, *row)
            seq += 1
            if given.get("released_on"):
                yield (*place, *_end(row, given["released_on"]))
                seq += 1

    def _row(self, given: dict[str, Any], seq: int) -> tuple[Any, ...]:
        get = given.get
        kind, on = self._kind or get("kind"), get("happened_on")
        if kind == "annual_fee" and on is None:
            # Nobody paid yet: what the list tells is that the fee of this year is open.
            kind, on = "fee_unpaid", get("due_on")
        number, publication, mark = (
            get("application_number"), get("publication_number"), get("trademark_number"),
        )  # fmt: skip
        right_identity = "CN:" + number.replace(".", "") if number else None
        pub_key = publication_key(read_publication(publication)) if publication else None
        region = get("region_code") or self._locator.by_address(get("address"), on)
        own, others = ("", region) if kind in MOVES else (region, "")
        party = self._parties.ref(
            seq, get("party_name"), get("party_credit_code"), None, own, None, on
        )
        other = self._parties.ref(
            seq, get("counterparty_name"), get("counterparty_credit_code"), None, others,
            get("address"), on,
        )  # fmt: skip
        subject = (
            right_identity
            or pub_key
            or (f"TM:{mark}" if mark else name_key(get("party_name") or ""))
        )
        note, fee_year = get("note"), get("fee_year")
        if kind == "address_change" and not note:
            note = (get("address") or "")[:300] or None
        which = f"Y{fee_year}" if fee_year else get("document_number") or (note or "")[:40]
        identity = f"{kind}:{subject}:{on}:{which}"
        return (
            identity, kind, right_identity, pub_key, mark, None, on, get("amount"),
            get("document_number"), note, fee_year, _whole(get("reduction_percent")), party, other, region or None, None, None,
        )  # fmt: skip


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)


def _end(row: tuple[Any, ...], ended_on: Any) -> tuple[Any, ...]:
    values = dict(zip(("identity", *(name for name, _ in COLUMNS)), row, strict=True))
    kind = ENDS[values["kind"]]
    values |= {"kind": kind, "happened_on": ended_on, "amount": None, "note": None}
    values["identity"] = f"{kind}:{row[0].partition(':')[2]}"
    return tuple(values.values())
