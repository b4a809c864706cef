"""Lead every staged name to a party, the surest ground first, and note the ground.

Set-based, in the SQL that both databases share. Near names are led nowhere: they become parties of
their own, and the queue of pairs shows them.
"""

from __future__ import annotations

from collections.abc import Iterable

from zhiqiang.records.registry.actions.staging import TABLE as ROWS
from zhiqiang.records.registry.actions.staging import run, value_of

TABLE = "registry_stage_party"
#: what was declared to be another body is led nowhere without a person
_NOT_APART = (
    "NOT EXISTS (SELECT 1 FROM registry_party_pair a WHERE a.state = 'apart' AND "
    "('NAME:' || s.name_key) IN (a.first_identity, a.second_identity))"
)
_UNNAMED = "s.party_id IS NULL AND s.credit_code = ''"


def by_code(ground: str = "code") -> None:
    """Match staged parties by their credit code."""
    run(
        f"UPDATE {TABLE} SET party_id = p.id, ground = '{ground}' FROM registry_party p "
        f"WHERE p.identity = 'USCC:' || {TABLE}.credit_code AND {TABLE}.party_id IS NULL "
        f"AND {TABLE}.credit_code <> ''"
    )


def by_name() -> None:
    """Match names: the party known by this name only, a former name of then, the only bearer.

    A former name counts where all rows of the list that print it lie in the time in which it was
    borne, and one party alone bore it then.
    """
    _match(
        "name",
        f"SELECT s.ref, p.id AS party_id, CAST(NULL AS bigint) AS former_id FROM {TABLE} s JOIN registry_party p "
        f"ON p.identity = 'NAME:' || s.name_key WHERE {_UNNAMED}",
    )
    _match(
        "history",
        f"SELECT s.ref, MIN(n.party_id) AS party_id, MIN(n.id) AS former_id FROM {TABLE} s "
        "JOIN registry_former_name n ON n.name_form = s.name_form JOIN registry_party p "
        f"ON p.id = n.party_id WHERE {_UNNAMED} AND s.name_form <> '' AND {_NOT_APART} "
        "AND (n.from_on IS NULL OR n.from_on <= s.first_on) "
        "AND (n.until_on IS NULL OR s.last_on < n.until_on) "
        "GROUP BY s.ref HAVING COUNT(DISTINCT COALESCE(p.same_as_id, p.id)) = 1",
    )
    _match(
        "name",
        f"SELECT s.ref, MIN(p.id) AS party_id, CAST(NULL AS bigint) AS former_id FROM {TABLE} s "
        f"JOIN registry_party p ON p.name_key = s.name_key WHERE {_UNNAMED} "
        "GROUP BY s.ref HAVING COUNT(DISTINCT COALESCE(p.same_as_id, p.id)) = 1",
    )
    by_form()


def by_form() -> None:
    """Match names that differ from one party's in their writing only; never those of persons."""
    _match(
        "form",
        f"SELECT s.ref, MIN(p.id) AS party_id, CAST(NULL AS bigint) AS former_id FROM {TABLE} s "
        f"JOIN registry_party p ON p.name_form = s.name_form WHERE {_UNNAMED} "
        f"AND s.name_form <> '' AND p.kind <> 'person' AND {_NOT_APART} "
        "GROUP BY s.ref HAVING COUNT(DISTINCT COALESCE(p.same_as_id, p.id)) = 1",
    )


def _match(ground: str, found: str) -> None:
    run(
        f"UPDATE {TABLE} SET party_id = f.party_id, former_id = f.former_id, ground = '{ground}' "
        f"FROM ({found}) AS f WHERE f.ref = {TABLE}.ref"
    )


def follow_aliases() -> None:
    """Lead what names a merged party on to the one that it was merged into."""
    run(
        f"UPDATE {TABLE} SET alias_id = p.id, party_id = p.same_as_id, merge_id = m.id, "
        "ground = 'decision' FROM registry_party p JOIN registry_party_merge m "
        f"ON m.gone_id = p.id AND m.parted_at IS NULL WHERE p.id = {TABLE}.party_id "
        "AND p.same_as_id IS NOT NULL"
    )


def last_holding() -> int:
    """Return the newest holding before a merge of rows, for ``note_moves``."""
    return int(value_of("SELECT COALESCE(MAX(id), 0) FROM registry_holding"))


def note_moves(subject: str, columns: Iterable[str], last: int) -> None:
    """Note the new rows that hang on a party by way of an alias, so that parting takes them along."""
    if not value_of(f"SELECT COUNT(*) FROM {TABLE} WHERE alias_id IS NOT NULL"):
        return
    for column in columns:
        if not column.endswith("_ref"):
            continue
        role = column.removesuffix("_ref")
        right = "target_id" if subject == "right" else "right_id"
        if subject in ("right", "event"):
            _note("registry_holding", "party_id", column,
                  f"JOIN registry_holding x ON x.right_id = s.{right} AND x.party_id = p.party_id "
                  f"AND x.id > {int(last)}", "s.outcome <> 'same'")  # fmt: skip
            _note("registry_right", "holder_id", column,
                  f"JOIN registry_holding h ON h.right_id = s.{right} AND h.party_id = p.party_id "
                  f"AND h.id > {int(last)} AND h.until_on IS NULL JOIN registry_right x "
                  "ON x.id = h.right_id AND x.holder_id = p.party_id", "s.outcome <> 'same'")  # fmt: skip
        if subject not in ("right", "party", "party_name"):
            _note(f"registry_{subject}", f"{role}_id", column,
                  f"JOIN registry_{subject} x ON x.id = s.target_id", "s.outcome = 'new'")  # fmt: skip


def _note(table: str, column: str, ref: str, joined: str, which: str) -> None:
    # Of an alias whose party was merged on, every merge on the way has the row.
    run(
        "WITH RECURSIVE way (alias_id, merge_id, kept_id) AS (SELECT gone_id, id, kept_id "
        "FROM registry_party_merge WHERE parted_at IS NULL UNION ALL SELECT way.alias_id, m.id, "
        "m.kept_id FROM way JOIN registry_party_merge m ON m.gone_id = way.kept_id "
        "AND m.parted_at IS NULL) "
        'INSERT INTO registry_moved_row (merge_id, place, "column", row_id) '
        f"SELECT DISTINCT way.merge_id, '{table}', '{column}', x.id FROM {ROWS} s "
        f"JOIN {TABLE} p ON p.ref = s.{ref} AND p.alias_id IS NOT NULL "
        f"JOIN way ON way.alias_id = p.alias_id {joined} "
        f"WHERE s.is_lead = 1 AND {which} ON CONFLICT DO NOTHING"
    )


def keep_grounds(batch_id: int) -> None:
    """Keep why each name of the list was taken for its party, with the first row that prints it."""
    run(
        'INSERT INTO registry_party_match (batch_id, party_id, name, credit_code, ground, sheet, "row", '
        f"former_id, merge_id) SELECT {int(batch_id)}, p.party_id, SUBSTR(p.name, 1, 250), "
        "p.credit_code, p.ground, s.sheet, s.row_number, p.former_id, p.merge_id "
        f"FROM {TABLE} p JOIN {ROWS} s ON s.seq = p.seq WHERE p.party_id IS NOT NULL "
        "AND p.ground <> '' ORDER BY p.ref"
    )
