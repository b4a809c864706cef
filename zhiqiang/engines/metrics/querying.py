"""Queries of measures: built from the declaration when they are first asked, named by its content."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import ibis.expr.types as ir

from zhiqiang.engines.metrics import relation, shapes, stated_rows
from zhiqiang.engines.metrics.criteria import Concordance, Criteria, CriteriaSet
from zhiqiang.engines.metrics.measure import RowMeasure

PARAMETERS = relation.PARAMETERS


@dataclass(frozen=True)
class MeasureQuery:
    """One expression that may be asked of any snapshot; ``key`` changes with what it says."""

    key: str
    make: Callable[[], ir.Table]

    @property
    def parameters(self) -> Mapping[str, Any]:
        return PARAMETERS

    def build(self) -> ir.Table:
        """Return the expression."""
        return self.make()


@dataclass(frozen=True)
class MeasureQueries:
    """The three queries of a row measure: how many and how much, which rows, and whether any."""

    measure: RowMeasure
    criteria: tuple[Criteria, CriteriaSet] | None
    concordances: Mapping[str, Concordance]

    @cached_property
    def totals(self) -> MeasureQuery:
        return MeasureQuery(f"totals-{self._digest}", lambda: relation.totals(self._relation))

    @cached_property
    def rows(self) -> MeasureQuery:
        return MeasureQuery(f"rows-{self._digest}", lambda: self._relation.order_by(["on", "id"]))

    @cached_property
    def anything(self) -> MeasureQuery:
        return MeasureQuery(f"any-{self._digest}", lambda: relation.anything(self.measure))

    @cached_property
    def _relation(self) -> ir.Table:
        return relation.relation(self.measure, self.criteria, self.concordances)

    @cached_property
    def _digest(self) -> str:
        said = [_program(), self.measure.model_dump_json(exclude={"over"})]
        if self.criteria is not None:
            whole, used = self.criteria
            said += [whole.criteria[name].model_dump_json() for name in used.criteria]
            said += [f"{k}{v.model_dump_json()}" for k, v in sorted(self.concordances.items())]
        return hashlib.sha256("\n".join(said).encode()).hexdigest()[:32]


@lru_cache(maxsize=1)
def _program() -> str:
    """Return a digest of the code that builds expressions, so that none outlives a change of it."""
    files = [Path(str(module.__file__)) for module in (relation, shapes, stated_rows)]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


@lru_cache(maxsize=1)
def published() -> MeasureQuery:
    """Return the query of figures that other bodies published."""
    return MeasureQuery(f"published-{_program()[:32]}", stated_rows.published)
