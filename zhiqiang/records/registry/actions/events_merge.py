"""Merge staged events into the register; transfers move rights."""

from __future__ import annotations

from zhiqiang.kernel.finding import Finding, Severity
from zhiqiang.kernel.place import Cell
from zhiqiang.records.registry.actions import holdings, standing_fast
from zhiqiang.records.registry.actions.doubts import judge_doubts
from zhiqiang.records.registry.actions.events_rows import ENDS, MOVES
from zhiqiang.records.registry.actions.folding import name_outcomes, spread_outcomes
from zhiqiang.records.registry.actions.givers import judge_givers, name_givers
from zhiqiang.records.registry.actions.staging import TABLE, rows_of, run, value_of

_COMPARED = ("happened_on", "amount", "party_id", "counterparty_id", "reduction_percent")
_TEXTS = ("document_number", "note", "region_code")
_ENDING = ", ".join(f"'{kind}'" for kind in ENDS.values())


def find_rights() -> None:
    """Give every staged event the right that its numbers name."""
    run(
        f"UPDATE {TABLE} SET right_id = r.id FROM registry_right r "
        f"WHERE r.identity = {TABLE}.right_identity"
    )
    run(
        f"UPDATE {TABLE} SET right_id = k.right_id FROM registry_right_key k "
        f"WHERE k.key = {TABLE}.pub_key AND {TABLE}.right_id IS NULL"
    )
    run(
        f"UPDATE {TABLE} SET right_id = (SELECT MIN(r.id) FROM registry_right r "
        f"WHERE r.number = {TABLE}.mark_number AND r.kind = 'trademark') "
        "WHERE mark_number IS NOT NULL AND right_id IS NULL"
    )


def judge_rights(file: str, must_exist: bool) -> list[Finding]:
    """Refuse events of rights that the register lacks, and events before the filing of a right."""
    findings = []
    unknown = rows_of(
        f"SELECT sheet, row_number, COALESCE(right_identity, pub_key, mark_number) FROM {TABLE} "
        "WHERE right_id IS NULL AND COALESCE(right_identity, pub_key, mark_number) IS NOT NULL "
        f"AND kind NOT IN ({_ENDING}) ORDER BY seq"
    )
    severity = Severity.ERROR if must_exist else Severity.WARNING
    action = (
        "本行未接收，请先导入专利清单。"
        if must_exist
        else "本行照收，但不能连到权利；请补导入清单。"
    )
    for sheet, row, number in unknown:
        message = f"登记册中没有 {str(number).split(':', 1)[-1]}。{action}"
        findings.append(Finding(severity, "unknown_right", message, cell=Cell(file, sheet, row)))
    early = rows_of(
        f"SELECT s.sheet, s.row_number, r.number, r.filed_on FROM {TABLE} s "
        "JOIN registry_right r ON r.id = s.right_id WHERE s.happened_on < r.filed_on ORDER BY s.seq"
    )
    for sheet, row, number, filed_on in early:
        message = f"事务日期早于 {number} 的申请日 {filed_on}。本行未接收，请核对。"
        findings.append(
            Finding(Severity.ERROR, "event_before_filing", message, cell=Cell(file, sheet, row))
        )
    if must_exist:
        run(f"UPDATE {TABLE} SET outcome = 'refused' WHERE right_id IS NULL")
    run(
        f"UPDATE {TABLE} SET outcome = 'refused' FROM registry_right r "
        f"WHERE r.id = {TABLE}.right_id AND {TABLE}.happened_on < r.filed_on"
    )
    # Of a row that makes two events, the refused one takes the other with it.
    run(
        f"UPDATE {TABLE} SET outcome = 'refused' FROM {TABLE} o WHERE o.outcome = 'refused' "
        f"AND o.sheet = {TABLE}.sheet AND o.row_number = {TABLE}.row_number"
    )
    run(f"DELETE FROM {TABLE} WHERE outcome = 'refused'")
    return findings


def settle_identities() -> None:
    """Give events the identity that they are matched by once their right is known.

    A right is granted or registered once; everything else is told apart by day and document.
    """
    run(
        f"UPDATE {TABLE} SET identity = CASE WHEN kind IN ('grant', 'registration') "
        "THEN kind || ':R' || right_id ELSE kind || ':R' || right_id || ':' || "
        "CAST(happened_on AS TEXT) || ':' || "
        "COALESCE('Y' || fee_year, document_number, SUBSTR(note, 1, 40), '') END "
        "WHERE right_id IS NOT NULL"
    )
    standing_fast.know_by_corrected_identity("event")


def merge_events(file: str) -> list[Finding]:
    """Write every staged event, move the rights that were transferred, set the outcomes.

    Of the region only what the row states is written: a move counts where it leads, any other
    event where the one sits who acts. Where nothing is stated, a snapshot tells it from the
    holdings, whatever order the lists came in.
    """
    for role in ("party", "counterparty"):
        run(
            f"UPDATE {TABLE} SET {role}_id = p.party_id FROM registry_stage_party p "
            f"WHERE p.ref = {TABLE}.{role}_ref"
        )
    run(
        f"UPDATE {TABLE} SET target_id = e.id FROM registry_event e "
        f"WHERE e.identity = {TABLE}.identity AND {TABLE}.is_lead = 1"
    )
    findings = standing_fast.stand_fast("event", file)
    differs = " OR ".join(
        [
            f"({TABLE}.{n} IS NOT NULL AND (e.{n} IS NULL OR {TABLE}.{n} <> e.{n}))"
            for n in _COMPARED
        ]
        + [f"({TABLE}.{n} IS NOT NULL AND {TABLE}.{n} <> e.{n})" for n in _TEXTS]
    )
    run(
        f"UPDATE {TABLE} SET outcome = 'changed' FROM registry_event e "
        f"WHERE e.id = {TABLE}.target_id AND {TABLE}.is_lead = 1 AND ({differs})"
    )
    name_outcomes()
    _write()
    spread_outcomes()
    _move_rights()
    return [*findings, *judge_givers(file), *judge_doubts(file)]


