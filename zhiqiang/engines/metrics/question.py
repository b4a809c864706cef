"""What is asked of an indicator, and what the answer needs to know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from zhiqiang.engines.metrics.criteria import Concordance, Criteria
from zhiqiang.engines.metrics.declaration import Indicator
from zhiqiang.engines.metrics.parameters import Parameter
from zhiqiang.kernel.divisions import prefix


class Reader(Protocol):
    """An open snapshot.

    ``writes_long_texts``: its engine joins the rows of a query into one text, however many.
    """

    @property
    def writes_long_texts(self) -> bool: ...

    def fetch(
        self,
        query: Any,
        values: Mapping[str, Any],
        limit: int | None = None,
        offset: int = 0,
        order: str = "",
    ) -> list[dict[str, Any]]:
        """Return the rows of a query over the snapshot's tables, sorted by a column of ``order``."""

    def fetch_one(self, query: Any, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the one row of a query."""

    def stream(self, query: Any, values: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """Yield the rows of a query, some at a time."""

    def knows(self, query: Any, values: Mapping[str, Any]) -> bool:
        """Say whether the one row of a query is at hand, asked or remembered before."""

    def remember(self, query: Any, values: Mapping[str, Any], row: dict[str, Any]) -> None:
        """Keep the one row that a query is known to give."""

    def has(self, table: str) -> bool:
        """Say whether the snapshot has a table; one of an older program may lack it."""


class Places(Protocol):
    """Administrative divisions, as far as figures of parts are added up."""

    def children(self, code: str, year: int | None = None) -> Sequence[Any]:
        """Return the divisions one level below, each with a ``code``."""

    def parent(self, code: str) -> str:
        """Return the code one level up."""


def a_year_before(day: date) -> date:
    """Return the same day of the year before; of 29 February, the 28th."""
    is_leap = day.month == 2 and day.day == 29
    return day.replace(year=day.year - 1, day=28 if is_leap else day.day)


@dataclass(frozen=True, slots=True)
class Question:
    """A region, a day, and for amounts the first day that counts, where it is not the usual one."""

    region: str
    as_of: date
    since: date | None = None

    @property
    def start(self) -> date:
        """Return the first day of running totals: as asked, else of the five-year period."""
        return self.since or date(self.as_of.year - (self.as_of.year - 1) % 5, 1, 1)

    @property
    def start_of_year(self) -> date:
        """Return the first day of a year's amount: as asked, else 1 January."""
        return self.since or date(self.as_of.year, 1, 1)

    @property
    def low(self) -> str:
        """Return the lowest region code that lies in the region; of the nation, the empty one."""
        digits = prefix(self.region)
        return digits.ljust(6, "0") if digits else ""

    @property
    def high(self) -> str:
        """Return the highest region code that lies in the region."""
        return prefix(self.region).ljust(6, "9") if prefix(self.region) else "~"

    def a_year_before(self) -> Question:
        """Return the same question of the same day a year before."""
        return replace(self, as_of=a_year_before(self.as_of), since=None)


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """The catalogue as one answer needs it; read anew, it is another one.

    ``kept`` holds queries that were built once.
    """

    indicators: Mapping[str, Indicator]
    parameters: Mapping[str, Parameter]
    criteria: Mapping[str, Criteria]
    concordances: Mapping[str, Concordance]
    kept: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Part:
    """One measured number with what has to be said of it.

    ``label`` says what a published figure is called, with its year; ``begin`` is the first day of
    the period of a counted one.
    """

    value: Decimal | None
    unit: str
    rows: int
    label: str = ""
    begin: date | None = None
    reason: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reported:
    """A value that a body reported, with evidence, because no record tells it.

    ``since`` is the first day of an amount; of a state there is none.
    """

    id: int
    value: Decimal
    as_of: date
    since: date | None
    body: str
    reported_on: date
    note: str


@dataclass(frozen=True, slots=True)
class Observation:
    """A figure: value or the reason why there is none, and the parts that it was made from.

    ``reported`` is what a body reported for the same; ``is_reported``: the value is that.
    """

    value: Decimal | None
    numerator: Part
    denominator: Part | None
    rows: int
    reason: str
    definition: str
    notes: tuple[str, ...] = ()
    reported: Reported | None = None
    is_reported: bool = False
