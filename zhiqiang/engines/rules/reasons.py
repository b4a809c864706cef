"""Say in Chinese how a decision came about; one place for both interpreters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from zhiqiang.engines.rules.declaration import Rule, RuleSet
from zhiqiang.engines.rules.nodes import Value

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Reason:
    """How one clause came out: ``met`` is ``None`` where a fact is missing.

    ``speaks_for``: it speaks for granting; against it, or left open, where false or ``None``.
    """

    key: str
    zh: str
    article: str
    does: Literal["requires", "refuses"]
    met: bool | None
    sentence: str
    missing: tuple[str, ...] = ()

    @property
    def speaks_for(self) -> bool | None:
        """Say whether the clause speaks for granting; ``None`` where it is open."""
        return None if self.met is None else self.met is (self.does == "requires")


@dataclass(frozen=True, slots=True)
class StepDone:
    """One step of an amount with what it came to."""

    key: str
    zh: str
    article: str
    value: Decimal | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What the rule says of one matter.

    ``granted`` is ``None`` where facts are missing. ``amount`` is that of the last step where it is
    granted. ``version`` is the day from which the text that was applied holds.
    """

    granted: bool | None
    reasons: tuple[Reason, ...]
    steps: tuple[StepDone, ...] = ()
    amount: Decimal | None = None
    version: date | None = None
    note: str = ""

    @property
    def against(self) -> tuple[Reason, ...]:
        """Return the reasons for which it is not granted."""
        return tuple(one for one in self.reasons if one.speaks_for is False)

    @property
    def open(self) -> tuple[Reason, ...]:
        """Return the clauses that cannot be judged for want of facts."""
        return tuple(one for one in self.reasons if one.met is None)


def outside(rules: RuleSet, day: date | None) -> Decision:
    """Return the decision where no version is in force on the day, or the day is not known."""
    name = rules.facts[rules.dated_by].zh
    if day is None:
        return Decision(None, (), note=f"尚缺{name}，不能确定适用哪一时期的规定。")
    starts = rules.versions[0].start
    if day < starts:
        said = f"该规定自{_said(starts)}起施行"
    else:
        ended = [one.until for one in rules.versions if one.until and one.until < day]
        said = f"该规定至{_said(max(ended))}止" if ended else "该规定当日不施行"
    return Decision(False, (), note=f"{name}为{_said(day)}，{said}，不适用。")


def explain(
    rules: RuleSet,
    rule: Rule,
    outcomes: Mapping[str, bool | None],
    steps: Mapping[str, Value | None],
    known: Mapping[str, Value],
) -> Decision:
    """Return the decision with its sentences, from what each clause and step came to."""
    words = _Words(rules, rule, known, steps)
    reasons = tuple(
        Reason(
            clause.key,
            clause.zh,
            clause.article,
            clause.does,
            outcomes[clause.key],
            words.of_clause(clause.key, outcomes[clause.key]),
            rules.missing(rule, clause.key, frozenset(known))
            if outcomes[clause.key] is None
            else (),
        )
        for clause in rule.version.clauses
    )
    spoken = [one.speaks_for for one in reasons]
    granted = False if False in spoken else None if None in spoken else True
    done = tuple(
        StepDone(step.key, step.zh, step.article, _number(steps[step.key]), words.fill(step.says))
        for step in rule.version.steps
    )
    amount = done[-1].value if granted and done else None
    return Decision(granted, reasons, done, amount, rule.version.start)


def _number(value: Value | None) -> Decimal | None:
    return value if isinstance(value, Decimal) else None


class _Words:
    """Fills sentences with the facts, parameters and steps of one matter."""

    def __init__(
        self,
        rules: RuleSet,
        rule: Rule,
        known: Mapping[str, Value],
        steps: Mapping[str, Value | None],
    ) -> None:
        day = known[rules.dated_by]
        assert isinstance(day, date)
        self._rules, self._rule = rules, rule
        self._clauses = {clause.key: clause for clause in rule.version.clauses}
        self._known: dict[str, Value | None] = {
            **rules.parameters_on(rule, day), **known, **steps,
        }  # fmt: skip

    def of_clause(self, key: str, met: bool | None) -> str:
        clause = self._clauses[key]
        if met is None:
            missing = self._rules.missing(self._rule, key, frozenset(self._known))
            default = f"尚缺{'、'.join(missing) or '规定的参数'}，不能判断。"
            return self.fill(clause.if_unknown) if clause.if_unknown else default
        return self.fill(clause.if_met if met else clause.if_not)

    def fill(self, sentence: str) -> str:
        return _PLACEHOLDER.sub(lambda found: self._one(found[1]), sentence)

    def _one(self, name: str) -> str:
        value = self._known.get(name)
        if value is None:
            return "（未知）"
        declared = self._rules.facts.get(name)
        if declared is not None and declared.words and isinstance(value, str):
            return declared.words[value]
        return _said(value)


def _said(value: Value) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, Decimal):
        plain = f"{value:,f}"
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    return value
