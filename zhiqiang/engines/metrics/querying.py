"""Queries of measures: built from the declaration when they are first asked, named by its content."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import ibis.expr.types as ir

from zhiqiang.engines.metrics import (
    folding,
    gathering,
    judging,
    placing,
    relation,
    shapes,
    slices,
    stated_rows,
)
from zhiqiang.engines.metrics.criteria import Concordance, Criteria, CriteriaSet
from zhiqiang.engines.metrics.measure import RowMeasure

#: what tells who held a right, and of which rights nobody knows whether they are in force
HELD = frozenset({"rights", "holdings"})
IN_DOUBT = HELD | {"in_force"}


@dataclass(frozen=True)
class MeasureQuery:
    """One expression that may be asked of any snapshot; ``key`` changes with what it says.

    ``tables`` names what it reads.
    """

    key: str
    tables: frozenset[str]
    make: Callable[[], ir.Table]

    @property
    def parameters(self) -> Mapping[str, Any]:
        return placing.PARAMETERS

    def build(self) -> ir.Table:
        """Return the expression."""
        return self.make()


@dataclass(frozen=True)
class MeasureQueries:
    """The queries of a row measure: how many and how much, which rows, whether any, what is in doubt."""

    measure: RowMeasure
    criteria: tuple[Criteria, CriteriaSet] | None
    concordances: Mapping[str, Concordance]

    @cached_property
    def totals(self) -> MeasureQuery:
        return self._query("totals", self.tables, lambda: relation.totals(self._counted()))

    @cached_property
    def rows(self) -> MeasureQuery:
        return self._query("rows", self.tables, lambda: self._relation.order_by(["on", "id"]))

    @cached_property
    def by_id(self) -> MeasureQuery:
        return self._query("by-id", self.tables, lambda: self._relation.order_by("id"))

    @cached_property
    def digest(self) -> MeasureQuery:
        return self._query("digest", self.tables, lambda: relation.digest(self._relation))

    @cached_property
    def anything(self) -> MeasureQuery:
        own = frozenset({self.measure.table})
        return self._query("any", own, lambda: relation.anything(self.measure, self._where))

    @cached_property
    def doubtful(self) -> MeasureQuery:
        return self._query("doubtful", IN_DOUBT, lambda: relation.doubtful(self._where))

    def split(self, by: str) -> MeasureQuery:
        """Return the query that takes the figure apart."""
        return self._query(
            f"split-{by}",
            self.tables | {"parties"},
            lambda: relation.split(self._counted(by)),
        )

    @cached_property
    def telling(self) -> MeasureQuery:
        return self._query("telling", HELD, lambda: relation.telling(self._where))

    @cached_property
    def tables(self) -> frozenset[str]:
        """Return the tables that say which rows are counted."""
        out: set[str] = {self.measure.table}
        if self.measure.at == "in_force":
            out.add("in_force")
        if self.measure.table == "rights":
            out |= HELD
        if self.criteria is not None:
            whole, used = self.criteria
            tests = {whole.criteria[name].rule.test for name in used.criteria}
            if "event" in tests:
                out.add("events")
        return frozenset(out)

    def _query(
        self, name: str, tables: frozenset[str], make: Callable[[], ir.Table]
    ) -> MeasureQuery:
        return MeasureQuery(f"{name}-{self._digest}", tables, make)

    @cached_property
    def words(self) -> Mapping[str, str]:
        """Return the values of the parameters that stand for the words of the filter."""
        return {f"word_{place}": word for place, word in enumerate(self._all_words)}

    @cached_property
    def name(self) -> tuple[str, ...]:
        """Return what tells these queries from those of any other measure."""
        return self._digest, *self.words.values()

    @cached_property
    def _all_words(self) -> list[str]:
        out: list[str] = []
        for test in self.measure.where.values():
            out += [test] if isinstance(test, str) else []
            out += [one for one in test if isinstance(one, str)] if isinstance(test, tuple) else []
        return out

    @cached_property
    def _where(self) -> dict[str, Any]:
        """Return the filter with a parameter for each word, in the order of ``words``."""
        names = iter(self.words)

        def exchanged(value: Any) -> Any:
            return placing.PARAMETERS[next(names)] if isinstance(value, str) else value

        return {
            column: tuple(exchanged(one) for one in test)
            if isinstance(test, tuple)
            else exchanged(test)
            for column, test in self.measure.where.items()
        }

    @cached_property
    def _relation(self) -> ir.Table:
        return relation.relation(self.measure, self._where, self.criteria, self.concordances)

    def _counted(self, by: str = "") -> ir.Table:
        return relation.relation(
            self.measure, self._where, self.criteria, self.concordances, by, is_marked=False
        )

    @cached_property
    def _digest(self) -> str:
        said = [program(), self.measure.model_dump_json(exclude={"over", "where", "unit"})]
        said += [f"{column} {_form(test)}" for column, test in self.measure.where.items()]
        if self.criteria is not None:
            whole, used = self.criteria
            said += [whole.criteria[name].model_dump_json() for name in used.criteria]
            said += [f"{k}{v.model_dump_json()}" for k, v in sorted(self.concordances.items())]
        return hashlib.sha256("\n".join(said).encode()).hexdigest()[:32]


def _form(test: Any) -> str:
    """Return what of a test is not exchanged for parameters."""
    if isinstance(test, tuple):
        return f"({', '.join(_form(one) for one in test)})"
    return "word" if isinstance(test, str) else repr(test)


@lru_cache(maxsize=1)
def program() -> str:
    """Return a digest of the code that builds expressions, so that none outlives a change of it."""
    modules = (folding, gathering, judging, placing, relation, shapes, slices, stated_rows)
    files = [Path(str(module.__file__)) for module in modules]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


@dataclass(frozen=True)
class Fold:
    """Several measures that are counted in one pass, at some levels of the tree of regions."""

    queries: tuple[MeasureQueries, ...]
    levels: tuple[int, ...]

    @cached_property
    def totals(self) -> MeasureQuery:
        first = self.queries[0]
        return self._query(
            "totals",
            first.tables,
            lambda: folding.totals(self._measures, first.criteria, first.concordances, self.levels),
        )

    @cached_property
    def doubtful(self) -> MeasureQuery:
        return self._query(
            "doubtful", IN_DOUBT, lambda: folding.doubtful(self._measures, self.levels)
        )

    @cached_property
    def telling(self) -> MeasureQuery:
        return self._query("telling", HELD, lambda: folding.telling(self._measures, self.levels))

    def _query(
        self, name: str, tables: frozenset[str], make: Callable[[], ir.Table]
    ) -> MeasureQuery:
        said = repr([self.levels, [one.name for one in self.queries]])
        digest = hashlib.sha256(said.encode()).hexdigest()[:32]
        return MeasureQuery(f"fold-{name}-{digest}", tables, make)

    @property
    def _measures(self) -> list[RowMeasure]:
        return [one.measure for one in self.queries]


def fixed(name: str, table: str, make: Callable[[], ir.Table]) -> MeasureQuery:
    """Return a query of one table that no declaration changes."""
    return MeasureQuery(f"{name}-{program()[:32]}", frozenset({table}), make)


def any_doubt() -> MeasureQuery:
    """Return the query whether there is any right that nobody knows to be in force."""
    return fixed("any-doubt", "in_force", relation.any_doubt)


def published() -> MeasureQuery:
    """Return the query of figures that other bodies published."""
    return fixed("published", "statistics", stated_rows.published)
