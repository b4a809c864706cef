"""What records of the register are held to: rules that are data, dated, and replaceable by a bureau."""

from __future__ import annotations

from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from zhiqiang.kernel.catalogue import Basis, Declared, check_order, held_at
from zhiqiang.records.accounts.parameters import parameter
from zhiqiang.records.registry.correctable import MODELS

ASPECTS = {
    "completeness": "完整",
    "validity": "有效",
    "uniqueness": "唯一",
    "timeliness": "及时",
    "consistency": "一致",
}
Aspect = Literal["completeness", "validity", "uniqueness", "timeliness", "consistency"]
Scored = Literal["right", "party", "event", "designation", "activity", "statistic", "budget"]
#: the column that tells records of a subject apart by kind; budgets have none
KIND_COLUMNS = {"statistic": "key", "budget": ""}


def kind_column(subject: str) -> str:
    """Return the column that holds the kind of a record; empty where there are no kinds."""
    return KIND_COLUMNS.get(subject, "kind")


class Equals(Declared):
    """A column that has one value."""

    column: str
    value: str


class Fails(Declared):
    """When a record fails a rule; exactly one of these.

    ``empty``: the column says nothing. ``to_come``: its day is after today. ``equals``: it has a
    value. ``before``: the first day is before the second. ``without``: the first is said and the
    second is not. ``before_filing``: the day is before the right that the record is of was filed.
    ``repeated``: another record of the same kinds says the same in all these columns, none empty.
    ``unknown_division``: the code is in no table of divisions. ``ended_division``: the division of
    that code has ended. ``source_older_than_days``: no list of the record's source came for so long.
    ``contradicted``: sources say different things of one of its fields, and nobody decided.
    """

    empty: str | None = None
    to_come: str | None = None
    equals: Equals | None = None
    before: tuple[str, str] | None = None
    without: tuple[str, str] | None = None
    before_filing: str | None = None
    repeated: tuple[str, ...] | None = None
    unknown_division: str | None = None
    ended_division: str | None = None
    source_older_than_days: int | None = Field(default=None, ge=1)
    contradicted: Literal[True] | None = None

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if len(self.model_fields_set) != 1:
            raise ValueError("每条规则写明一种不合格的情形")
        return self

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns that the rule reads."""
        one = (
            self.empty,
            self.to_come,
            self.equals.column if self.equals else None,
            self.before_filing,
            self.unknown_division,
            self.ended_division,
        )
        several = (*(self.before or ()), *(self.without or ()), *(self.repeated or ()))
        return (*(name for name in one if name), *several)


class RecordRule(Declared):
    """One rule: what is looked at, of which kinds (of all where none are named), how much it weighs.

    ``zh`` says what is right; ``advice`` what to do where it is not.
    """

    key: str = Field(max_length=60, pattern=r"^[a-z][a-z0-9_]*$")
    zh: str
    advice: str
    aspect: Aspect
    subject: Scored
    kinds: tuple[str, ...] = ()
    weight: int = Field(ge=1, le=10)
    fails: Fails

    @model_validator(mode="after")
    def _columns_are_there(self) -> Self:
        known = {field.column for field in MODELS[self.subject]._meta.concrete_fields}
        if unknown := {*self.fails.columns} - known:
            raise ValueError(f"{self.key}：没有列 {'、'.join(sorted(unknown))}")
        if self.fails.before_filing and "right_id" not in known:
            raise ValueError(f"{self.key}：{self.subject} 没有所涉权利")
        if self.kinds and not kind_column(self.subject):
            raise ValueError(f"{self.key}：{self.subject} 没有种类")
        return self


class RecordRuleSet(Declared):
    """The rules that hold from a day on."""

    start: date = Field(alias="from")
    rules: tuple[RecordRule, ...] = Field(min_length=1)
    basis: tuple[Basis, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _keys_are_once(self) -> Self:
        keys = [one.key for one in self.rules]
        if len(set(keys)) != len(keys):
            raise ValueError("规则的 key 不能重复")
        return self

    @property
    def by_key(self) -> dict[str, RecordRule]:
        """Return the rules by key."""
        return {one.key: one for one in self.rules}


class RecordRules(Declared):
    """The dated sets of rules, the earliest first."""

    title: str
    entries: tuple[RecordRuleSet, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        check_order(self.entries, "entries")
        return self

    def at(self, day: date) -> RecordRuleSet:
        """Return what holds on a day; before the first, the first."""
        return held_at(self.entries, day)


def record_rules(day: date) -> RecordRuleSet:
    """Return the rules of this installation; a file of its own takes the place of what ships."""
    return parameter("record_quality", RecordRules).at(day)
