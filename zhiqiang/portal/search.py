"""Search over everything: the places that are searched, as a list in the order shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from zhiqiang.domains.plans import queries as plans
from zhiqiang.engines.fulltext import BadQuestion
from zhiqiang.kernel.errors import NotFound
from zhiqiang.records.indicators import queries as indicators
from zhiqiang.records.registry import queries as registry
from zhiqiang.records.search.queries import Question, Search
from zhiqiang.ui.asked import Asked

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found."""

    name: str
    note: str
    href: str


@dataclass(frozen=True, slots=True)
class Group:
    """What was found in one place; ``more`` leads on where not all is shown."""

    label: str
    hits: tuple[Hit, ...]
    more: str = ""


def programmes(text: str, person: Any, at: Asked) -> Group:
    """Find programmes by title, number or region."""
    found = [
        Hit(one.title, one.number or one.region_name, reverse("plans:programme", args=[one.pk]))
        for one in plans.programmes(person)
        if any(text in value for value in (one.title, one.number, one.region_name))
    ]
    return Group("规划", tuple(found[:SHOWN]))


def figures(text: str, person: Any, at: Asked) -> Group:
    """Find indicators by their official name, other names and key words."""
    found = [
        Hit(one.name, one.unit, reverse("portal:indicator", args=[key]))
        for key, one in indicators.catalogue().items()
        if any(text.lower() in name.lower() for name in (one.name, *one.aliases))
    ]
    return Group("指标", tuple(found[:SHOWN]), reverse("portal:indicators"))


def rights(text: str, person: Any, at: Asked) -> Group:
    """Find rights by whatever is said of them, wherever they are: the search in the register."""
    try:
        found = _asked(text, person)
    except (NotFound, BadQuestion):
        return Group("权利", ())
    hits = tuple(
        Hit(
            one.title,
            f"{one.get_kind_display()} {one.number}",
            reverse("portal:right", args=[one.pk]),
        )
        for one in found.page(SHOWN)
    )
    asked_for = urlencode({"q": found.question.text})
    more = f"{reverse('portal:find')}?{asked_for}" if found.total > SHOWN else ""
    return Group("权利", hits, more)


def _asked(text: str, person: Any) -> Search:
    """Ask as it is written; what is no question is looked for word by word as it stands."""
    try:
        return Search(Question(text), person)
    except BadQuestion:
        return Search(Question('"' + text.replace('"', " ") + '"'), person)


def parties(text: str, person: Any, at: Asked) -> Group:
    """Find parties by name or credit code; the names of natural persons only for officials."""
    hits = tuple(
        Hit(
            registry.shown_name(one, person),
            one.credit_code,
            reverse("portal:party", args=[one.pk]),
        )
        for one in registry.search_parties(text, person, SHOWN)
    )
    return Group("主体", hits)


PLACES: tuple[Callable[[str, Any, Asked], Group], ...] = (programmes, figures, rights, parties)


def search(text: str, person: Any, at: Asked) -> list[Group]:
    """Return what every place finds for ``text``."""
    return list(_each(text, person, at))


def _each(text: str, person: Any, at: Asked) -> Iterator[Group]:
    for place in PLACES:
        yield place(text, person, at)