def _write() -> None:
    columns = "kind, right_id, party_id, counterparty_id, happened_on, amount, fee_year, "
    columns += "reduction_percent"
    run(
        f"INSERT INTO registry_event (identity, {columns}, document_number, note, region_code) "
        f"SELECT identity, {columns}, COALESCE(document_number, ''), COALESCE(note, ''), "
        f"COALESCE(region_code, '') FROM {TABLE} WHERE is_lead = 1 AND outcome <> 'same' "
        "ORDER BY seq ON CONFLICT (identity) DO UPDATE SET happened_on = excluded.happened_on, "
        "amount = COALESCE(excluded.amount, registry_event.amount), "
        "reduction_percent = COALESCE(excluded.reduction_percent, registry_event.reduction_percent), "
        "party_id = COALESCE(excluded.party_id, registry_event.party_id), "
        "counterparty_id = COALESCE(excluded.counterparty_id, registry_event.counterparty_id), "
        "document_number = COALESCE(NULLIF(excluded.document_number, ''), registry_event.document_number), "
        "note = COALESCE(NULLIF(excluded.note, ''), registry_event.note), "
        # Another taker does not sit where the one before sat.
        "region_code = CASE WHEN excluded.region_code = '' "
        "AND (excluded.kind <> 'transfer' OR excluded.counterparty_id IS NULL "
        "OR excluded.counterparty_id = registry_event.counterparty_id) "
        "THEN registry_event.region_code ELSE excluded.region_code END"
    )
    run(
        f"UPDATE {TABLE} SET target_id = e.id FROM registry_event e "
        f"WHERE e.identity = {TABLE}.identity AND {TABLE}.outcome = 'new'"
    )
    run(
        "UPDATE registry_right SET granted_on = s.happened_on, is_published = TRUE "
        f"FROM {TABLE} s WHERE s.right_id = registry_right.id AND s.is_lead = 1 "
        "AND s.kind IN ('grant', 'registration') AND s.outcome <> 'same'"
    )


def _move_rights() -> None:
    """Let a transfer end the old holding on its day; an address or a name moves without one."""
    kinds = ", ".join(f"'{kind}'" for kind in MOVES)
    holdings.collect(
        "SELECT s.right_id, COALESCE(e.counterparty_id, r.holder_id), "
        "COALESCE(NULLIF(e.region_code, ''), CASE WHEN e.counterparty_id IS NULL "
        "OR s.kind = 'name_change' THEN r.region_code ELSE NULLIF(p.region_code, '') END), "
        f"s.happened_on, s.seq FROM {TABLE} s JOIN registry_right r ON r.id = s.right_id "
        "JOIN registry_event e ON e.id = s.target_id "
        "LEFT JOIN registry_party p ON p.id = e.counterparty_id "
        f"WHERE s.is_lead = 1 AND s.kind IN ({kinds}) AND s.outcome <> 'same' "
        "AND (e.counterparty_id IS NOT NULL OR s.kind = 'address_change')"
    )
    holdings.chain()
    name_givers()
    _move_with_holders()


def _move_with_holders() -> None:
    """Let everything that a party holds on the day it moves go along, and the party itself.

    Its own seat follows the newest move, unless a list of parties came after that day.
    """
    moved = (
        f"{TABLE} s JOIN registry_event e ON e.id = s.target_id WHERE s.is_lead = 1 "
        "AND s.kind = 'address_change' AND s.right_id IS NULL AND s.outcome <> 'same' "
        "AND e.party_id IS NOT NULL AND e.region_code <> ''"
    )
    if not value_of(f"SELECT COUNT(*) FROM {moved}"):
        return
    holdings.collect(
        "SELECT h.right_id, h.party_id, e.region_code, e.happened_on, s.seq "
        f"FROM registry_holding h JOIN registry_event e ON e.party_id = h.party_id JOIN {TABLE} s "
        "ON s.target_id = e.id WHERE s.is_lead = 1 AND s.kind = 'address_change' "
        "AND s.right_id IS NULL AND s.outcome <> 'same' AND e.region_code <> '' "
        "AND (h.from_on IS NULL OR h.from_on < e.happened_on) "
        "AND (h.until_on IS NULL OR h.until_on > e.happened_on) "
        "AND h.region_code <> e.region_code"
    )
    holdings.chain()
    run(
        "UPDATE registry_party SET region_code = e.region_code, "
        "address = COALESCE(NULLIF(e.note, ''), registry_party.address) "
        f"FROM {TABLE} s JOIN registry_event e ON e.id = s.target_id "
        "WHERE e.party_id = registry_party.id AND s.is_lead = 1 AND s.kind = 'address_change' "
        "AND s.right_id IS NULL AND s.outcome <> 'same' AND e.region_code <> '' "
        "AND NOT EXISTS (SELECT 1 FROM registry_event l WHERE l.party_id = e.party_id "
        "AND l.kind = 'address_change' AND l.right_id IS NULL AND l.happened_on > e.happened_on) "
        "AND NOT EXISTS (SELECT 1 FROM registry_provenance p JOIN registry_batch b "
        "ON b.id = p.batch_id WHERE p.subject = 'party' AND p.subject_id = e.party_id "
        "AND b.source = 'parties' AND DATE(b.taken_over_at) > e.happened_on)"
    )
