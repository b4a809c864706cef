"""One right that the register had twice: by publication number, and by application number."""

from __future__ import annotations

from zhiqiang.records.registry.actions.rights_rows import TEXTS, VALUES
from zhiqiang.records.registry.actions.staging import TABLE, run, value_of
from zhiqiang.records.registry.actions.standing_fast import HELD_LISTED

FUSE = "registry_stage_fuse"


def fuse() -> None:
    """Let rows that print both numbers join what was known by one of them.

    A right known by publication number only gets the application number. Where both are in the
    register already, the one with the application number takes over holdings, events, keys and
    origins of the other, which is removed.
    """
    _find("s.target_id IS NULL")
    run(
        "UPDATE registry_right SET identity = f.identity, number = f.number "
        f"FROM (SELECT identity, MIN(number) AS number, MIN(gone_id) AS right_id FROM {FUSE} "
        "GROUP BY identity) AS f WHERE registry_right.id = f.right_id"
    )
    run(
        f"UPDATE {TABLE} SET target_id = r.id, outcome = 'changed' FROM registry_right r WHERE "
        f"r.identity = {TABLE}.identity AND {TABLE}.is_lead = 1 AND {TABLE}.target_id IS NULL"
    )
    if _find("s.target_id IS NOT NULL"):
        run(
            f"UPDATE {TABLE} SET outcome = 'changed' WHERE is_lead = 1 "
            f"AND target_id IN (SELECT kept_id FROM {FUSE})"
        )
        _move_holdings()
        _move_events()
        _move_rest()


def _find(which: str) -> int:
    """List the rights known by publication number that staged rows know better."""
    run(f"DROP TABLE IF EXISTS {FUSE}")
    run(
        f"CREATE TEMPORARY TABLE {FUSE} AS SELECT r.id AS gone_id, MIN(s.identity) AS identity, "
        f"MIN(s.number) AS number, MIN(s.target_id) AS kept_id FROM {TABLE} s, "
        "registry_right_key k, registry_right r "
        "WHERE (k.key = s.pub_key OR k.key = s.grant_key) AND r.id = k.right_id "
        f"AND r.identity LIKE 'PUB:%' AND s.is_numbered = 1 AND s.is_lead = 1 AND {which} "
        "GROUP BY r.id"
    )
    run(f"CREATE INDEX registry_stage_fuse_gone ON {FUSE} (gone_id)")
    return int(value_of(f"SELECT COUNT(*) FROM {FUSE}"))


def _move_holdings() -> None:
    run(
        f"DELETE FROM registry_holding WHERE right_id IN (SELECT f.gone_id FROM {FUSE} f "
        "WHERE EXISTS (SELECT 1 FROM registry_holding h WHERE h.right_id = f.kept_id)) "
        f"OR right_id IN (SELECT f.gone_id FROM {FUSE} f WHERE EXISTS "
        f"(SELECT 1 FROM {FUSE} g WHERE g.kept_id = f.kept_id AND g.gone_id < f.gone_id))"
    )
    run(
        f"UPDATE registry_holding SET right_id = f.kept_id FROM {FUSE} f "
        "WHERE registry_holding.right_id = f.gone_id"
    )


def _move_events() -> None:
    renamed = (
        "e.kind || ':R' || f.kept_id || "
        "SUBSTR(e.identity, LENGTH(e.kind || ':R' || CAST(f.gone_id AS TEXT)) + 1)"
    )
    twice = (
        f"SELECT e.id FROM registry_event e JOIN {FUSE} f ON f.gone_id = e.right_id "
        f"WHERE EXISTS (SELECT 1 FROM registry_event o WHERE o.identity = {renamed})"
    )
    run(f"DELETE FROM registry_provenance WHERE subject = 'event' AND subject_id IN ({twice})")
    run(f"DELETE FROM registry_event WHERE id IN ({twice})")
    run(
        "UPDATE registry_event SET right_id = m.kept_id, identity = m.identity FROM "
        f"(SELECT e.id, f.kept_id, {renamed} AS identity FROM registry_event e "
        f"JOIN {FUSE} f ON f.gone_id = e.right_id) AS m WHERE registry_event.id = m.id"
    )


def _move_rest() -> None:
    run(
        "UPDATE registry_provenance SET subject_id = f.kept_id "
        f"FROM {FUSE} f WHERE subject = 'right' AND subject_id = f.gone_id"
    )
    # What was corrected of both holds of the one that stays.
    both = (
        f"SELECT c.id FROM registry_record_correction c JOIN {FUSE} f ON f.gone_id = c.subject_id "
        "JOIN registry_record_correction k ON k.subject = c.subject AND k.subject_id = f.kept_id "
        f"AND k.field = c.field AND k.state IN ({HELD_LISTED}) WHERE c.subject = 'right'"
    )
    run(
        "UPDATE registry_record_correction SET state = 'replaced' "
        f"WHERE state IN ({HELD_LISTED}) AND id IN ({both})"
    )
    run(
        "UPDATE registry_record_correction SET subject_id = f.kept_id "
        f"FROM {FUSE} f WHERE subject = 'right' AND subject_id = f.gone_id"
    )
    run(
        f"UPDATE registry_right_key SET right_id = f.kept_id FROM {FUSE} f "
        "WHERE registry_right_key.right_id = f.gone_id"
    )
    texts = [f"{n} = COALESCE(NULLIF(registry_right.{n}, ''), g.{n})" for n in TEXTS]
    values = [f"{n} = COALESCE(registry_right.{n}, g.{n})" for n, _ in VALUES]
    rest = [
        "holder_id = COALESCE(registry_right.holder_id, g.holder_id)",
        "is_published = (registry_right.is_published OR g.is_published)",
    ]
    run(
        f"UPDATE registry_right SET {', '.join([*texts, *values, *rest])} "
        f"FROM {FUSE} f JOIN registry_right g ON g.id = f.gone_id "
        "WHERE registry_right.id = f.kept_id"
    )
    run(f"DELETE FROM registry_right WHERE id IN (SELECT gone_id FROM {FUSE})")
