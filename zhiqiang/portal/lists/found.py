"""What a search found, as pages show it: hits with marks, and facets to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from zhiqiang.kernel.divisions import NATION
from zhiqiang.portal import labels, scope
from zhiqiang.records.registry import queries as registry
from zhiqiang.records.search.queries import ORDERS, Question, Search
from zhiqiang.ui.asked import BadAddress

FACETS = {
    "kind": "种类",
    "filed_on": "申请年份",
    "holder": "权利人",
    "region": "地区",
    "ipc": "国际专利分类",
    "nice": "国际分类",
}
ORDER_NAMES = dict(
    zip(
        ORDERS,
        (
            "相关程度",
            "申请日（新在前）",
            "申请日（旧在前）",
            "授权日（新在前）",
            "授权日（旧在前）",
        ),
        strict=True,
    )
)
#: values of a facet that stand open, and those that can be unfolded
OPEN, UNFOLDED = 6, 200
SUBCLASS = 4
MOST_CHOSEN = 50


@dataclass(frozen=True, slots=True)
class Hit:
    """One right that was found; ``title`` and ``holder`` are pieces, each with whether it is marked."""

    href: str
    title: list[tuple[str, bool]]
    holder: list[tuple[str, bool]]
    right: Any


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet: how many hits have it, and where choosing or leaving it leads."""

    label: str
    count: int
    href: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """The values of one field; ``left`` are so many that no list would help."""

    label: str
    open: list[Choice]
    folded: list[Choice]
    left: int


def read_question(query: QueryDict) -> Question:
    """Read from an address what is asked; raises ``BadAddress``."""
    order = query.get("order", "")
    if order not in ORDERS:
        raise BadAddress(f"不能按“{order[:20]}”排序。可选{'、'.join(ORDER_NAMES.values())}。")
    chosen: dict[str, tuple[str, ...]] = {}
    for one in query.getlist("f")[:MOST_CHOSEN]:
        key, colon, value = one.partition(":")
        if key not in FACETS or not colon or not value:
            raise BadAddress(f"没有“{one[:40]}”这个筛选条件。请从左侧的筛选项中选择。")
        if key == "filed_on" and not (value.isascii() and value.isdigit() and len(value) == 4):
            raise BadAddress(f"申请年份“{value[:20]}”应为四位数字。")
        chosen[key] = (*chosen.get(key, ()), value)
    return Question(query.get("q", "").strip(), chosen, order, query.get("syn") == "1")


def hits(search: Search, size: int, offset: int, person: Any) -> list[Hit]:
    """Return a page of hits; which applicants are natural persons is asked for once."""
    found = search.page(size, offset)
    unheld = [one.applicants for one in found if one.holder is None]
    people = registry.people_among(unheld, person)
    return [_hit(search, one, person, people) for one in found]


def _hit(search: Search, one: Any, person: Any, people: frozenset[str]) -> Hit:
    key = "holder" if one.holder is not None else "applicants"
    name = registry.shown_name(one.holder, person)
    name = name or registry.shown_names(one.applicants, person, people)
    href = reverse("portal:right", args=[one.pk])
    return Hit(href, search.marks(one.title, "title"), search.marks(name, key), one)


def facets(search: Search, query: QueryDict) -> list[Facet]:
    """Return the facets of a search, those without a choice left out."""
    told = search.facets(list(FACETS))
    out = []
    for key, label in FACETS.items():
        chosen = search.question.chosen.get(key, ())
        values = _shown(key, told.get(key, []), chosen)
        if len(values) < 2 and not chosen:
            continue
        choices = [_choice(key, value, count, value in chosen, query) for value, count in values]
        choices.sort(key=lambda one: not one.is_chosen)
        rest = choices[OPEN:]
        out.append(Facet(label, choices[:OPEN], rest[:UNFOLDED], max(len(rest) - UNFOLDED, 0)))
    return out


def _shown(
    key: str, values: Sequence[tuple[str, int]], chosen: Iterable[str]
) -> list[tuple[str, int]]:
    """Return the values of one level: subclasses, or the widest divisions that differ."""
    if key == "ipc":
        return [one for one in values if len(one[0]) == SUBCLASS or one[0] in chosen]
    if key != "region":
        return list(values)
    for length in (2, 4, 6):
        level = [one for one in values if len(one[0]) == length]
        if len(level) > 1 or length == 6:
            return [one for one in values if one in level or one[0] in chosen]
    return []


def _choice(key: str, value: str, count: int, is_chosen: bool, query: QueryDict) -> Choice:
    changed = query.copy()
    one = f"{key}:{value}"
    others = [each for each in query.getlist("f") if each != one]
    changed.setlist("f", others if is_chosen else [*others, one])
    changed.pop("page", None)
    return Choice(_label(key, value), count, f"?{changed.urlencode()}", is_chosen)


def _label(key: str, value: str) -> str:
    if key == "kind":
        return labels.right_kinds().get(value, value)
    if key == "filed_on":
        return f"{value} 年"
    if key == "nice":
        return f"第 {value} 类"
    return scope.region_name(value.ljust(len(NATION), "0")) if key == "region" else value
