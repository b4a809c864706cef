"""Merge staged rights into the register, set by set."""

from __future__ import annotations

from datetime import date

from zhiqiang.kernel.finding import Finding
from zhiqiang.records.registry.actions import holdings
from zhiqiang.records.registry.actions.chronology import settle_staged
from zhiqiang.records.registry.actions.disagreeing import weigh
from zhiqiang.records.registry.actions.folding import name_outcomes, spread_outcomes
from zhiqiang.records.registry.actions.fusing import fuse
from zhiqiang.records.registry.actions.rights_rows import TEXTS, VALUES
from zhiqiang.records.registry.actions.staging import TABLE, analyse, rows_of, run, value_of
from zhiqiang.records.registry.actions.standing_fast import stand_fast

_VALUE_NAMES = tuple(name for name, _ in VALUES)
_NUMBERS = ("publication_number", "grant_number")
# The rule of ``models.rights.IS_PUBLISHED`` for a staged row; the database holds both to one.
_SAYS_PUBLISHED = (
    "(s.published_on IS NOT NULL OR s.granted_on IS NOT NULL "
    "OR COALESCE(s.publication_number, '') <> '' OR COALESCE(s.grant_number, '') <> '')"
)
_PATENTS = "'invention', 'utility_model', 'design'"
_EVENT_KIND = (
    f"CASE WHEN s.kind IN ({_PATENTS}, 'plant_variety') THEN 'grant' ELSE 'registration' END"
)


def settle_identities(without_number: int) -> None:
    """Give rows that print publication numbers only the identity of the right they belong to."""
    if not without_number:
        return
    for key in ("pub_key", "grant_key"):
        run(f"CREATE INDEX registry_stage_{key} ON {TABLE} ({key})")
    if value_of("SELECT COUNT(*) FROM (SELECT 1 FROM registry_right_key LIMIT 1) AS one"):
        for key in ("grant_key", "pub_key"):
            run(
                f"UPDATE {TABLE} SET identity = r.identity FROM registry_right_key k, "
                f"registry_right r WHERE k.key = {TABLE}.{key} AND r.id = k.right_id "
                f"AND {TABLE}.is_numbered = 0"
            )
    for mine in ("pub_key", "grant_key"):
        for other in ("pub_key", "grant_key"):
            run(
                f"UPDATE {TABLE} SET identity = o.identity FROM (SELECT {other} AS key, "
                f"MIN(identity) AS identity FROM {TABLE} WHERE is_numbered = 1 "
                f"AND {other} IS NOT NULL GROUP BY {other}) AS o WHERE o.key = {TABLE}.{mine} "
                f"AND {TABLE}.is_numbered = 0 AND {TABLE}.identity LIKE 'PUB:%'"
            )


def merge_rights(today: date, file: str, headings: dict[str, str]) -> list[Finding]:
    """Write every staged right, its holder, its events; set the outcome of every row."""
    is_empty = not value_of("SELECT COUNT(*) FROM (SELECT 1 FROM registry_right LIMIT 1) AS one")
    # Each statement that goes through all rows writes all of them anew: no more than are needed.
    outcome = f"CASE WHEN {TABLE}.is_lead = 1 THEN 'new' END" if is_empty else "NULL"
    run(
        f"UPDATE {TABLE} SET party_id = p.party_id, outcome = {outcome}, "
        f"region_code = COALESCE({TABLE}.region_code, NULLIF(known.region_code, '')) "
        "FROM registry_stage_party p, registry_party known "
        f"WHERE p.ref = {TABLE}.party_ref AND known.id = p.party_id"
    )
    if not is_empty:
        _match()
        fuse()
    findings = stand_fast("right", file) + settle_staged(file, headings)
    if not is_empty:
        findings += weigh("right", file)
        _mark_changed()
    name_outcomes()
    _insert()
    if not is_empty:
        _update()
    spread_outcomes()
    _keys()
    analyse("registry_right_key", TABLE)
    holdings.from_rights(today)
    _events()
    analyse("registry_holding", "registry_event")
    return findings


def _match() -> None:
    """Lead rows to the rights that the register has: the same, as long as nothing differs."""
    run(
        f"UPDATE {TABLE} SET target_id = r.id, outcome = 'same' FROM registry_right r "
        f"WHERE r.identity = {TABLE}.identity AND {TABLE}.is_lead = 1"
    )


def _differs(name: str) -> str:
    mine, theirs = f"{TABLE}.{name}", f"r.{name}"
    if name in _NUMBERS:
        # The same number printed without its letter says nothing new.
        return f"({mine} IS NOT NULL AND {mine} <> SUBSTR({theirs}, 1, LENGTH({mine})))"
    if name in _VALUE_NAMES:
        return f"({mine} IS NOT NULL AND ({theirs} IS NULL OR {mine} <> {theirs}))"
    return f"({mine} IS NOT NULL AND {mine} <> {theirs})"


