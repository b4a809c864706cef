"""Questions asked for a person: hits, counts, facets and marks, all by one condition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from zhiqiang.engines.fulltext import Asked, Manner, OpenIndex, SearchField, marked
from zhiqiang.kernel.divisions import prefix
from zhiqiang.records.accounts import rights
from zhiqiang.records.accounts.regions import divisions
from zhiqiang.records.registry import queries as registry
from zhiqiang.records.search import indexing
from zhiqiang.records.search.corpus import PUBLISHED

#: by what hits may be put in order; the empty one is how well they answer
ORDERS = ("", "-filed_on", "filed_on", "-granted_on", "granted_on")
#: rights that open fields
_OPENING = ("see_internal",)
AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: a text in the language of the field, chosen facets, an order."""

    text: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    order: str = ""
    has_synonyms: bool = False


class Search:
    """One question to the newest index, for one person. Raises ``NotFound`` where there is none.

    Counting, paging, facets and marks see the same: what ``person`` may see. Raises
    ``BadQuestion`` where the text cannot be read.
    """

    def __init__(self, question: Question, person: Any) -> None:
        self.question, self._person = question, person
        self._index: OpenIndex = indexing.index()
        synonyms = indexing.synonyms() if question.has_synonyms else None
        held = frozenset(one for one in _OPENING if rights.may(person, one))
        opened = self._index.fields.open_to(held)
        self._manner = Manner(self._index.fields, opened, places, synonyms)
        self._part = self._index.read(question.text)
        self._asked = Asked(
            question.text, self._manner, question.chosen, _within(person), question.order
        )

    @property
    def snapshot(self) -> int:
        """Return the number of the snapshot that was searched."""
        return self._index.snapshot

    @cached_property
    def total(self) -> int:
        """Return how many rights answer the question."""
        return self._index.count(self._asked)

    def page(self, size: int, offset: int = 0) -> list[Any]:
        """Return rights in order; one that was withdrawn since the snapshot is left out."""
        return self._rights(self._index.find(self._asked, size, offset).ids)

    def all(self) -> Iterator[Any]:
        """Yield every right that answers, in order."""
        ids = self.ids()
        for start in range(0, len(ids), AT_ONCE):
            yield from self._rights(ids[start : start + AT_ONCE])

    def ids(self) -> tuple[int, ...]:
        """Return the ids of every right that answers, as the snapshot has them."""
        return self._index.find(self._asked, max(self.total, 1)).ids

    def facets(self, keys: Sequence[str]) -> dict[str, list[tuple[str, int]]]:
        """Return how many rights there are of each value of each field; no value is left out."""
        return self._index.facets(self._asked, keys)

    def marks(self, text: str, key: str) -> list[tuple[str, bool]]:
        """Return what ``person`` reads in a field, in pieces, each with whether it was asked for."""
        return marked(text, self._part, self._manner.opened[key], self._manner)

    def _rights(self, ids: Sequence[int]) -> list[Any]:
        found = registry.visible_rights(self._person).filter(pk__in=ids).select_related("holder")
        by_id = {one.pk: one for one in found}
        return [by_id[one] for one in ids if one in by_id]


def searchable(person: Any) -> list[SearchField]:
    """Return the fields that ``person`` may name in a question, in the order of the catalogue."""
    held = frozenset(one for one in _OPENING if rights.may(person, one))
    fields = indexing.fields()
    opened = fields.open_to(held)
    return [one for key, one in fields.fields.items() if one.names and key in opened]


def _within(person: Any) -> dict[str, str]:
    """Return the condition on every row: the one of ``Right.visible_clause``, in the index."""
    return {} if registry.sees_unpublished(person) else {PUBLISHED: "1"}


def places(text: str) -> list[str]:
    """Return the keys of the divisions that a name or a code means."""
    table = divisions()
    if text in table:
        return [one for one in [prefix(text)] if one]
    return sorted({prefix(one.code) for one in table.named(text) if prefix(one.code)})
