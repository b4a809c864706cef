"""Two sources that contradict each other: both claims are kept, the trusted one is carried.

Before staged rows are merged, those that would write over another origin's word are looked at. What
an origin said before and says again is nothing new: it changes nothing, so that two lists that come
every month do not write over each other for ever.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhiqiang.kernel.divisions import prefix
from zhiqiang.kernel.finding import Finding, Severity
from zhiqiang.kernel.place import Cell
from zhiqiang.records.registry.actions.staging import TABLE, rows_of, run
from zhiqiang.records.registry.actions.tellers import Staged, Tellers
from zhiqiang.records.registry.correctable import MODELS, Correctable, field_of
from zhiqiang.records.registry.models import Batch, Claim, Provenance
from zhiqiang.records.registry.names import name_key
from zhiqiang.records.registry.trust import FieldTrust, Origin, SourceTrust, source_trust

_AT_ONCE = 2_000
_Place = tuple[str, int | None]


@dataclass(frozen=True, slots=True)
class _Claimed:
    """What a batch says, and in which row."""

    value: str
    batch: Batch
    place: _Place


def weigh(subject: str, file: str) -> list[Finding]:
    """Keep the claims of staged rows that contradict another origin; hold back what is trusted less.

    The caller has found the facts of the rows (``target_id``) and holds the transaction; nothing
    that an official corrected is still in the rows.
    """
    trust = source_trust()
    watched = {one.field: one for one in trust.of(subject)}
    if not watched:
        return []
    # The list that is being taken over is the newest.
    batch = Batch.objects.for_program("weighs contradicting sources").latest("pk")
    findings: list[Finding] = []
    weighing: _Weighing | None = None
    for rows in _differing(subject, list(watched)):
        weighing = weighing or _Weighing(subject, watched, Tellers(trust, subject), batch, file)
        findings += weighing.of(rows)
    _agree_again(subject, watched, trust, batch)
    return findings


def _differing(subject: str, names: Sequence[str]) -> Iterator[list[Staged]]:
    """Give the staged rows that say otherwise than the register in one of some fields, some at a time."""
    fields = [field_of(subject, name) for name in names]
    listed = ", ".join(f"s.{one.column}, t.{one.attribute}" for one in fields)
    differs = " OR ".join(f"({_said_otherwise(one)})" for one in fields)
    table, last = MODELS[subject]._meta.db_table, 0
    while True:
        found = rows_of(
            f"SELECT s.seq, s.target_id, s.sheet, s.row_number, {listed} FROM {TABLE} s "
            f"JOIN {table} t ON t.id = s.target_id WHERE s.is_lead = 1 AND s.seq > %s "
            f"AND ({differs}) ORDER BY s.seq LIMIT {_AT_ONCE}",
            last,
        )
        if found:
            yield [_staged(row, fields) for row in found]
        if len(found) < _AT_ONCE:
            return
        last = found[-1][0]


def _said_otherwise(field: Correctable) -> str:
    said = f"s.{field.column} IS NOT NULL AND s.{field.column} <> t.{field.attribute}"
    is_text = field.of_model.get_internal_type() in ("CharField", "TextField")
    return f"{said} AND t.{field.attribute} NOT IN ('', 'unknown')" if is_text else said


def _are_nested(one: str, other: str) -> bool:
    """Say whether of two divisions one lies in the other."""
    a, b = prefix(one), prefix(other)
    return a.startswith(b) or b.startswith(a)


def _staged(row: tuple[Any, ...], fields: Sequence[Correctable]) -> Staged:
    seq, fact, sheet, number, *values = row
    said, carried = {}, {}
    coarser = []
    for field, mine, theirs in zip(fields, values[::2], values[1::2], strict=True):
        one, other = field.text(mine), field.text(theirs)
        if field.kind == "division" and one and other and _are_nested(one, other):
            if len(prefix(one)) < len(prefix(other)):
                coarser.append(field.name)
            continue
        # What differs in its writing only contradicts nothing.
        if one and other and other != "unknown" and name_key(one) != name_key(other):
            said[field.name], carried[field.name] = one, other
    return Staged(seq, fact, sheet, number, said, carried, tuple(coarser))


class _Weighing:
    """Weighs the rows of one list against what other origins told."""

    def __init__(
        self,
        subject: str,
        watched: Mapping[str, FieldTrust],
        tellers: Tellers,
        batch: Batch,
        file: str,
    ) -> None:
        self._subject, self._watched, self._tellers = subject, watched, tellers
        self._batch, self._file = batch, file
        self._mine = tellers.origin(batch)
        self._new: list[Claim] = []
        self._other: list[Claim] = []
        self._held: dict[str, list[int]] = {}

    def of(self, rows: Sequence[Staged]) -> list[Finding]:
        """Keep the claims of some rows, take back what they may not write over, and say so."""
        self._new, self._other, self._held = [], [], {}
        facts = [one.fact for one in rows]
        claims = Claim.objects.for_program("weighs contradicting sources")
        known = {
            (one.subject_id, one.field, one.origin): one
            for one in claims.filter(subject=self._subject, subject_id__in=facts)
        }
        told = self._tellers.of(rows, self._batch.pk)
        places = self._places(facts, set(told.values()))
        findings = [finding for one in rows for finding in self._row(one, known, told, places)]
        Claim.objects.bulk_create(self._new)
        claims.bulk_update(self._other, ["value", "batch", "sheet", "row"])
        for name, seqs in self._held.items():
            column = field_of(self._subject, name).column
            listed = ", ".join(str(int(seq)) for seq in seqs)
            run(f"UPDATE {TABLE} SET {column} = NULL WHERE seq IN ({listed})")
        return findings

    def _places(self, facts: Sequence[int], batches: set[int]) -> dict[tuple[int, int], _Place]:
        rows = Provenance.objects.for_program("names the rows of contradicting sources").filter(
            subject=self._subject, subject_id__in=facts, batch_id__in=batches
        )
        told = rows.order_by("id").values_list("subject_id", "batch_id", "sheet", "row")
        return {(fact, batch): (sheet, row) for fact, batch, sheet, row in told}

    def _row(
        self,
        one: Staged,
        known: dict[tuple[int, str, str], Claim],
        told: dict[tuple[int, str], int],
        places: dict[tuple[int, int], _Place],
    ) -> Iterator[Finding]:
        for name in one.coarser:
            self._held.setdefault(name, []).append(one.seq)
        for name, said in one.said.items():
            mine = known.get((one.fact, name, self._mine.key))
            if mine is not None and mine.value == said:
                self._held.setdefault(name, []).append(one.seq)  # Said before: nothing new.
                continue
            teller = self._tellers.batches.get(told.get((one.fact, name), 0))
            if teller is None:
                continue
            theirs = self._tellers.origin(teller)
            own = _Claimed(said, self._batch, (one.sheet, one.row))
            if theirs.key == self._mine.key:
                if mine is not None:
                    self._put(one.fact, name, self._mine, own, mine)
                continue
            rule = self._watched[name]
            if _is_outdated(rule, teller, self._batch):
                continue
            place = places.get((one.fact, teller.pk), ("", None))
            carried = _Claimed(one.carried[name], teller, place)
            before = known.get((one.fact, name, theirs.key))
            self._put(one.fact, name, theirs, carried, before)
            self._put(one.fact, name, self._mine, own, mine)
            is_held = rule.rank(theirs.key) < rule.rank(self._mine.key)
            if is_held:
                self._held.setdefault(name, []).append(one.seq)
            yield self._finding(one, name, carried, is_held)

    def _put(
        self, fact: int, name: str, origin: Origin, said: _Claimed, before: Claim | None
    ) -> None:
        sheet, row = said.place
        if before is None:
            self._new.append(
                Claim(
                    subject=self._subject,
                    subject_id=fact,
                    field=name,
                    origin=origin.key,
                    value=said.value,
                    batch=said.batch,
                    sheet=sheet,
                    row=row,
                )
            )
        elif before.value != said.value:
            before.value, before.batch, before.sheet, before.row = (
                said.value,
                said.batch,
                sheet,
                row,
            )
            self._other.append(before)

    def _finding(self, one: Staged, name: str, carried: _Claimed, is_held: bool) -> Finding:
        field = field_of(self._subject, name)
        row = f"第 {carried.place[1]} 行" if carried.place[1] else ""
        holds = "按来源可信次序仍以后者为准" if is_held else "以本行为准"
        # Where somebody lives is told on the page of the party only, to who may read it.
        is_told = name != "address"
        mine = f"为“{field.shown(one.said[name])}”，" if is_told else ""
        theirs = f"所载“{field.shown(carried.value)}”" if is_told else "所载"
        message = (
            f"本行的{field.label}{mine}与“{carried.batch.file_name}”{row}{theirs}不同，{holds}。"
            "两处所载都已留存，请核对。"
        )
        place = Cell(self._file, one.sheet, one.row)
        return Finding(Severity.WARNING, "sources_contradict", message, cell=place)


def _is_outdated(rule: FieldTrust, teller: Batch, batch: Batch) -> bool:
    """Say whether what was told so long ago may simply have changed since."""
    if rule.within_days is None:
        return False
    return abs((batch.taken_over_at - teller.taken_over_at).days) > rule.within_days


def _agree_again(
    subject: str, watched: Mapping[str, FieldTrust], trust: SourceTrust, batch: Batch
) -> None:
    """Bring claims of this origin up to date where its list now says what the register carries."""
    mine = trust.origin(batch.source, batch.file_name, batch.columns)
    claims = Claim.objects.for_program("brings claims up to a list").filter(
        subject=subject, origin=mine.key
    )
    table = MODELS[subject]._meta.db_table
    for name in sorted(set(claims.values_list("field", flat=True)) & set(watched)):
        field = field_of(subject, name)
        found = rows_of(
            f"SELECT c.id, s.{field.column}, s.sheet, s.row_number FROM registry_claim c "
            f"JOIN {TABLE} s ON s.target_id = c.subject_id AND s.is_lead = 1 "
            f"JOIN {table} t ON t.id = c.subject_id AND t.{field.attribute} = s.{field.column} "
            "WHERE c.subject = %s AND c.field = %s AND c.origin = %s",
            subject, name, mine.key,
        )  # fmt: skip
        known = claims.in_bulk([row[0] for row in found])
        for pk, value, sheet, row in found:
            one = known[pk]
            if one.value != field.text(value):
                one.value, one.batch, one.sheet, one.row = field.text(value), batch, sheet, row
                one.save(update_fields=["value", "batch", "sheet", "row"])
