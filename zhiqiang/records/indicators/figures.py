"""A figure as pages and programs get it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from zhiqiang.engines.metrics import Indicator, Reported
from zhiqiang.kernel.finding import Finding


@dataclass(frozen=True, slots=True)
class FigureView:
    """The value of an indicator for a region at a day, with what made it.

    ``value`` is None where there is none; ``reason`` then says why and what to import. Numerator
    and denominator are the measured numbers of a ratio (people, yuan, rights), of growth this
    year's and last year's value. ``rows`` is the number of records behind it. ``since`` is the
    first day of an amount where it was asked for. ``reported`` is what a body reported for the
    same; ``is_reported``: no record tells it, and the value is that.
    """

    indicator: Indicator
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    as_of: date
    region: str
    snapshot: int
    definition: str
    rows: int
    reason: str
    origin: str
    findings: tuple[Finding, ...]
    since: date | None = None
    reported: Reported | None = None
    is_reported: bool = False

    @property
    def key(self) -> str:
        return self.indicator.key

    @property
    def name(self) -> str:
        return self.indicator.name

    @property
    def unit(self) -> str:
        return self.indicator.unit

    @property
    def kind(self) -> str:
        return self.indicator.kind

    @property
    def text(self) -> str:
        """Return the definition in words."""
        return self.indicator.version_at(self.as_of).text if self.definition else ""

    def as_json(self) -> dict[str, Any]:
        """Return the figure as JSON-ready values; numbers as numbers, days as ISO text."""
        return {
            "key": self.key,
            "name": self.name,
            "value": number(self.value),
            "numerator": number(self.numerator),
            "denominator": number(self.denominator),
            "unit": self.unit,
            "kind": self.kind,
            "as_of": self.as_of.isoformat(),
            "region": self.region,
            "snapshot": self.snapshot,
            "definition": self.definition,
            "rows": self.rows,
            "reason": self.reason,
            "origin": self.origin,
            "is_reported": self.is_reported,
            "findings": [finding.as_json() for finding in self.findings],
        }


@dataclass(frozen=True, slots=True)
class RowView:
    """One record behind a figure, with the line of the received sheet that it came from.

    ``subject`` and ``subject_id`` name the record in the register; ``met`` are the criteria that
    a right meets. The place is empty where the record was not received in a sheet.
    """

    subject: str
    subject_id: int
    identifier: str
    name: str
    on: date | None
    amount: Decimal | None
    met: tuple[str, ...] = ()
    file: str = ""
    sheet: str = ""
    row: int | None = None
    batch_id: int | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the row as JSON-ready values."""
        return {
            "subject": self.subject,
            "subject_id": self.subject_id,
            "identifier": self.identifier,
            "name": self.name,
            "on": self.on.isoformat() if self.on else None,
            "amount": number(self.amount),
            "met": list(self.met),
            "file": self.file,
            "sheet": self.sheet,
            "row": self.row,
            "batch_id": self.batch_id,
        }


@dataclass(frozen=True, slots=True)
class RowPage:
    """Some of the rows of a figure; ``total`` is how many there are in all."""

    rows: tuple[RowView, ...]
    total: int
    page: int
    size: int


def number(value: Decimal | None) -> int | float | None:
    """Return a decimal as the plain number that JSON knows."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
