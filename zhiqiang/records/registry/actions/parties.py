"""Take over parties: each name or credit code in a file becomes one party, found or made."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zhiqiang.records.registry.actions import matching
from zhiqiang.records.registry.actions.staging import analyse, insert_rows, run
from zhiqiang.records.registry.models import PartyName
from zhiqiang.records.registry.names import KindOfName, form_of, name_key, without_stray

TABLE = matching.TABLE
_COLUMNS = (
    ("ref", "integer"),
    ("seq", "bigint"),
    ("name", "text"),
    ("name_key", "text"),
    ("name_form", "text"),
    ("credit_code", "text"),
    ("kind", "text"),
    ("region_code", "text"),
    ("address", "text"),
    ("industry_code", "text"),
    ("size", "text"),
    ("party_id", "bigint"),
    ("is_new", "integer"),
    ("first_on", "date"),
    ("last_on", "date"),
    ("ground", "text"),
    ("former_id", "bigint"),
    ("merge_id", "bigint"),
    ("alias_id", "bigint"),
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
    first_on: date | None = None
    last_on: date | None = None


class PartyStage:
    """Collects the parties of one file; ``ref`` is their number within it."""

    def __init__(self, kind_of: KindOfName, turns: Mapping[str, Sequence[date]]) -> None:
        """``turns`` gives, for names that somebody bore for a time, the days on which that turned."""
        self._kind_of = kind_of
        self._turns = turns
        self._known: dict[tuple[str, str, int], _Named] = {}

    def ref(
        self,
        seq: int,
        name: str | None,
        credit_code: str | None = None,
        kind: str | None = None,
        region_code: str = "",
        address: str | None = None,
        on: date | None = None,
    ) -> int | None:
        """Return the number of the party of this name; an empty name is no party.

        ``on`` is a day on which it bore the name. A name that turned from one bearer to another is
        as many parties as there are times.
        """
        name = without_stray(name or "")
        if not name:
            return None
        plain = name_key(name)
        turns = self._turns.get(plain)
        key = (credit_code or "", plain, bisect_right(turns, on) if turns and on else 0)
        one = self._known.get(key)
        if one is None:
            told = kind or self._kind_of(name)
            one = _Named(len(self._known) + 1, seq, name, key[0], told)
            self._known[key] = one
        if region_code and not one.region_code:
            one.region_code, one.address = region_code, address or ""
        if on is not None:
            if one.first_on is None or on < one.first_on:
                one.first_on = on
            if one.last_on is None or on > one.last_on:
                one.last_on = on
        return one.ref

    def store(self) -> None:
        """Write the collected parties into their temporary table."""
        run(f"DROP TABLE IF EXISTS {TABLE}")
        declared = ", ".join(f"{name} {kind}" for name, kind in _COLUMNS)
        run(f"CREATE TEMPORARY TABLE {TABLE} ({declared}, PRIMARY KEY (ref))")
        rows: list[Sequence[object]] = []
        for (_, key, _), one in self._known.items():
            form = "" if one.kind == "person" else form_of(one.name)
            rows.append(
                (
                    *(one.ref, one.seq, one.name, key, form, one.credit_code, one.kind),
                    *(one.region_code, one.address[:300], "", "", None, 0),
                    *(one.first_on, one.last_on, "", None, None, None),
                )
            )
        insert_rows(TABLE, _NAMES, rows)
        analyse(TABLE)
        for column in ("name_key", "name_form"):
            run(f"CREATE INDEX registry_stage_party_{column} ON {TABLE} ({column})")


def turning_days() -> dict[str, list[date]]:
    """Return the days on which somebody took or left a name, by the key of the name."""
    found: dict[str, set[date]] = {}
    names = PartyName.objects.for_program("takes a list over")
    for key, *days in names.values_list("name_key", "from_on", "until_on").iterator():
        found.setdefault(key, set()).update(day for day in days if day)
    return {key: sorted(days) for key, days in found.items() if days}


def merge_parties(is_filling: bool = True) -> None:
    """Find or make the party of every staged name, and fill what the register did not know.

    A credit code decides; one that comes to a party known by name only makes it one known by code.
    A name without code means the party known by this name only, the one that bore it at the time,
    the only one that bears it, or the only one whose name differs in nothing but the writing. What
    was merged means what it was merged into.
    """
    matching.by_code()
    _give_code()
    _insert(
        "'USCC:' || credit_code",
        "credit_code <> '' AND ref IN (SELECT MIN(ref) FROM "
        f"{TABLE} WHERE party_id IS NULL AND credit_code <> '' GROUP BY credit_code)",
    )
    matching.by_code("new")
    matching.by_name()
    _insert(
        "'NAME:' || name_key",
        "credit_code = '' AND ref IN (SELECT MIN(ref) FROM "
        f"{TABLE} WHERE party_id IS NULL AND credit_code = '' "
        "GROUP BY COALESCE(NULLIF(name_form, ''), name_key))",
    )
    run(
        f"UPDATE {TABLE} SET party_id = p.id, ground = CASE WHEN is_new = 1 THEN 'new' "
        f"ELSE 'name' END FROM registry_party p WHERE p.identity = 'NAME:' || {TABLE}.name_key "
        f"AND {TABLE}.party_id IS NULL AND {TABLE}.credit_code = ''"
    )
    matching.by_form()
    _insert_left()
    matching.follow_aliases()
    if is_filling:
        _fill()


def _insert_left() -> None:
    """Make parties of names that are led nowhere by their writing: two bear it, or one is another."""
    _insert(
        "'NAME:' || name_key",
        "credit_code = '' AND ref IN (SELECT MIN(ref) FROM "
        f"{TABLE} WHERE party_id IS NULL AND credit_code = '' GROUP BY name_key)",
    )
    run(
        f"UPDATE {TABLE} SET party_id = p.id, ground = 'new' FROM registry_party p "
        f"WHERE p.identity = 'NAME:' || {TABLE}.name_key AND {TABLE}.party_id IS NULL"
    )


def _give_code() -> None:
    """Let a party that was known by its name get its credit code, where one code claims it."""
    run(
        "UPDATE registry_party SET identity = 'USCC:' || s.credit_code, credit_code = s.credit_code "
        f"FROM (SELECT name_key, MIN(credit_code) AS credit_code FROM {TABLE} "
        "WHERE party_id IS NULL AND credit_code <> '' GROUP BY name_key "
        "HAVING COUNT(DISTINCT credit_code) = 1) AS s "
        "WHERE registry_party.name_key = s.name_key AND registry_party.credit_code = '' "
        "AND registry_party.identity = 'NAME:' || s.name_key AND registry_party.same_as_id IS NULL "
        f"AND s.credit_code IN (SELECT credit_code FROM {TABLE} "
        "WHERE party_id IS NULL AND credit_code <> '' "
        "GROUP BY credit_code HAVING COUNT(DISTINCT name_key) = 1)"
    )
    matching.by_code("code_added")


def _insert(identity: str, which: str) -> None:
    columns = (
        "name, name_key, name_form, credit_code, kind, region_code, address, industry_code, size"
    )
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
