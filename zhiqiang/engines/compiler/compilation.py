"""What compiling a document gives: its facts, targets, tasks and the findings about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from zhiqiang.engines.compiler.inputs.manuscript import Anchor, Anchors
from zhiqiang.engines.compiler.particulars import (
    Link,
    MoneyRule,
    OrderedSystem,
    Rule,
    Workload,
)
from zhiqiang.kernel.finding import Finding
from zhiqiang.kernel.place import Span

Number = int | float
Value = Number | tuple[Number, Number]


@dataclass(frozen=True, slots=True)
class Fact:
    """Something the document says about itself, with the words that say it."""

    value: Any
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """Title page of a document. A fact that is not printed is None, never a default."""

    title: Fact | None = None
    number: Fact | None = None
    issuer: Fact | None = None
    region: Fact | None = None
    level: Fact | None = None
    date: Fact | None = None
    period: Fact | None = None
    is_plan: bool = False
    reason: str = ""

    FIELDS = ("title", "number", "issuer", "region", "level", "date", "period")

    def value(self, name: str) -> Any:
        """Return the value of one of ``FIELDS``, None where it is not printed."""
        fact: Fact | None = getattr(self, name)
        return fact.value if fact is not None else None

    def as_json(self) -> dict[str, Any]:
        """Return the values, and under ``spans`` where each was read."""
        out: dict[str, Any] = {name: self.value(name) for name in self.FIELDS}
        facts = {name: getattr(self, name) for name in self.FIELDS}
        spans = {n: [f.span.start, f.span.end] for n, f in facts.items() if f and f.span}
        return out | {"is_plan": self.is_plan, "reason": self.reason, "spans": spans}


@dataclass(frozen=True, slots=True)
class Target:
    """One number that shall be reached.

    ``value`` is in ``unit``; counts are written out (2 万家 is 20000 家), money and physical
    quantities keep the printed scale (15 亿元). ``year`` is the year by whose end it holds, None
    where the document leaves it open. ``printed`` is the indicator before normalisation.
    """

    id: str
    indicator: str
    printed: str
    op: str
    value: Value
    unit: str
    year: int | None
    basis: str
    quote: str
    span: Span
    where: str
    section: str = ""
    subject: str | None = None
    cue: str = ""
    modality: str | None = None
    nature: str | None = None
    scope: str = ""
    year_from: int | None = None
    baseline: str | None = None
    row: int | None = None
    direction: str = "up"

    def as_json(self) -> dict[str, Any]:
        """Return the target with the keys that the measure reads, and the rest beside them."""
        value = list(self.value) if isinstance(self.value, tuple) else self.value
        return {
            "id": self.id, "indicator": self.indicator, "printed": self.printed,
            "subject": self.subject, "op": self.op, "value": value, "unit": self.unit,
            "year": self.year, "basis": self.basis, "quote": self.quote,
            "span": [self.span.start, self.span.end], "where": self.where,
            "section": self.section, "cue": self.cue, "modality": self.modality,
            "nature": self.nature, "scope": self.scope, "year_from": self.year_from,
            "baseline": self.baseline, "direction": self.direction,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class SoftTarget:
    """A goal without a number. ``kind`` is one of trend, rank, level, coverage, status, relative."""

    id: str
    kind: str
    year: int | None
    quote: str
    span: Span
    section: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return JSON-ready values."""
        return {
            "id": self.id, "kind": self.kind, "year": self.year, "quote": self.quote,
            "span": [self.span.start, self.span.end], "section": self.section,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Task:
    """One order of the document, with the bodies that answer for it as they are printed."""

    id: str
    number: str | None
    title: str
    text: str
    section: str
    lead_units: tuple[str, ...]
    support_units: tuple[str, ...]
    span: Span
    kind: str
    units_span: Span | None = None
    open_list: bool = False
    due: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the task with the keys that the measure reads, and the rest beside them."""
        units = self.units_span
        return {
            "id": self.id, "number": self.number, "title": self.title, "text": self.text,
            "section": self.section, "lead_units": list(self.lead_units),
            "support_units": list(self.support_units), "kind": self.kind,
            "span": [self.span.start, self.span.end], "open_list": self.open_list,
            "due": self.due, "units_span": [units.start, units.end] if units else None,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Heading:
    """One line of the outline: number, title, depth and what kind of words stand under it."""

    number: str
    title: str
    depth: int
    kind: str
    span: Span

    def as_json(self) -> dict[str, Any]:
        """Return JSON-ready values."""
        return {
            "number": self.number, "title": self.title, "depth": self.depth, "kind": self.kind,
            "span": [self.span.start, self.span.end],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Compilation:
    """A compiled document. Every span points into ``text``, the source text."""

    text: str
    name: str = ""
    document: DocumentFacts = field(default_factory=DocumentFacts)
    outline: tuple[Heading, ...] = ()
    blocks: tuple[Span, ...] = ()
    targets: tuple[Target, ...] = ()
    soft_targets: tuple[SoftTarget, ...] = ()
    tasks: tuple[Task, ...] = ()
    findings: tuple[Finding, ...] = ()
    money: tuple[MoneyRule, ...] = ()
    systems: tuple[OrderedSystem, ...] = ()
    rules: tuple[Rule, ...] = ()
    links: tuple[Link, ...] = ()
    bodies: tuple[Workload, ...] = ()
    anchors: Anchors = field(default_factory=Anchors)

    def anchor_at(self, offset: int) -> Anchor:
        """Return the place in the file that a character of ``text`` stands at.

        A plain text has lines and nothing else, so there it is the number of the line.
        """
        found = self.anchors.at(offset)
        return found or Anchor(paragraph=self.text.count("\n", 0, offset) + 1)

    def as_json(self) -> dict[str, Any]:
        """Return everything but the text itself, ready for ``json.dumps``."""
        return {
            "name": self.name,
            "document": self.document.as_json(),
            "targets": [target.as_json() for target in self.targets],
            "soft_targets": [soft.as_json() for soft in self.soft_targets],
            "tasks": [task.as_json() for task in self.tasks],
            "outline": [heading.as_json() for heading in self.outline],
            "findings": [finding.as_json() for finding in self.findings],
            "money": [rule.as_json() for rule in self.money],
            "systems": [system.as_json() for system in self.systems],
            "rules": [rule.as_json() for rule in self.rules],
            "links": [link.as_json() for link in self.links],
            "bodies": [body.as_json() for body in self.bodies],
            "text_length": len(self.text),
        }
