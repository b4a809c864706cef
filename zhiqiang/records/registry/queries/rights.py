"""Rights and parties, found and listed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from zhiqiang.kernel.divisions import prefix
from zhiqiang.kernel.errors import NotFound
from zhiqiang.kernel.identifiers import Verdict, parse_application_number
from zhiqiang.records.registry.models import Holding, Party, Right, RightKind
from zhiqiang.records.registry.names import name_key
from zhiqiang.records.registry.queries.found import (
    PAGE_SIZE,
    Found,
    Unindexed,
    begins,
    holds,
    newest,
    within,
)
from zhiqiang.records.registry.queries.visibility import (
    reads_names,
    visible_parties,
    visible_rights,
)


def right_kinds() -> dict[str, str]:
    """Return the kinds of rights with their official names."""
    return {str(key): str(label) for key, label in RightKind.choices}


def right_by_id(right_id: int, person: Any) -> Right:
    """Return one right with its holder, or raise ``NotFound``; unpublished ones for few."""
    right = visible_rights(person).select_related("holder").filter(pk=right_id).first()
    if right is None:
        raise NotFound("没有这件权利。它可能已并入同一权利的另一条记录，请按号码重新查找。")
    return right


def search_rights(
    person: Any,
    text: str = "",
    kind: str = "",
    region: str = "",
    page: int = 1,
    size: int = PAGE_SIZE,
    on: date | None = None,
    category: str = "",
) -> Found:
    """Find what ``person`` may see by number, title or applicant, by kind, by region and all in it.

    ``category``: a key of ``right_categories.yml``, of marks, indications, works and plants.

    By the name of a natural person only those find who may read it: a hit would tell the name.
    ``on``: what was filed by that day, in the region where it was held then.
    """
    rows = visible_rights(person)
    sees_people = reads_names(person)
    if on is None:
        return found_among(rows, text, kind, region, page, size, sees_people, category)
    rows = rows.filter(~Q(filed_on__gt=on))
    if prefix(region):
        # Where it was held then is told by no index: all are looked at in the order of filing.
        rows = newest(rows.alias(at=Unindexed("region_code")).filter(_was_in(region, on)))
    return found_among(
        rows, text, kind, "", page, size, sees_people, category, is_scanned=bool(prefix(region))
    )


def categories_of(person: Any, kind: str = "") -> list[str]:
    """Return the categories that rights of a kind have, read from an index of those that have one."""
    rows = visible_rights(person).filter(category__gt="")
    rows = rows.alias(of=Unindexed("kind")).filter(of=kind) if kind else rows
    return sorted(rows.order_by().values_list("category", flat=True).distinct())


def _was_in(region: str, on: date) -> Q:
    """Return the condition that a right was held in a region on a day.

    Most have never moved: they were where they are. Of those that have, the holdings tell.
    """
    holdings = Holding.objects.for_program("finds rights by where they were held")
    everything = Right.objects.for_program("finds rights by where they were held")
    moved = holdings.filter(until_on__isnull=False).order_by().values("right")
    held = holdings.filter(_held_on(on), within(region), right__in=moved).order_by()
    unheld = everything.filter(holder=None).order_by().values("pk")
    stayed = within(region, "at") & ~Q(pk__in=moved) & ~Q(pk__in=unheld)
    return stayed | Q(pk__in=held.values("right"))


def _held_on(on: date) -> Q:
    """Return the condition that a holding ran on a day; the first reaches back for ever."""
    rows = Holding.objects.for_program("finds rights by where they were held")
    earlier = rows.filter(right=OuterRef("right"), from_on__lt=OuterRef("from_on"))
    begun = Q(from_on=None) | Q(from_on__lte=on) | ~Exists(earlier)
    return begun & (Q(until_on=None) | Q(until_on__gt=on))


def found_among(
    rows: QuerySet[Right],
    text: str = "",
    kind: str = "",
    region: str = "",
    page: int = 1,
    size: int = PAGE_SIZE,
    sees_people: bool = False,
    category: str = "",
    is_scanned: bool = False,
) -> Found:
    """Find among ``rows``, which are those that somebody may see."""
    rows = rows.alias(of=Unindexed("kind"), at=Unindexed("region_code"))
    text, identity = text.strip(), identity_asked(text.strip())
    if identity:
        rows = rows.filter(identity=identity)
    elif text:
        rows = _named(rows, text, sees_people)
    walked = rows.filter(of=kind) if kind else rows
    walked = walked.filter(within(region, "at")) if region else walked
    if category:
        walked = walked.alias(like=Unindexed("category")).filter(like=category)
    is_scanned = (is_scanned or bool(text)) and not category
    if is_scanned or identity:
        return Found(walked, page, size, None if identity else walked, not identity)
    counted = rows.filter(kind=kind) if kind else rows
    if category:
        # The index of those that have one is for those who ask for those that have one.
        counted = counted.filter(category=category, category__gt="")
    return Found(counted.filter(within(region)) if region else counted, page, size, walked)


def identity_asked(text: str) -> str:
    """Return the identity that an application number asks for; empty for any other text."""
    number = parse_application_number(text)
    if number.verdict in (Verdict.VALID, Verdict.BAD_CHECK):
        return f"CN:{number.normal.replace('.', '')}"
    if number.verdict is Verdict.FORMAT_ONLY:
        return f"CN:{number.suggestion.replace('.', '')}"
    return ""


def _named(rows: QuerySet[Right], text: str, sees_people: bool) -> QuerySet[Right]:
    """Keep what is called so, bears a number that begins so, or is held by one who is called so."""
    everything = Right.objects.for_program("finds rights by their numbers and holders")
    rows, named = holds(rows, "title", text)
    plain, others = text.upper().replace(" ", ""), Q(pk__in=())
    if plain.isascii():
        for column in ("number", "publication_number", "grant_number"):
            others |= begins(column, plain)
    if sees_people:
        rows, applied = holds(rows, "applicants", text)
        return rows.filter(named | applied | others)
    firms, called = holds(Party.objects.for_program("finds rights by firms"), "name", text)
    others |= Q(holder__in=firms.filter(called).exclude(kind="person").values("pk"))
    return rows.filter(named | Q(pk__in=everything.filter(others).order_by().values("pk")))


def party_by_id(party_id: int, person: Any) -> Party:
    """Return one party as far as ``person`` may see it, or raise ``NotFound``."""
    party = visible_parties(person).filter(pk=party_id).first()
    if party is None:
        raise NotFound("没有这个主体，或者不对外显示。")
    return party


def search_parties(text: str, person: Any, limit: int = PAGE_SIZE) -> list[Party]:
    """Find parties by name or credit code; natural persons for officials only.

    A name that was merged into another party's finds that one.
    """
    key = name_key(text)
    if not key:
        return []
    found = visible_parties(person).filter(Q(name_key__contains=key) | Q(credit_code=key.upper()))
    meant = found.annotate(meant=Coalesce("same_as", "pk")).values("meant")
    return list(visible_parties(person).filter(pk__in=meant).order_by("name", "id")[:limit])


def rights_of(
    party_id: int, person: Any, page: int = 1, size: int = PAGE_SIZE, kind: str = ""
) -> Found:
    """Return the rights, of a kind, that a party holds now, as far as ``person`` may see them."""
    rows = visible_rights(person).filter(holder_id=party_id)
    return Found(rows.filter(kind=kind) if kind else rows, page, size)


def holdings_of(right_id: int, person: Any) -> list[Holding]:
    """Return who held a right, first holder first."""
    rows = Holding.objects.visible_to(person).filter(right_id=right_id).select_related("party")
    return sorted(rows, key=lambda one: (one.from_on is not None, one.from_on, one.pk))
