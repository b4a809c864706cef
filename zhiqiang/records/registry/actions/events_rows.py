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
    ("party_ref", "bigint"),
    ("counterparty_ref", "bigint"),
    ("region_code", "text"),
    ("party_id", "bigint"),
    ("counterparty_id", "bigint"),
)
# Where the region column speaks of the one who acquires, not of the one who acts.
MOVES = ("transfer", "address_change", "name_change")


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
        names = list(chunk.values)
        cells = zip(*(chunk.values[name] for name in names), strict=True)
        for index, values in enumerate(cells):
            if index in chunk.refused:
                continue
            given = dict(zip(names, values, strict=True))
            row = self._row(given, seq)
            place = (chunk.sheet.name, chunk.numbers[index])
            yield (*place, *row)
            seq += 1
            if given.get("released_on"):
                yield (*place, *_release(row, given["released_on"]))
                seq += 1

    def _row(self, given: dict[str, Any], seq: int) -> tuple[Any, ...]:
        get = given.get
        kind = self._kind or get("kind")
        number, publication, mark = (
            get("application_number"), get("publication_number"), get("trademark_number"),
        )  # fmt: skip
        right_identity = "CN:" + number.replace(".", "") if number else None
        pub_key = publication_key(read_publication(publication)) if publication else None
        on = get("happened_on")
        region = get("region_code") or self._locator.by_address(get("address"), on)
        own, others = ("", region) if kind in MOVES else (region, "")
        party = self._parties.ref(seq, get("party_name"), get("party_credit_code"), None, own)
        other = self._parties.ref(
            seq, get("counterparty_name"), get("counterparty_credit_code"), None, others,
            get("address"),
        )  # fmt: skip
        subject = (
            right_identity
            or pub_key
            or (f"TM:{mark}" if mark else name_key(get("party_name") or ""))
        )
        which = get("document_number") or (get("note") or "")[:40]
        identity = f"{kind}:{subject}:{on}:{which}"
        return (
            identity, kind, right_identity, pub_key, mark, None, on, get("amount"),
            get("document_number"), get("note"), party, other, region or None, None, None,
        )  # fmt: skip


def _release(row: tuple[Any, ...], released_on: Any) -> tuple[Any, ...]:
    values = dict(zip(("identity", *(name for name, _ in COLUMNS)), row, strict=True))
    values |= {"kind": "pledge_release", "happened_on": released_on, "amount": None, "note": None}
    values["identity"] = f"pledge_release:{row[0].removeprefix('pledge:')}"
    return tuple(values.values())
