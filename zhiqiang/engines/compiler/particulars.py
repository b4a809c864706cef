"""What a plan says beside its targets and tasks: money, systems, rules of reading, links, workload."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from zhiqiang.kernel.place import Span


@dataclass(frozen=True, slots=True)
class MoneyRule:
    """A promise of money as it is printed; nothing is computed from it here.

    ``kind`` is subsidy or budget. ``amounts`` and ``cap`` are in yuan, ``rate`` is in per cent of
    ``rate_of``; ``per`` is what the amount is for (件, 家, 人), ``yearly`` and ``once`` are printed
    words. What is not printed is None or empty: a calculator has to ask.
    """

    id: str
    kind: str
    beneficiary: str
    condition: str
    amounts: tuple[float, ...]
    cap: float | None
    rate: float | None
    rate_of: str
    per: str
    yearly: bool
    once: bool
    quote: str
    span: Span
    section: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return JSON-ready values."""
        return {
            "id": self.id, "kind": self.kind, "beneficiary": self.beneficiary,
            "condition": self.condition, "amounts": list(self.amounts), "cap": self.cap,
            "rate": self.rate, "rate_of": self.rate_of, "per": self.per, "yearly": self.yearly,
            "once": self.once, "quote": self.quote, "span": [self.span.start, self.span.end],
            "section": self.section,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class OrderedSystem:
    """A system, database, list or mechanism that the plan orders. ``kind`` says which of the four."""

    id: str
    kind: str
    name: str
    verb: str
    quote: str
    span: Span
    section: str = ""
    task: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Return JSON-ready values; ``task`` is the id of the task that orders it."""
        return {
            "id": self.id, "kind": self.kind, "name": self.name, "verb": self.verb,
            "quote": self.quote, "span": [self.span.start, self.span.end],
            "section": self.section, "task": self.task,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of reading that the document states once. ``kind`` says what it rules."""

    kind: str
    quote: str
    span: Span

    def as_json(self) -> dict[str, Any]:
        """Return JSON-ready values."""
        return {"kind": self.kind, "quote": self.quote, "span": [self.span.start, self.span.end]}


@dataclass(frozen=True, slots=True)
class Link:
    """Two places of one commitment, by their ids.

    ``kind`` is same_indicator (target and target), in_task (target and the task it stands in) or
    row_of (table row and the task that it divides up), with a score from 0 to 1.
    """

    kind: str
    first: str
    second: str
    score: float = 1.0

    def as_json(self) -> dict[str, Any]:
        """Return JSON-ready values."""
        return {
            "kind": self.kind, "first": self.first, "second": self.second,
            "score": round(self.score, 2),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Workload:
    """A body with the tasks it leads and supports. ``full_name`` has the prefix it carries."""

    name: str
    full_name: str
    leads: tuple[str, ...]
    supports: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return JSON-ready values."""
        return {
            "name": self.name, "full_name": self.full_name, "leads": list(self.leads),
            "supports": list(self.supports),
        }  # fmt: skip
