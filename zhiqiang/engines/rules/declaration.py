"""A rule set as data: dated versions of conditions and amounts, each with its legal basis."""

from __future__ import annotations

import re
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from zhiqiang.engines.rules.nodes import Amount, Condition, Fact, Given, Type, Value, names
from zhiqiang.engines.rules.reading import Reader, as_value
from zhiqiang.kernel.catalogue import Basis, Declared, check_order, load

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


class FactDeclared(Declared):
    """Something that may be known of the matter. ``words`` are the values of a word, with names."""

    zh: str
    type: Type
    words: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _has_words(self) -> Self:
        if (self.type == "word") != bool(self.words):
            raise ValueError("取值为 word 的事实应列出 words，其他的不列")
        return self


class ParameterEntry(Declared):
    """The value of a parameter from a day on."""

    start: date = Field(alias="from")
    value: Any
    basis: tuple[Basis, ...] = Field(min_length=1)


class ParameterDeclared(Declared):
    """A dated value that rules name instead of writing it."""

    zh: str
    type: Literal["number", "day"] = "number"
    entries: tuple[ParameterEntry, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        check_order(self.entries, "entries")
        for entry in self.entries:
            if as_value(entry.value, self.type) is None:
                raise ValueError(f"{entry.value!r} 的类型应为 {self.type}")
        return self

    def values(self) -> list[tuple[date, Value]]:
        """Return the values with the days from which they hold, the earliest first."""
        typed = ((one.start, as_value(one.value, self.type)) for one in self.entries)
        return [(start, value) for start, value in typed if value is not None]


class Clause(Declared):
    """One condition of a rule, with the sentences that say how it came out.

    ``requires`` clauses must hold, ``refuses`` clauses must not. ``article`` is its place in the
    rule's text. Sentences may name facts and parameters in braces.
    """

    key: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    zh: str
    article: str = ""
    does: Literal["requires", "refuses"]
    when: dict[str, Any]
    if_met: str
    if_not: str
    if_unknown: str = ""


class Step(Declared):
    """One step of an amount; the last one is the amount."""

    key: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    zh: str
    article: str = ""
    value: Any
    says: str


class Version(Declared):
    """The text of a rule from a day on, until the next begins or it ends."""

    start: date = Field(alias="from")
    until: date | None = None
    basis: tuple[Basis, ...] = Field(min_length=1)
    clauses: tuple[Clause, ...] = Field(min_length=1)
    steps: tuple[Step, ...] = ()
    uncertain: tuple[str, ...] = ()


class Rule:
    """One version with its conditions and amounts read."""

    def __init__(self, version: Version, reader: Reader) -> None:
        self.version = version
        self.conditions: dict[str, Condition] = {}
        self.amounts: dict[str, Amount] = {}
        for clause in version.clauses:
            if clause.key in self.conditions:
                raise ValueError(f"条款 {clause.key} 重复")
            place = f"{version.start} 起的条款 {clause.key}.when"
            self.conditions[clause.key] = reader.condition(clause.when, place)
        reader.steps.clear()
        for step in version.steps:
            if step.key in self.amounts:
                raise ValueError(f"步骤 {step.key} 重复")
            place = f"{version.start} 起的步骤 {step.key}.value"
            self.amounts[step.key] = reader.amount(step.value, "number", place)
            reader.steps.add(step.key)

    def named(self) -> set[str]:
        """Return the facts that this version reads."""
        nodes = (*self.conditions.values(), *self.amounts.values())
        return {name for node in nodes for name in names(node, Fact)}


class RuleSet(Declared):
    """One rule: what may be known, which day dates it, and its versions.

    ``dated_by`` names the fact, a day, by which version and parameters are chosen.
    """

    key: str
    title: str
    dated_by: str
    facts: dict[str, FactDeclared]
    parameters: dict[str, ParameterDeclared] = Field(default_factory=dict)
    versions: tuple[Version, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        check_order(self.versions, "versions")
        dated = self.facts.get(self.dated_by)
        if dated is None or dated.type != "day":
            raise ValueError(f"dated_by：应为一项日期事实，实际为 {self.dated_by}")
        for rule in self.rules:
            self._check_sentences(rule)
        unused = set(self.facts) - {self.dated_by} - set().union(*(r.named() for r in self.rules))
        if unused:
            raise ValueError(f"没有条款用到的事实：{'、'.join(sorted(unused))}")
        return self

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """Return the versions with their conditions and amounts read, the earliest first."""
        reader = Reader(
            {name: fact.type for name, fact in self.facts.items()},
            {name: one.type for name, one in self.parameters.items()},
            {name: frozenset(fact.words) for name, fact in self.facts.items()},
        )
        return tuple(Rule(version, reader) for version in self.versions)

    def _check_sentences(self, rule: Rule) -> None:
        known = set(self.facts) | set(self.parameters)
        for clause in rule.version.clauses:
            used = _PLACEHOLDER.findall(clause.if_met + clause.if_not + clause.if_unknown)
            if strange := set(used) - known:
                raise ValueError(f"条款 {clause.key} 的句子提到未声明的 {'、'.join(strange)}")
        for step in rule.version.steps:
            if strange := set(_PLACEHOLDER.findall(step.says)) - known - set(rule.amounts):
                raise ValueError(f"步骤 {step.key} 的句子提到未声明的 {'、'.join(strange)}")

    def rule_on(self, day: date) -> Rule | None:
        """Return the version in force on a day; ``None`` before the first and after an end."""
        held = [one for one in self.rules if one.version.start <= day]
        if not held or (held[-1].version.until or day) < day:
            return None
        return held[-1]

    def missing(self, rule: Rule, clause: str, known: frozenset[str]) -> tuple[str, ...]:
        """Return the Chinese names of the facts that a clause reads and that are not known."""
        used = names(rule.conditions[clause], Fact)
        return tuple(self.facts[name].zh for name in used if name not in known)

    def parameters_of(self, rule: Rule) -> set[str]:
        """Return the parameters that a version reads or names in a sentence."""
        nodes = (*rule.conditions.values(), *rule.amounts.values())
        read = {name for node in nodes for name in names(node, Given)}
        said = "".join(c.if_met + c.if_not + c.if_unknown for c in rule.version.clauses)
        said += "".join(step.says for step in rule.version.steps)
        return read | (set(_PLACEHOLDER.findall(said)) & set(self.parameters))

    def parameters_on(self, rule: Rule, day: date) -> dict[str, Value]:
        """Return the parameters of a version that have a value on the day."""
        out = {}
        for name in self.parameters_of(rule):
            held = [value for start, value in self.parameters[name].values() if start <= day]
            if held:
                out[name] = held[-1]
        return out


def load_rules(path: Path, key: str = "") -> RuleSet:
    """Return the rule set of a file, checked; its key is the one given, else the file's stem."""
    return load(path, RuleSet, key=key or path.stem)