def _mark_changed() -> None:
    differs = " OR ".join(_differs(name) for name in (*TEXTS, *_VALUE_NAMES))
    run(
        f"UPDATE {TABLE} SET outcome = 'changed' FROM registry_right r "
        f"WHERE r.id = {TABLE}.target_id AND {TABLE}.is_lead = 1 AND ({differs} "
        f"OR ({TABLE}.ended_on IS NOT NULL AND NOT EXISTS (SELECT 1 FROM registry_event e "
        "WHERE e.right_id = r.id AND e.kind = 'lapse' "
        f"AND e.happened_on = {TABLE}.ended_on)) OR {holdings.differs_from_stage()})"
    )


def _insert() -> None:
    names = ["identity", "kind", "number", *TEXTS, *_VALUE_NAMES]
    given = [f"COALESCE({name}, '')" if name in TEXTS else name for name in names]
    run(
        f"INSERT INTO registry_right ({', '.join(names)}, holder_id, region_code, is_published) "
        f"SELECT {', '.join(given)}, party_id, COALESCE(region_code, ''), "
        f"(kind NOT IN ({_PATENTS}) OR {_SAYS_PUBLISHED}) "
        f"FROM {TABLE} s WHERE is_lead = 1 AND outcome = 'new' ORDER BY seq"
    )
    analyse("registry_right", TABLE)
    run(
        f"UPDATE {TABLE} SET target_id = r.id FROM registry_right r WHERE "
        f"r.identity = {TABLE}.identity AND {TABLE}.outcome = 'new' AND {TABLE}.is_lead = 1"
    )


def _update() -> None:
    sets = [
        f"{name} = CASE WHEN s.{name} IS NOT NULL AND s.{name} <> "
        f"SUBSTR(registry_right.{name}, 1, LENGTH(s.{name})) THEN s.{name} "
        f"ELSE registry_right.{name} END"
        if name in _NUMBERS
        else f"{name} = COALESCE(s.{name}, registry_right.{name})"
        for name in (*TEXTS, *_VALUE_NAMES)
    ]
    # An update blanks nothing: what is published stays so.
    sets.append(f"is_published = (registry_right.is_published OR {_SAYS_PUBLISHED})")
    run(
        f"UPDATE registry_right SET {', '.join(sets)} FROM {TABLE} s "
        "WHERE s.target_id = registry_right.id AND s.is_lead = 1 AND s.outcome = 'changed'"
    )


def _keys() -> None:
    for key in ("pub_key", "grant_key"):
        run(
            f"INSERT INTO registry_right_key (key, right_id) SELECT {key}, target_id FROM {TABLE} "
            f"WHERE {key} IS NOT NULL AND is_row = 1 AND outcome <> 'same' "
            "ON CONFLICT (key) DO NOTHING"
        )


def _events() -> None:
    """Write the grant or registration of a right, and the end that its list states."""
    run(
        "INSERT INTO registry_event (identity, kind, right_id, party_id, happened_on, "
        "document_number, note, region_code) "
        f"SELECT {_EVENT_KIND} || ':R' || s.target_id, {_EVENT_KIND}, s.target_id, r.holder_id, "
        "s.granted_on, '', '', r.region_code "
        f"FROM {TABLE} s JOIN registry_right r ON r.id = s.target_id WHERE s.is_lead = 1 "
        "AND s.granted_on IS NOT NULL AND s.outcome <> 'same' "
        "AND s.kind <> 'pct_application' "
        "ON CONFLICT (identity) DO UPDATE SET happened_on = excluded.happened_on"
    )
    run(
        "INSERT INTO registry_event (identity, kind, right_id, party_id, happened_on, "
        "document_number, note, region_code) "
        "SELECT 'lapse:R' || s.target_id || ':' || CAST(s.ended_on AS TEXT) || ':', 'lapse', "
        "s.target_id, r.holder_id, s.ended_on, '', COALESCE(SUBSTR(s.status_text, 1, 80), ''), "
        f"r.region_code FROM {TABLE} s JOIN registry_right r ON r.id = s.target_id "
        "WHERE s.is_lead = 1 AND s.ended_on IS NOT NULL AND s.outcome <> 'same' "
        "ON CONFLICT (identity) DO NOTHING"
    )


def keys_of_other_rights() -> list[tuple[str, int, str, str]]:
    """Return sheet, row, publication key and identity where a number belongs to another right."""
    return [
        (str(sheet), int(row), str(key), str(identity))
        for sheet, row, key, identity in rows_of(
            f"SELECT s.sheet, s.row_number, k.key, r.identity FROM {TABLE} s "
            "JOIN registry_right_key k ON k.key = s.pub_key "
            "JOIN registry_right r ON r.id = k.right_id "
            "WHERE s.is_row = 1 AND k.right_id <> s.target_id ORDER BY s.seq"
        )
    ]
