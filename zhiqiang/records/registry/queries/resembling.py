"""Parties of the register that are, or may be, one body under two names."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db.models import Count, Max
from django.db.models.functions import Coalesce

from zhiqiang.engines.linking import (
    Comparer,
    Decision,
    Histories,
    Known,
    Match,
    Memory,
    Subject,
    basis_of,
    comparer,
    resembling,
)
from zhiqiang.kernel.divisions import Divisions
from zhiqiang.records.accounts.regions import divisions
from zhiqiang.records.registry.models import Designation, Event, Party, PartyKind, PartyName, Right
from zhiqiang.records.registry.names import form_of

_AT_ONCE = 500
#: shared texts of one kind that are told
_TOLD = 3


@dataclass(frozen=True, slots=True)
class Resembling:
    """Two parties, what speaks for one body, and whether it is beyond doubt (``merge``).

    ``evidence`` are label and text of what the two share beside their names; ``facts`` counts what
    hangs on them.
    """

    ids: tuple[int, int]
    names: tuple[str, str]
    codes: tuple[str, str]
    decision: str
    reasons: tuple[str, ...]
    weight: float
    evidence: tuple[tuple[str, str], ...] = ()
    facts: int = 0


@dataclass(frozen=True, slots=True)
class _Body:
    """A party that is compared."""

    pk: int
    name: str
    credit_code: str
    region_code: str
    address: str


def own_comparer() -> Comparer:
    """Return the comparer of this installation: its catalogue, and the divisions it adds."""
    return _comparer(str(settings.CATALOGUE), divisions())[0]


def own_memory() -> Memory:
    """Return what this installation keeps of the last comparison by ``own_comparer``."""
    basis = _comparer(str(settings.CATALOGUE), divisions())[1]
    return Memory(Path(settings.HOME) / "indexes" / "party_names.parquet", basis)


@lru_cache(maxsize=2)
def _comparer(catalogue: str, table: Divisions) -> tuple[Comparer, str]:
    compares = comparer(Path(catalogue), table)
    return compares, basis_of(compares, table)


def resembling_parties(
    compares: Comparer, histories: Histories | None = None, memory: Memory | None = None
) -> list[Resembling]:
    """Return every two parties that are not told apart, the surest first; nothing is changed.

    With a ``memory`` of the last comparison only names that changed since are compared.

    Natural persons are left out: equal names of persons tell nothing. So are parties that were
    merged into another; their names count as former names of it. For whoever runs the
    installation, so no person is asked for.
    """
    found, subjects = _subjects(histories)
    pairs = (
        resembling(compares, subjects, memory) if memory else Known(compares, subjects).resembling()
    )
    concerned = {party for pair in pairs for party in (pair.one, pair.other)}
    traces = _traces(concerned, found)
    counts = _counts(concerned)
    ended = _after_change(
        (found[pair.one], found[pair.other])
        for pair in pairs
        if pair.match.decision is Decision.MERGE
    )
    out = []
    for pair in pairs:
        one, other = found[pair.one], found[pair.other]
        shared = sorted(traces[one.pk] & traces[other.pk])
        match = _weighed(compares, pair.match, subjects, one.pk, other.pk, shared)
        if doubt := ended.get(frozenset((one.pk, other.pk))):
            match = replace(match, decision=Decision.QUEUE, reasons=(*match.reasons, doubt))
        out.append(
            Resembling(
                (one.pk, other.pk),
                (one.name, other.name),
                (one.credit_code, other.credit_code),
                match.decision.value,
                match.reasons,
                round(match.weight, 2),
                _told(shared),
                counts[one.pk] + counts[other.pk],
            )
        )
    return sorted(_one_target(out), key=lambda one: -one.weight)


def _subjects(histories: Histories | None) -> tuple[dict[int, _Body], dict[int, Subject]]:
    parties = Party.objects.for_program("looks for parties that resemble each other")
    bodies = parties.exclude(kind=PartyKind.PERSON).order_by("pk")
    found: dict[int, _Body] = {}
    former: dict[int, list[str]] = defaultdict(list)
    names_of = ("same_as", *(one.name for one in fields(_Body)))
    for same_as, *said in bodies.values_list(*names_of).iterator():
        body = _Body(*said)
        if same_as:
            former[same_as].append(body.name)
        else:
            found[body.pk] = body
    names = PartyName.objects.for_program("looks for parties that resemble each other")
    for party, name in names.annotate(meant=Coalesce("party__same_as", "party")).values_list(
        "meant", "name"
    ):
        former[party].append(name)
    subjects = {
        pk: Subject(
            party.name,
            party.credit_code,
            party.region_code,
            (*former[pk], *(histories.former(party.name) if histories else ())),
        )
        for pk, party in found.items()
    }
    return found, subjects


def _weighed(
    compares: Comparer,
    match: Match,
    subjects: dict[int, Subject],
    one: int,
    other: int,
    shared: list[tuple[str, str]],
) -> Match:
    """Let what two parties share move the pair up the queue; its reasons stay those of the names."""
    if not shared:
        return match
    traces = frozenset(text for _, text in shared)
    a, b = (replace(subjects[pk], traces=traces) for pk in (one, other))
    return replace(match, weight=max(match.weight, compares.compare(a, b).weight))


def _told(shared: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    by_label: dict[str, list[str]] = defaultdict(list)
    for label, text in shared:
        by_label[label].append(text)
    return tuple((label, "、".join(texts[:_TOLD])) for label, texts in by_label.items())


def _one_target(pairs: list[Resembling]) -> Iterator[Resembling]:
    """Leave to a person what would merge one party with several that are not one themselves."""
    joined: dict[int, set[int]] = defaultdict(set)
    for one in pairs:
        if one.decision == Decision.MERGE:
            for party in one.ids:
                joined[party].update(one.ids)
    for one in pairs:
        group = joined[one.ids[0]] | joined[one.ids[1]]
        if one.decision == Decision.MERGE and any(joined[party] != group for party in group):
            doubt = "其中一个名称还符合另一主体，请人工判断"
            one = replace(one, decision=str(Decision.QUEUE), reasons=(*one.reasons, doubt))
        yield one


def _traces(concerned: Collection[int], found: dict[int, _Body]) -> dict[int, set[tuple[str, str]]]:
    """Return what is known of parties beside their names: address, agencies, co-applicants."""
    out: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for pk in concerned:
        if found[pk].address:
            out[pk].add(("地址相同", found[pk].address))
    rights = Right.objects.for_program("looks for parties that resemble each other").order_by()
    for some in _some(concerned):
        held = rights.filter(holder__in=some)
        for pk, agency in held.exclude(agency="").values_list("holder", "agency").distinct():
            out[pk].add(("代理机构相同", agency))
        together = held.filter(applicants__contains="; ").values_list("holder", "applicants")
        for pk, applicants in together.distinct():
            others = (name for name in applicants.split("; ") if name and name != found[pk].name)
            out[pk] |= {("共同申请人相同", name) for name in others}
    return out


def _after_change(sure: Iterable[tuple[_Body, _Body]]) -> dict[frozenset[int], str]:
    """Say of which pairs one goes by a former name of the other after the day it was given up.

    Somebody else may have taken the name.
    """
    names = PartyName.objects.for_program("looks at former names").exclude(until_on=None)
    until = {(one.party_id, one.name_form): one.until_on for one in names.iterator()}
    if not until:
        return {}
    doubts = {}
    for pair in sure:
        for lately, earlier in (pair, pair[::-1]):
            day = until.get((lately.pk, form_of(earlier.name)))
            if day is None:
                continue
            last = _last_fact(earlier.pk)
            if last is not None and last >= day:
                doubts[frozenset((lately.pk, earlier.pk))] = (
                    f"“{earlier.name}”是“{lately.name}”{day} 以前的名称，"
                    f"但名下有 {last} 的记录，也可能是后来使用这个名称的另一主体"
                )
    return doubts


def _last_fact(party_id: int) -> date | None:
    """Return the newest day on which something is said of a party under its own name."""
    days = []
    for model, column, day in (
        (Right, "holder", "filed_on"),
        (Event, "party", "happened_on"),
        (Event, "counterparty", "happened_on"),
        (Designation, "party", "from_on"),
    ):
        rows = model.objects.for_program("looks at former names").filter(**{column: party_id})
        days.append(rows.aggregate(last=Max(day))["last"])
    return max((day for day in days if day is not None), default=None)


def _some(ids: Collection[int]) -> Iterator[list[int]]:
    """Give ids in lists that a statement of either database takes."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), _AT_ONCE):
        yield ordered[start : start + _AT_ONCE]


def _counts(concerned: Collection[int]) -> Counter[int]:
    """Count the rights, events and designations that hang on parties."""
    out: Counter[int] = Counter()
    for model, column in ((Right, "holder"), (Event, "party"), (Designation, "party")):
        rows = model.objects.for_program("counts what hangs on parties").order_by()
        for some in _some(concerned):
            counted = rows.filter(**{f"{column}__in": some}).values(column)
            out.update(dict(counted.annotate(n=Count("pk")).values_list(column, "n")))
    return out
