"""Take over name histories: dated former names of parties, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connection

from zhiqiang.engines.ingest import Chunk
from zhiqiang.kernel.finding import Finding, Severity
from zhiqiang.kernel.place import Cell
from zhiqiang.records.registry.actions.folding import spread_outcomes
from zhiqiang.records.registry.actions.matching import TABLE as PARTIES
from zhiqiang.records.registry.actions.parties import PartyStage
from zhiqiang.records.registry.actions.staging import TABLE, rows_of, run
from zhiqiang.records.registry.names import form_of, name_key

COLUMNS = (
    ("name", "text"),
    ("name_key", "text"),
    ("name_form", "text"),
    ("from_on", "date"),
    ("until_on", "date"),
    ("party_ref", "bigint"),
    ("party_id", "bigint"),
)


class NamingRows:
    """Turns the chunks of a list of name changes into staged rows."""

    def __init__(self, parties: PartyStage) -> None:
        self._parties = parties

    def rows(self, chunk: Chunk, seq: int) -> Iterator[tuple[Any, ...]]:
        """Give the staged row of every row that is not refused, here or before."""
        for index, given in chunk.given():
            name, former = given["name"], given["former_name"]
            from_on, until_on = given.get("from_on"), given.get("until_on")
            if wrong := _wrong(name, former, from_on, until_on):
                chunk.refused.add(index)
                cell = chunk.sheet.cell(chunk.numbers[index], None)
                chunk.findings.append(Finding(Severity.ERROR, *wrong, cell=cell))
                continue
            ref = self._parties.ref(seq, name, given.get("credit_code"))
            form = form_of(former)
            place = (chunk.sheet.name, chunk.numbers[index])
            identity = f"{ref}:{form}:{until_on or ''}"
            yield (*place, identity, former, name_key(former), form, from_on, until_on, ref, None)
            seq += 1


def _wrong(name: str, former: str, from_on: Any, until_on: Any) -> tuple[str, str] | None:
    if form_of(name) == form_of(former):
        return "name_is_its_own_former", f"曾用名与现用名称“{name}”相同。本行未接收，请核对。"
    if from_on and until_on and from_on >= until_on:
        told = f"“{former}”的启用日期 {from_on} 不早于变更日期 {until_on}。本行未接收，请核对。"
        return "ends_before_it_begins", told
    return None


def follow_chains(file: str) -> list[Finding]:
    """Lead rows that name a party by a name between two changes to the name borne today.

    A credit code needs no leading. Names that are each the former of the other, without days that
    say which came last, lead nowhere: their rows are refused.
    """
    found = rows_of(
        "SELECT s.seq, s.sheet, s.row_number, s.party_ref, p.name, p.name_form, p.credit_code, "
        f"s.name_form, s.until_on FROM {TABLE} s JOIN {PARTIES} p ON p.ref = s.party_ref "
        "ORDER BY s.seq"
    )
    changes: dict[str, list[tuple[str, int, str, bool]]] = {}
    for _, _, _, ref, _, form, code, former, until_on in found:
        day = str(until_on or "")
        changes.setdefault(former, []).append((day, ref, form, bool(code)))
    led, refused, findings = [], [], []
    for seq, sheet, row, ref, name, form, code, former, until_on in found:
        end = None if code else _end(changes, form, former, str(until_on or ""))
        if end == 0:
            refused.append((seq,))
            message = (
                f"“{name}”的更名首尾相接成环，又没有变更日期，无法判断现用名称。"
                "本行未接收，请补上变更日期或统一社会信用代码。"
            )
            cell = Cell(file, sheet, row)
            findings.append(Finding(Severity.ERROR, "circular_names", message, cell=cell))
        elif end is not None and end != ref:
            led.append((end, seq))
    with connection.cursor() as cursor:
        if led:
            cursor.executemany(f"UPDATE {TABLE} SET party_ref = %s WHERE seq = %s", led)
        if refused:
            cursor.executemany(f"DELETE FROM {TABLE} WHERE seq = %s", refused)
    # A name between two changes is no party.
    run(f"DELETE FROM {PARTIES} WHERE ref NOT IN (SELECT party_ref FROM {TABLE})")
    return findings


def _end(
    changes: dict[str, list[tuple[str, int, str, bool]]], form: str, former: str, day: str
) -> int | None:
    """Follow a name from change to change; return the last party, None for its own, 0 for a circle."""
    seen, end = {former}, None
    while True:
        if form in seen and not day:
            return 0
        seen.add(form)
        after = sorted(
            one for one in changes.get(form, ()) if not day or not one[0] or one[0] > day
        )
        if not after:
            return end
        day, end, form, is_coded = after[0]
        if is_coded:
            return end


def merge_names() -> None:
    """Write every staged former name and set the outcome of every row."""
    run(
        f"UPDATE {TABLE} SET party_id = p.party_id, identity = CAST(p.party_id AS TEXT) || ':' || "
        f"{TABLE}.name_form || ':' || COALESCE(CAST({TABLE}.until_on AS TEXT), '') "
        f"FROM {PARTIES} p WHERE p.ref = {TABLE}.party_ref"
    )
    target = (
        f"UPDATE {TABLE} SET target_id = n.id FROM registry_former_name n "
        f"WHERE n.identity = {TABLE}.identity AND {TABLE}.is_lead = 1"
    )
    run(target)
    run(
        f"UPDATE {TABLE} SET outcome = CASE WHEN {TABLE}.from_on IS NOT NULL "
        f"AND (n.from_on IS NULL OR n.from_on <> {TABLE}.from_on) THEN 'changed' ELSE 'same' END "
        f"FROM registry_former_name n WHERE n.id = {TABLE}.target_id AND {TABLE}.is_lead = 1"
    )
    run(f"UPDATE {TABLE} SET outcome = 'new' WHERE is_lead = 1 AND target_id IS NULL")
    columns = "identity, party_id, name, name_key, name_form, from_on, until_on"
    run(
        f"INSERT INTO registry_former_name ({columns}) SELECT {columns} FROM {TABLE} "
        "WHERE is_lead = 1 AND outcome = 'new' ORDER BY seq ON CONFLICT (identity) DO NOTHING"
    )
    run(target)
    run(
        f"UPDATE registry_former_name SET from_on = s.from_on FROM {TABLE} s WHERE s.target_id = "
        "registry_former_name.id AND s.is_lead = 1 AND s.outcome = 'changed'"
    )
    spread_outcomes()


def judge_names(file: str) -> list[Finding]:
    """Question names that two parties claim for one time, and times of one party that overlap."""
    found = rows_of(
        "SELECT DISTINCT s.sheet, s.row_number, n.name, a.name, b.name, o.name, a.id = b.id, s.seq "
        f"FROM {TABLE} s JOIN registry_former_name n ON n.id = s.target_id "
        "JOIN registry_party a ON a.id = n.party_id JOIN registry_former_name o ON o.id <> n.id "
        "AND ((o.party_id = n.party_id AND o.name_form <> n.name_form AND n.from_on IS NOT NULL "
        "AND o.until_on IS NOT NULL AND n.from_on < o.until_on AND (n.until_on IS NULL "
        "OR o.until_on <= n.until_on)) "
        "OR (o.name_form = n.name_form AND o.party_id <> n.party_id "
        "AND (n.from_on IS NULL OR o.until_on IS NULL OR n.from_on < o.until_on) "
        "AND (o.from_on IS NULL OR n.until_on IS NULL OR o.from_on < n.until_on))) "
        "JOIN registry_party b ON b.id = o.party_id WHERE s.is_row = 1 ORDER BY s.seq"
    )
    findings = []
    for sheet, row, name, one, other, second, is_own, _ in found:
        if is_own:
            code, message = "names_overlap", (
                f"“{one}”的曾用名“{name}”与“{second}”的使用时间重叠。两条照收，请核对日期。"
            )  # fmt: skip
        else:
            code, message = "name_of_two", (
                f"曾用名“{name}”同时为“{one}”和“{other}”所有。两条照收，但不据以自动识别；"
                "请核对，或补上启用、变更日期。"
            )  # fmt: skip
        findings.append(Finding(Severity.WARNING, code, message, cell=Cell(file, sheet, row)))
    return findings
