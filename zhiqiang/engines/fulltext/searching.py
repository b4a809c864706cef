"""Ask an index: hits in order, exact counts, facets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Occur, Query

from zhiqiang.engines.fulltext.asking import Asker, Manner
from zhiqiang.engines.fulltext.codes import is_number
from zhiqiang.engines.fulltext.declaration import SearchFields
from zhiqiang.engines.fulltext.documents import FACET, register
from zhiqiang.engines.fulltext.parsing import parse
from zhiqiang.engines.fulltext.tree import Part, Term

#: more buckets than any facet has
_BUCKETS = 1_000_000
_YEAR = 10_000


@dataclass(frozen=True, slots=True)
class Asked:
    """One question.

    ``text`` is empty for everything. ``chosen`` are facet values: any of those of one field, of
    every field. ``within`` is what the asker may see at all: a value of a choice field each.
    ``order`` is a day field, with ``-`` in front for the latest first; empty for the likeliest.
    """

    text: str
    manner: Manner
    chosen: Mapping[str, Sequence[str]] = field(default_factory=dict)
    within: Mapping[str, str] = field(default_factory=dict)
    order: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """Hits of one page, by their ids, and how many there are in all."""

    total: int
    ids: tuple[int, ...]


class OpenIndex:
    """One index of one snapshot, which never changes; may be asked from any thread."""

    def __init__(self, folder: Path, fields: SearchFields, snapshot: int) -> None:
        self.folder, self.fields, self.snapshot = folder, fields, snapshot
        self._index = register(tantivy.Index.open(str(folder)))
        self._searcher = self._index.searcher()
        self._schema = self._index.schema

    @property
    def rows(self) -> int:
        """Return how many rows the index holds."""
        return int(self._searcher.num_docs)

    def read(self, text: str) -> Part | None:
        """Return the tree of a question, or nothing for everything; raises ``BadQuestion``."""
        if is_number(text):
            return Term(text, length=len(text))
        return parse(text, self.fields.by_name) if text.strip() else None

    def find(self, asked: Asked, limit: int, offset: int = 0) -> Found:
        """Return a page of hits. Pages of one question stay as they are as long as the index does."""
        query = self._query(asked)
        if asked.order:
            way = tantivy.Order.Desc if asked.order.startswith("-") else tantivy.Order.Asc
            result = self._searcher.search(
                query,
                limit=max(limit, 1),
                offset=offset,
                order_by_field=asked.order.removeprefix("-"),
                order=way,
            )
        else:
            result = self._searcher.search(query, limit=max(limit, 1), offset=offset)
        places = [place for _, place in result.hits][:limit]
        ids = self._searcher.fast_field_values("id", places) if places else []
        total = result.count  # type: ignore[attr-defined]
        return Found(int(total or 0), tuple(int(one) for one in ids if one is not None))

    def count(self, asked: Asked) -> int:
        """Return how many rows meet a question."""
        return self.find(asked, 0).total

    def facets(self, asked: Asked, keys: Sequence[str]) -> dict[str, list[tuple[str, int]]]:
        """Return how many hits there are of each value of some fields, the most first; no cap.

        Days are counted by year, latest first. A field that the asker may not see is left out.
        """
        wanted: dict[str, Any] = {}
        for key in keys:
            searched = asked.manner.opened.get(key)
            if searched is None:
                continue
            if self.fields.fields[key].kind == "day":
                wanted[key] = {
                    "histogram": {"field": searched, "interval": _YEAR, "min_doc_count": 1}
                }
            else:
                wanted[key] = {"terms": {"field": searched + FACET, "size": _BUCKETS}}
        if not wanted:
            return {}
        told = self._searcher.aggregate(self._query(asked), wanted)
        return {key: _buckets(told[key]["buckets"], way) for key, way in wanted.items()}

    def _query(self, asked: Asked) -> Query:
        asker = Asker(self._schema, self._searcher, asked.manner)
        part = self.read(asked.text)
        clauses = [(Occur.Must, asker.query(part) if part is not None else Query.all_query())]
        for key, value in asked.within.items():
            term = Query.term_query(self._schema, key, value, "basic")
            clauses.append((Occur.Must, Query.const_score_query(term, 0.0)))
        for key, values in asked.chosen.items():
            clauses.append((Occur.Must, self._chosen(asker, asked.manner, key, values)))
        return Query.boolean_query(clauses) if len(clauses) > 1 else clauses[0][1]

    def _chosen(self, asker: Asker, manner: Manner, key: str, values: Sequence[str]) -> Query:
        searched = manner.opened.get(key)
        if searched is None:
            return Query.empty_query()
        if self.fields.fields[key].kind == "day":
            ways = [asker.query(Term(value, key)) for value in values]
        else:
            field = searched + FACET if self.fields.fields[key].is_facet else searched
            ways = [Query.term_query(self._schema, field, value, "basic") for value in values]
        any_of = Query.boolean_query([(Occur.Should, one) for one in ways])
        return Query.const_score_query(any_of, 0.0)


def _buckets(buckets: list[dict[str, Any]], way: Mapping[str, Any]) -> list[tuple[str, int]]:
    if "histogram" in way:
        years = [(str(int(one["key"]) // _YEAR), int(one["doc_count"])) for one in buckets]
        return sorted((one for one in years if one[1]), reverse=True)
    counted = [(str(one["key"]), int(one["doc_count"])) for one in buckets if one["doc_count"]]
    return sorted(counted, key=lambda one: (-one[1], one[0]))
