"""What the stages hand on: each reads some fields of the draft and returns it with others filled."""

from __future__ import annotations

from dataclasses import dataclass, field

from zhiqiang.engines.compiler.blocks import Block
from zhiqiang.engines.compiler.bodies import Convention
from zhiqiang.engines.compiler.compilation import DocumentFacts
from zhiqiang.engines.compiler.folding import Folded, fold
from zhiqiang.engines.compiler.goals import Goal
from zhiqiang.engines.compiler.outline import Section
from zhiqiang.engines.compiler.particulars import MoneyRule, OrderedSystem, Rule
from zhiqiang.engines.compiler.regions import Gazetteer
from zhiqiang.engines.compiler.soft_targets import SoftGoal
from zhiqiang.engines.compiler.tables import Table
from zhiqiang.engines.compiler.tasks import Order
from zhiqiang.kernel.finding import Finding
from zhiqiang.kernel.place import Span


@dataclass(frozen=True)
class Placed:
    """A goal or soft goal with the section it stands in and what that section is for."""

    where: str
    section: str
    goal: Goal | None = None
    soft: SoftGoal | None = None
    table: int | None = None


@dataclass(frozen=True)
class Draft:
    """A document on its way through the stages. All spans point into ``folded.plain``."""

    source: str
    name: str = ""
    headings: tuple[tuple[int, int], ...] = ()
    extra_divisions: Gazetteer | None = None
    folded: Folded = field(default_factory=lambda: fold(""))
    blocks: tuple[Block, ...] = ()
    root: Section = field(default_factory=lambda: Section(-1, "", "", Span(0, 0)))
    document: DocumentFacts = field(default_factory=DocumentFacts)
    convention: Convention = field(default_factory=Convention)
    tables: tuple[Table, ...] = ()
    goals: tuple[Placed, ...] = ()
    soft: tuple[Placed, ...] = ()
    orders: tuple[Order, ...] = ()
    money: tuple[MoneyRule, ...] = ()
    systems: tuple[OrderedSystem, ...] = ()
    rules: tuple[Rule, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def plain(self) -> str:
        """The folded text."""
        return self.folded.plain

    @property
    def period_end(self) -> int | None:
        """The last year of the plan, None where no period or horizon is printed."""
        period = self.document.value("period")
        return period[1] if period else None

    @property
    def issued(self) -> int | None:
        """The year the document was issued."""
        date = self.document.value("date")
        return int(date[:4]) if date else None
