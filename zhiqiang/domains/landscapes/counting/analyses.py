"""What is counted over a corpus. Each analysis is one expression with few rows and a fixed order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from zhiqiang.domains.landscapes.counting.corpus import (
    CORPUS,
    FIELD,
    HEADS,
    IN_FORCE,
    MEMBERS,
    PARAMETERS,
    Asked,
)
from zhiqiang.engines.metrics import SHAPES

#: rows that a list of names keeps; how many there are in all stands beside it
LONGEST = 50
#: years that count as recent, the last of the window among them
RECENT = 5
_USE = ("transfer", "licence", "pledge")


@dataclass(frozen=True, slots=True)
class Analysis:
    """One analysis; ``asked`` gives its rows."""

    key: str
    asked: Asked


def _count(condition: ir.BooleanValue) -> ir.IntegerScalar:
    return condition.sum().fill_null(0).cast("int64")


def _many(rows: ir.Table) -> ir.IntegerScalar:
    return rows.count().cast("int64")


def _trend() -> ir.Table:
    kinds = {
        name: _count(CORPUS.kind == name)
        for name in ("invention", "utility_model", "design", "pct_application")
    }
    return CORPUS.group_by("year").agg(total=_many(CORPUS), **kinds).order_by("year")


def _life_cycle() -> ir.Table:
    return (
        CORPUS.group_by("year")
        .agg(
            total=_many(CORPUS),
            parties=_distinct(CORPUS),
            invention=_count(CORPUS.kind == "invention"),
            utility_model=_count(CORPUS.kind == "utility_model"),
            design=_count(CORPUS.kind == "design"),
        )
        .order_by("year")
    )


def _distinct(rows: ir.Table) -> ir.IntegerScalar:
    return rows.party.nunique().cast("int64")


def _recent(rows: ir.Table) -> ir.BooleanValue:
    return rows.year > PARAMETERS["until"].year().cast("int64") - RECENT


def _regions() -> ir.Table:
    return (
        CORPUS.group_by("place")
        .agg(
            total=_many(CORPUS),
            invention=_count(CORPUS.kind == "invention"),
            in_force=_count(CORPUS.state == IN_FORCE),
            recent=_count(_recent(CORPUS)),
            parties=_distinct(CORPUS),
            is_local=CORPUS.is_local.max(),
        )
        .order_by([ibis.desc("total"), "place"])
    )


def _by_party(rows: ir.Table) -> ir.Table:
    known = rows.filter(rows.party.notnull())
    return known.group_by("party").agg(
        name=known.party_name.max(),
        kind=known.party_kind.max(),
        total=_many(known),
        invention=_count(known.kind == "invention"),
        in_force=_count(known.state == IN_FORCE),
        recent=_count(_recent(known)),
        first=known.year.min(),
        last=known.year.max(),
        is_local=known.is_local.max(),
    )


def _ranked(rows: ir.Table) -> ir.Table:
    order = [ibis.desc(rows.total), rows.name, rows.party]
    ranked = rows.mutate(
        rank=(ibis.rank().over(order_by=[ibis.desc(rows.total)]) + 1).cast("int64"),
        all=_many(rows).over(ibis.window()),
    )
    return ranked.order_by(order)


def _applicants() -> ir.Table:
    return _ranked(_by_party(CORPUS)).limit(LONGEST)


def _local_firms() -> ir.Table:
    """Firms of the region, each with its rank among all parties of the field."""
    ranked = _ranked(_by_party(CORPUS))
    own = ranked.filter(ranked.is_local & (ranked.kind == "firm"))
    return own.order_by([ibis.desc("total"), "name", "party"]).limit(LONGEST)


def _ipc() -> ir.Table:
    rows = CORPUS.filter(CORPUS.ipc != "")
    return _share_of(rows, "ipc").limit(LONGEST)


def _industries() -> ir.Table:
    """Divisions of GB/T 4754 of the holders; without the section letter."""
    code = CORPUS.industry.re_replace("[^0-9]", "").substr(0, 2)
    rows = CORPUS.mutate(division=code)
    return _share_of(rows.filter(rows.division.length() == 2), "division").limit(LONGEST)


def _share_of(rows: ir.Table, by: str) -> ir.Table:
    return (
        rows.group_by(by)
        .agg(
            total=_many(rows),
            invention=_count(rows.kind == "invention"),
            local=_count(rows.is_local),
            recent=_count(_recent(rows)),
        )
        .order_by([ibis.desc("total"), by])
    )


def _placed() -> ir.Table:
    """Return each row of the corpus once for every branch that it is in, the field among them."""
    return MEMBERS.join(CORPUS, "id")


def _branches() -> ir.Table:
    rows = _placed()
    return (
        rows.group_by("branch")
        .agg(
            total=_many(rows),
            invention=_count(rows.kind == "invention"),
            in_force=_count(rows.state == IN_FORCE),
            local=_count(rows.is_local),
            recent=_count(_recent(rows)),
            parties=_distinct(rows),
        )
        .order_by("branch")
    )


def _branch_years() -> ir.Table:
    rows = _placed().filter(lambda t: t.branch != FIELD)
    return rows.group_by(["branch", "year"]).agg(total=_many(rows)).order_by(["branch", "year"])


def _crossed() -> ir.Table:
    """Count what lies in two branches at once; the smaller branch stands first."""
    left = MEMBERS.filter(MEMBERS.branch != FIELD)
    right = left.view()
    pairs = left.join(right, [left.id == right.id, left.branch < right.branch]).select(
        first=left.branch, second=right.branch
    )
    return pairs.group_by(["first", "second"]).agg(total=_many(pairs)).order_by(["first", "second"])


def _together() -> ir.Table:
    """Pairs of names that filed together; natural persons, and whom the register does not know, not."""
    rows = CORPUS.filter(CORPUS.applicants.contains(";"))
    names = rows.select("id", name=rows.applicants.split(";").unnest())
    names = names.select("id", name=names.name.strip()).distinct()
    parties = SHAPES["parties"].unbound("parties")
    bodies = parties.filter(parties.kind != "person").select("name").distinct()
    names = names.join(bodies, "name").select("id", "name")
    other = names.view()
    pairs = names.join(other, [names.id == other.id, names.name < other.name]).select(
        first=names.name, second=other.name
    )
    return (
        pairs.group_by(["first", "second"])
        .agg(total=_many(pairs))
        .order_by([ibis.desc("total"), "first", "second"])
        .limit(LONGEST)
    )


def _states() -> ir.Table:
    return CORPUS.group_by(["kind", "state"]).agg(total=_many(CORPUS)).order_by(["kind", "state"])


def _uses() -> ir.Table:
    """Transfers, licences and pledges of what is counted, by the year in which they happened."""
    events = SHAPES["events"].unbound("events")
    own = events.filter(events.kind.isin(_USE), events.happened_on <= PARAMETERS["as_of"])
    # Of a family every member: any of them may have been pledged.
    members = HEADS.semi_join(CORPUS, HEADS.family_id == CORPUS.id)
    own = own.semi_join(members, own.right_id == members.right_id)
    rows = own.mutate(year=own.happened_on.year().cast("int64"))
    counts = {kind: _count(rows.kind == kind) for kind in _USE}
    return rows.group_by("year").agg(**counts).order_by("year")


def _strengths() -> ir.Table:
    """Share of a branch in the region against its share in the field: a location quotient."""
    rows = _placed().filter(lambda t: t.branch != FIELD)
    whole = CORPUS.agg(field=_many(CORPUS), field_local=_count(CORPUS.is_local))
    own = rows.group_by("branch").agg(total=_many(rows), local=_count(rows.is_local))
    joined = own.cross_join(whole)
    quotient = (joined.local / joined.field_local.nullif(0)) / (
        joined.total / joined.field.nullif(0)
    )
    return joined.mutate(quotient=quotient.cast("float64")).order_by("branch")


def _concentration() -> ir.Table:
    """Share of the four largest parties, and the sum of squared shares, of the field and each branch."""
    rows = _placed()
    known = rows.filter(rows.party.notnull())
    parties = known.group_by(["branch", "party"]).agg(n=_many(known))
    place = ibis.row_number().over(
        group_by="branch", order_by=[ibis.desc(parties.n), parties.party]
    )
    placed = parties.mutate(place=place.cast("int64"))
    return (
        placed.group_by("branch")
        .agg(
            total=placed.n.sum().cast("int64"),
            parties=_many(placed),
            first_four=placed.n.sum(where=placed.place < 4).fill_null(0).cast("int64"),
            squares=(placed.n * placed.n).sum().cast("int64"),
        )
        .order_by("branch")
    )


def _newcomers() -> ir.Table:
    """Parties of each year, and those among them that had filed nothing in the field before."""
    rows = CORPUS.filter(CORPUS.party.notnull())
    years = rows.select("party", "year", "is_local").distinct()
    first = rows.group_by("party").agg(first=rows.year.min())
    joined = years.join(first, "party")
    per_year = joined.group_by(["party", "year"]).agg(
        is_new=(joined.first == joined.year).max(), is_local=joined.is_local.max()
    )
    return (
        per_year.group_by("year")
        .agg(
            active=_many(per_year),
            new=_count(per_year.is_new),
            new_local=_count(per_year.is_new & per_year.is_local),
        )
        .order_by("year")
    )


_OWN, _BRANCHED = frozenset({"corpus"}), frozenset({"corpus", "members"})
_BUILDS: tuple[tuple[str, frozenset[str], Callable[[], ir.Table]], ...] = (
    ("trend", _OWN, _trend),
    ("life_cycle", _OWN, _life_cycle),
    ("regions", _OWN, _regions),
    ("applicants", _OWN, _applicants),
    ("ipc", _OWN, _ipc),
    ("industries", _OWN, _industries),
    ("branches", _BRANCHED, _branches),
    ("branch_years", _BRANCHED, _branch_years),
    ("crossed", frozenset({"members"}), _crossed),
    ("together", frozenset({"corpus", "parties"}), _together),
    ("states", _OWN, _states),
    ("uses", frozenset({"corpus", "events", "heads"}), _uses),
    ("strengths", _BRANCHED, _strengths),
    ("concentration", _BRANCHED, _concentration),
    ("newcomers", _OWN, _newcomers),
    ("local_firms", _OWN, _local_firms),
)
ANALYSES = {key: Analysis(key, Asked(key, tables, make)) for key, tables, make in _BUILDS}
