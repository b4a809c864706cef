"""Take over parties: each name or credit code in a file becomes one party, found or made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhiqiang.records.registry.actions.staging import analyse, insert_rows, run
from zhiqiang.records.registry.names import KindOfName, name_key, without_stray

TABLE = "registry_stage_party"
_COLUMNS = (
    ("ref", "integer"),
    ("seq", "bigint"),
    ("name", "text"),
    ("name_key", "text"),
    ("credit_code", "text"),
    ("kind", "text"),
    ("region_code", "text"),
    ("address", "text"),
    ("industry_code", "text"),
    ("size", "text"),
    ("party_id", "bigint"),
    ("is_new", "integer"),
)
_NAMES = tuple(name for name, _ in _COLUMNS)


@dataclass(slots=True)
class _Named:
    """A party as one file names it."""

    ref: int
    seq: int
    name: str
    credit_code: str
    kind: str
    region_code: str = ""
    address: str = ""


class PartyStage:
    """Collects the parties of one file; ``ref`` is their number within it."""

    def __init__(self, kind_of: KindOfName) -> None:
        self._kind_of = kind_of
        self._known: dict[tuple[str, str], _Named] = {}

    def ref(
        self,
        seq: int,
        name: str | None,
        credit_code: str | None = None,
        kind: str | None = None,
        region_code: str = "",
        address: str | None = None,
    ) -> int | None:
        """Return the number of the party of this name; an empty name is no party."""
        name = without_stray(name or "")
        if not name:
            return None
        key = (credit_code or "", name_key(name))
        one = self._known.get(key)
        if one is None:
            told = kind or self._kind_of(name)
            one = _Named(len(self._known) + 1, seq, name, key[0], told)
            self._known[key] = one
        if region_code and not one.region_code:
            one.region_code, one.address = region_code, address or ""
        return one.ref

    def store(self) -> None:
        """Write the collected parties into their temporary table."""
        run(f"DROP TABLE IF EXISTS {TABLE}")
        declared = ", ".join(f"{name} {kind}" for name, kind in _COLUMNS)
        run(f"CREATE TEMPORARY TABLE {TABLE} ({declared}, PRIMARY KEY (ref))")
        rows: list[Sequence[object]] = []
        for (_, key), one in self._known.items():
            place = (one.region_code, one.address[:300], "", "")
            rows.append(
                (one.ref, one.seq, one.name, key, one.credit_code, one.kind, *place, None, 0)
            )
        insert_rows(TABLE, _NAMES, rows)
        analyse(TABLE)
        run(f"CREATE INDEX registry_stage_party_name ON {TABLE} (name_key)")


def merge_parties(is_filling: bool = True) -> None:
    """Find or make the party of every staged name, and fill what the register did not know.

    A credit code decides. A name without code means the party of that name: the one known by name
    only, else the only one that bears it. A code that comes to a party known by name only makes
    it one known by code.
    """
    _match_by_code()
    _give_code()
    _insert(
        "'USCC:' || credit_code",
        "credit_code <> '' AND ref IN (SELECT MIN(ref) FROM "
        f"{TABLE} WHERE party_id IS NULL AND credit_code <> '' GROUP BY credit_code)",
    )
    _match_by_code()
    run(
        f"UPDATE {TABLE} SET party_id = (SELECT CASE WHEN COUNT(*) = 1 THEN MIN(p.id) ELSE "
        "MIN(CASE WHEN p.credit_code = '' THEN p.id END) END "
        f"FROM registry_party p WHERE p.name_key = {TABLE}.name_key) "
        "WHERE party_id IS NULL AND credit_code = ''"
    )
    _insert("'NAME:' || name_key", "credit_code = ''")
    run(
        f"UPDATE {TABLE} SET party_id = (SELECT p.id FROM registry_party p WHERE p.identity = "
        f"'NAME:' || {TABLE}.name_key) WHERE party_id IS NULL"
    )
    if is_filling:
        _fill()


def _match_by_code() -> None:
    run(
        f"UPDATE {TABLE} SET party_id = (SELECT p.id FROM registry_party p WHERE p.identity = "
        f"'USCC:' || {TABLE}.credit_code) WHERE party_id IS NULL AND credit_code <> ''"
    )


def _give_code() -> None:
    """Let a party that was known by its name get its credit code, where one code claims it."""
    run(
        "UPDATE registry_party SET identity = 'USCC:' || s.credit_code, credit_code = s.credit_code "
        f"FROM (SELECT name_key, MIN(credit_code) AS credit_code FROM {TABLE} "
        "WHERE party_id IS NULL AND credit_code <> '' GROUP BY name_key "
        "HAVING COUNT(DISTINCT credit_code) = 1) AS s "
        "WHERE registry_party.name_key = s.name_key AND registry_party.credit_code = '' "
        "AND registry_party.identity = 'NAME:' || s.name_key "
        f"AND s.credit_code IN (SELECT credit_code FROM {TABLE} "
        "WHERE party_id IS NULL AND credit_code <> '' "
        "GROUP BY credit_code HAVING COUNT(DISTINCT name_key) = 1)"
    )
    _match_by_code()


def _insert(identity: str, which: str) -> None:
    columns = "name, name_key, credit_code, kind, region_code, address, industry_code, size"
    run(f"UPDATE {TABLE} SET is_new = 1 WHERE party_id IS NULL AND {which}")
    run(
        f"INSERT INTO registry_party (identity, {columns}) SELECT {identity}, {columns} "
        f"FROM {TABLE} WHERE party_id IS NULL AND {which} ORDER BY ref"
    )


def _fill() -> None:
    """Fill what is empty in parties that were known before; what stands there stays."""
    for column in ("region_code", "address"):
        run(
            f"UPDATE registry_party SET {column} = s.{column} FROM {TABLE} AS s "
            f"WHERE s.party_id = registry_party.id AND s.is_new = 0 "
            f"AND registry_party.{column} = '' AND s.{column} <> ''"
        )
    run(
        f"UPDATE registry_party SET kind = s.kind FROM {TABLE} AS s WHERE s.party_id = "
        "registry_party.id AND s.is_new = 0 AND registry_party.kind = 'unknown' "
        "AND s.kind <> 'unknown'"
    )
