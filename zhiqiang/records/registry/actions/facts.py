"""Designations, activities, statistics and budgets: staged rows and their merge."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from zhiqiang.engines.ingest import Chunk, CodeList, Source
from zhiqiang.engines.ingest.numbers import scale_of
from zhiqiang.kernel.finding import Finding, Severity
from zhiqiang.records.registry.actions import renaming, standing_fast
from zhiqiang.records.registry.actions.disagreeing import weigh
from zhiqiang.records.registry.actions.folding import name_outcomes, spread_outcomes
from zhiqiang.records.registry.actions.parties import PartyStage
from zhiqiang.records.registry.actions.staging import TABLE, run
from zhiqiang.records.registry.names import KindOfName, form_of, name_key, without_stray
from zhiqiang.records.registry.places import Locator

Given = dict[str, Any]


@dataclass(frozen=True)
class FactTable:
    """A table of the register that takes one kind of simple fact."""

    subject: str
    table: str
    texts: tuple[str, ...]
    values: tuple[tuple[str, str], ...]

    @property
    def columns(self) -> tuple[tuple[str, str], ...]:
        """Return the staged columns; a party is staged by its number within the file."""
        texts = tuple((name, "text") for name in self.texts)
        return (*texts, *self.values, ("party_ref", "bigint"))


DESIGNATIONS = FactTable(
    "designation",
    "registry_designation",
    ("kind", "level", "name", "region_code", "document_number"),
    (("from_on", "date"), ("until_on", "date"), ("party_id", "bigint")),
)
ACTIVITIES = FactTable(
    "activity",
    "registry_activity",
    ("kind", "title", "place", "organiser", "region_code"),
    (("held_on", "date"), ("people", "integer"), ("items", "integer")),
)
STATISTICS = FactTable(
    "statistic",
    "registry_statistic",
    ("key", "region_code", "publisher", "document"),
    (("year", "integer"), ("value", "numeric(24,6)")),
)
BUDGETS = FactTable(
    "budget",
    "registry_budget",
    ("body", "purpose", "document", "region_code"),
    (("year", "integer"), ("planned", "numeric(18,2)"), ("spent", "numeric(18,2)")),
)
PARTIES = FactTable(
    "party",
    "registry_party",
    (
        "kind",
        "name",
        "name_key",
        "name_form",
        "credit_code",
        "region_code",
        "address",
        "industry_code",
        "size",
    ),
    (),
)
TABLES = {
    "designations": DESIGNATIONS,
    "activities": ACTIVITIES,
    "statistics": STATISTICS,
    "budgets": BUDGETS,
    "parties": PARTIES,
}
_WITH_PARTY = {"firm", "university", "institute", "agency", "bank"}


def designation_identity(kind: str, level: str | None, from_on: Any, name: str) -> str:
    """Return what a later list knows a designation by."""
    return f"{kind}:{level or ''}:{from_on}:{name_key(name)[:160]}"


def activity_identity(
    kind: str, held_on: Any, region: str | None, title: str, place: str | None
) -> str:
    """Return what a later list knows an activity by."""
    return f"{kind}:{held_on}:{region or ''}:{name_key(title)[:120]}:{name_key(place or '')[:60]}"


class FactRows:
    """Turns the chunks of a list of simple facts into staged rows."""

    def __init__(
        self,
        source: Source,
        codes: dict[str, CodeList],
        parties: PartyStage,
        locator: Locator,
        kind_of: KindOfName,
        today: date,
    ) -> None:
        self.table = TABLES[source.keeps]
        self._set = source.set
        self._codes = codes
        self._parties = parties
        self._locator = locator
        self._kind_of = kind_of
        self._today = today
        self._build: Callable[[Given, Chunk, int, int], tuple[str, Given] | None] = {
            "designations": self._designation,
            "activities": self._activity,
            "statistics": self._statistic,
            "budgets": self._budget,
            "parties": self._party,
        }[source.keeps]

    def rows(self, chunk: Chunk, seq: int) -> Iterator[tuple[Any, ...]]:
        """Give the staged row of every row that is not refused, here or before."""
        order = [name for name, _ in self.table.columns]
        for index, given in chunk.given():
            built = self._build(given | self._set, chunk, index, seq)
            if built is not None:
                identity, fact = built
                place = (chunk.sheet.name, chunk.numbers[index])
                yield (*place, identity, *(fact.get(name) for name in order))
                seq += 1

    def _designation(
        self, given: Given, chunk: Chunk, index: int, seq: int
    ) -> tuple[str, Given] | None:
        kind, level, name = given["kind"], given.get("level"), without_stray(given["name"])
        own = self._codes["designations"].values[kind].level
        if own and level and own != level:
            message = "认定种类已含级别，与“级别”列不一致，按认定种类记。请核对。"
            _warn(chunk, index, "level_contradicts_kind", message, "level")
        level = own or level
        region = given.get("region_code") or self._locator.by_address(
            given.get("address"), given["from_on"]
        )
        party, code = given.get("party_name"), given.get("party_credit_code")
        if given.get("indication"):
            # Who uses the sign of which indication: one firm may use several.
            party, name = name, f"{name}（{given['indication']}）"[:250]
        if not party and (code or self._kind_of(name) in _WITH_PARTY):
            party = name
        ref = self._parties.ref(
            seq, party, code, None, region, given.get("address"), given["from_on"]
        )
        until_on = given.get("until_on")
        if until_on and until_on <= given["from_on"]:
            message = f"失效日期 {until_on} 不晚于认定日期。本行未接收，请核对。"
            return _refuse(chunk, index, "ends_before_it_begins", message, "until_on")
        identity = designation_identity(kind, level, given["from_on"], name)
        return identity, given | {
            "name": name,
            "level": level,
            "region_code": region or None,
            "party_ref": ref,
        }

    def _activity(self, given: Given, _chunk: Chunk, _index: int, _seq: int) -> tuple[str, Given]:
        get = given.get
        return activity_identity(
            given["kind"], given["held_on"], get("region_code"), given["title"], get("place")
        ), given

    def _statistic(
        self, given: Given, chunk: Chunk, index: int, _seq: int
    ) -> tuple[str, Given] | None:
        code = self._codes["statistics"].values[str(given["key"])]
        own = code.unit
        value = _in_unit(Decimal(given["value"]), given.get("unit"), own)
        if value is None:
            message = f"单位“{given['unit']}”与该指标的单位“{own}”不符。本行未接收，请更正。"
            return _refuse(chunk, index, "unit_does_not_fit", message, "unit")
        low, high = code.least, code.most
        if (low is not None and value < low) or (high is not None and value > high):
            bounds = f"不小于 {low}" if high is None else f"在 {low} 至 {high} 之间"
            message = f"“{code.zh}”应{bounds}（{own}），本行为 {value:f}。本行未接收，请更正。"
            return _refuse(chunk, index, "out_of_range", message, "value")
        return f"{given['key']}:{given['region_code']}:{given['year']}", given | {"value": value}

    def _budget(self, given: Given, chunk: Chunk, index: int, _seq: int) -> tuple[str, Given]:
        planned, spent = given.get("planned"), given.get("spent")
        if planned is not None and spent is not None and spent > planned:
            message = (
                f"支出 {spent:,.2f} 元大于预算 {planned:,.2f} 元。本行照收，请核对金额和单位。"
            )
            _warn(chunk, index, "spent_over_plan", message, "spent")
        body, purpose = name_key(given["body"])[:60], name_key(given["purpose"])[:120]
        return f"{given['year']}:{given.get('region_code') or ''}:{body}:{purpose}", given

    def _party(self, given: Given, _chunk: Chunk, _index: int, seq: int) -> tuple[str, Given]:
        name, code = without_stray(given["name"]), given.get("credit_code")
        region = given.get("region_code") or self._locator.by_columns(
            given.get("province"), given.get("city"), given.get("county"), None
        )
        region = region or self._locator.by_address(given.get("address"), None)
        kind = given.get("kind") or self._kind_of(name)
        kind = None if kind == "unknown" else kind
        ref = self._parties.ref(seq, name, code, kind, region, given.get("address"), self._today)
        known = given | {
            "name": name,
            "name_key": name_key(name),
            "name_form": form_of(name),
            "region_code": region or None,
            "kind": kind,
        }
        return f"P{ref}", known | {"party_ref": ref}


def _in_unit(value: Decimal, unit: str | None, own: str) -> Decimal | None:
    """Return ``value`` in the unit of the indicator: 965.3 万人 → 9653000 人."""
    if not unit or unit == own:
        return value
    scale = scale_of(unit)
    if scale is None or not unit.endswith(own) or own == "%":
        return None
    return value * scale


def _place(chunk: Chunk, index: int, field: str) -> Any:
    position = chunk.sheet.fields.index(field) if field in chunk.sheet.fields else None
    return chunk.sheet.cell(chunk.numbers[index], position)


def _warn(chunk: Chunk, index: int, code: str, message: str, field: str) -> None:
    cell = _place(chunk, index, field)
    chunk.findings.append(Finding(Severity.WARNING, code, message, cell=cell))


def _refuse(chunk: Chunk, index: int, code: str, message: str, field: str) -> None:
    chunk.refused.add(index)
    cell = _place(chunk, index, field)
    chunk.findings.append(Finding(Severity.ERROR, code, message, cell=cell))


def merge_facts(fact: FactTable, file: str) -> list[Finding]:
    """Write every staged fact into its table and set the outcome of every row."""
    standing_fast.know_by_corrected_identity(fact.subject)
    texts, values = list(fact.texts), [name for name, _ in fact.values]
    if fact is PARTIES:
        _parties_known()
    elif "party_id" in values:
        run(
            f"UPDATE {TABLE} SET party_id = p.party_id, region_code = COALESCE("
            f"{TABLE}.region_code, NULLIF(known.region_code, '')) FROM registry_stage_party p, "
            f"registry_party known WHERE p.ref = {TABLE}.party_ref AND known.id = p.party_id"
        )
    if fact is not PARTIES:
        run(
            f"UPDATE {TABLE} SET target_id = f.id FROM {fact.table} f "
            f"WHERE f.identity = {TABLE}.identity AND {TABLE}.is_lead = 1"
        )
    findings = standing_fast.stand_fast(fact.subject, file) + weigh(fact.subject, file)
    if fact is PARTIES:
        # A name that was not taken does not leave its key and its form behind.
        run(f"UPDATE {TABLE} SET name_key = NULL, name_form = NULL WHERE name IS NULL")
    differs = " OR ".join(
        [f"({TABLE}.{n} IS NOT NULL AND {TABLE}.{n} <> f.{n})" for n in texts]
        + [f"({TABLE}.{n} IS NOT NULL AND (f.{n} IS NULL OR {TABLE}.{n} <> f.{n}))" for n in values]
    )
    run(
        f"UPDATE {TABLE} SET outcome = 'changed' FROM {fact.table} f WHERE f.id = {TABLE}.target_id "
        f"AND {TABLE}.is_lead = 1 AND {TABLE}.outcome IS NULL AND ({differs})"
    )
    name_outcomes()
    if fact is not PARTIES:
        _insert(fact, texts, values)
    else:
        findings += renaming.keep_former_names(file)
    sets = ", ".join(f"{n} = COALESCE(s.{n}, {fact.table}.{n})" for n in (*texts, *values))
    # A new party was made from its name; what else its row says is written like a change.
    which = "s.outcome <> 'same'" if fact is PARTIES else "s.outcome = 'changed'"
    run(
        f"UPDATE {fact.table} SET {sets} FROM {TABLE} s "
        f"WHERE s.target_id = {fact.table}.id AND s.is_lead = 1 AND {which}"
    )
    spread_outcomes()
    return findings


def _insert(fact: FactTable, texts: list[str], values: list[str]) -> None:
    names = ", ".join(("identity", *texts, *values))
    given = ", ".join(("identity", *(f"COALESCE({n}, '')" for n in texts), *values))
    run(
        f"INSERT INTO {fact.table} ({names}) SELECT {given} FROM {TABLE} "
        "WHERE is_lead = 1 AND outcome = 'new' ORDER BY seq"
    )
    run(
        f"UPDATE {TABLE} SET target_id = f.id FROM {fact.table} f WHERE "
        f"f.identity = {TABLE}.identity AND {TABLE}.is_lead = 1 AND {TABLE}.outcome = 'new'"
    )


_OTHER_NAME = "('history', 'decision', 'form')"


def _parties_known() -> None:
    """A list of parties has made its parties already; what is left is what they say more."""
    run(
        f"UPDATE {TABLE} SET target_id = p.party_id, "
        "outcome = CASE WHEN p.is_new = 1 THEN 'new' END, "
        # A name that means the party is not the name that it bears.
        f"name = CASE WHEN p.ground IN {_OTHER_NAME} THEN NULL ELSE {TABLE}.name END, "
        f"name_key = CASE WHEN p.ground IN {_OTHER_NAME} THEN NULL ELSE {TABLE}.name_key END, "
        f"name_form = CASE WHEN p.ground IN {_OTHER_NAME} THEN NULL ELSE {TABLE}.name_form END "
        f"FROM registry_stage_party p WHERE p.ref = {TABLE}.party_ref AND {TABLE}.is_lead = 1"
    )
