"""Who held a right when: holdings follow from lists and from transfers."""

from __future__ import annotations

from datetime import date

from zhiqiang.records.registry.actions.staging import TABLE, analyse, run

MOVED = "registry_stage_moved"
_ORDER = "COALESCE(from_on, '0001-01-01')"


def differs_from_stage() -> str:
    """Return the condition under which a staged row says something new about the holder.

    Only a column of current holders can say that a right moved; applicants fill what is empty.
    """
    current = "r.holder_id <> {t}.party_id OR ({t}.region_code IS NOT NULL AND {t}.region_code <> r.region_code)"
    return (
        "({t}.party_id IS NOT NULL AND (r.holder_id IS NULL "
        "OR (r.region_code = '' AND {t}.region_code IS NOT NULL AND r.holder_id = {t}.party_id) "
        "OR ({t}.is_current = 1 AND (" + current + "))))"
    ).format(t=TABLE)


def from_rights(today: date) -> None:
    """Write the holdings of staged rights.

    A new right is held from its filing day. A list of current holders that differs from the
    register without a transfer on record moves the right on the day of the import, because the
    true day is not known and what was reported before must not change.
    """
    run(
        "INSERT INTO registry_holding (right_id, party_id, region_code, from_on) "
        "SELECT s.target_id, s.party_id, COALESCE(s.region_code, ''), r.filed_on "
        f"FROM {TABLE} s JOIN registry_right r ON r.id = s.target_id WHERE s.is_lead = 1 "
        "AND s.party_id IS NOT NULL AND (s.outcome = 'new' OR (s.outcome = 'changed' "
        "AND NOT EXISTS (SELECT 1 FROM registry_holding h WHERE h.right_id = s.target_id)))"
    )
    analyse("registry_holding")
    run(
        "UPDATE registry_holding SET region_code = s.region_code "
        f"FROM {TABLE} s WHERE s.target_id = registry_holding.right_id AND s.is_lead = 1 "
        "AND s.outcome = 'changed' AND registry_holding.until_on IS NULL "
        "AND registry_holding.region_code = '' AND s.region_code IS NOT NULL "
        "AND s.party_id = registry_holding.party_id"
    )
    collect(
        "SELECT s.target_id, s.party_id, COALESCE(s.region_code, h.region_code), "
        f"'{today.isoformat()}', s.seq FROM {TABLE} s JOIN registry_holding h "
        "ON h.right_id = s.target_id AND h.until_on IS NULL "
        "WHERE s.is_lead = 1 AND s.outcome = 'changed' AND s.is_current = 1 "
        "AND (h.party_id <> s.party_id OR COALESCE(s.region_code, h.region_code) <> h.region_code)"
    )
    # Rights that were touched, so that holder and region of the right follow its last holding.
    run(
        f"INSERT INTO {MOVED} (right_id) SELECT target_id FROM {TABLE} "
        "WHERE is_lead = 1 AND outcome = 'changed'"
    )
    chain()


def collect(select: str) -> None:
    """List moves: right, party, region (or nothing, as before), the day, and the order of rows.

    Of several moves of one right on one day the last row says who holds it.
    """
    run(f"DROP TABLE IF EXISTS {MOVED}")
    run(
        f"CREATE TEMPORARY TABLE {MOVED} (right_id bigint, party_id bigint, region_code text, "
        "from_on date, seq bigint)"
    )
    run(f"INSERT INTO {MOVED} (right_id, party_id, region_code, from_on, seq) {select}")
    run(f"CREATE INDEX registry_stage_moved_right ON {MOVED} (right_id)")
    run(
        f"DELETE FROM {MOVED} WHERE EXISTS (SELECT 1 FROM {MOVED} o WHERE "
        f"o.right_id = {MOVED}.right_id AND o.from_on = {MOVED}.from_on AND o.seq > {MOVED}.seq)"
    )


def chain() -> None:
    """Put the collected moves into the holdings and close each holding where the next begins."""
    run(
        "INSERT INTO registry_holding (right_id, party_id, region_code, from_on) "
        f"SELECT right_id, party_id, COALESCE(region_code, ''), from_on FROM {MOVED} "
        "WHERE party_id IS NOT NULL ON CONFLICT (right_id, from_on) DO UPDATE "
        "SET party_id = excluded.party_id, region_code = excluded.region_code"
    )
    touched = f"right_id IN (SELECT right_id FROM {MOVED})"
    run(
        "UPDATE registry_holding SET until_on = n.until_on FROM (SELECT id, LEAD(from_on) OVER "
        f"(PARTITION BY right_id ORDER BY {_ORDER}) AS until_on FROM registry_holding "
        f"WHERE {touched}) AS n WHERE n.id = registry_holding.id"
    )
    run(
        "UPDATE registry_right SET holder_id = h.party_id, region_code = h.region_code "
        "FROM registry_holding h WHERE h.right_id = registry_right.id AND h.until_on IS NULL "
        f"AND registry_right.id IN (SELECT right_id FROM {MOVED})"
    )
