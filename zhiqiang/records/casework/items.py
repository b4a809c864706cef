"""A service item as data: who may apply, with what, through which steps, by when, and what it leaves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, Self

from django.conf import settings
from pydantic import Field, ValidationError, model_validator

from zhiqiang.engines.rules import RuleSet, load_rules
from zhiqiang.kernel.calendar import Limit
from zhiqiang.kernel.catalogue import Basis, Declared, check_order, load_folder
from zhiqiang.kernel.errors import BadCatalogue
from zhiqiang.records.casework import fields as forms
from zhiqiang.records.casework.verbs import VERBS

_KEY = r"^[a-z][a-z0-9_]*$"


#: what the program reckons from what was gathered for a case
Computed = Literal[
    "survey.statistic",
    "survey.asked",
    "survey.answers",
    "survey.response_rate",
    "survey.score",
    "survey.error",
    "survey.low",
    "survey.high",
    "attendance.people",
]


class DocumentIn(Declared):
    """A paper that comes with the application."""

    key: str = Field(pattern=_KEY)
    zh: str
    explanation: str = ""
    required: bool = True
    forms: tuple[str, ...] = ("pdf", "jpg", "png", "docx")


class Step(Declared):
    """A place that a case passes. ``right`` is what a post must give to act there."""

    key: str = Field(pattern=_KEY)
    zh: str
    right: str
    verbs: tuple[str, ...] = Field(min_length=1)


class ClockVersion(Declared):
    """A limit from a day on; the day is that on which the clock starts."""

    start: date = Field(alias="from")
    legal: Limit | None = None
    promised: Limit | None = None
    extension: Limit | None = None
    basis: tuple[Basis, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _has_a_limit(self) -> Self:
        if self.legal is None and self.promised is None:
            raise ValueError("应写明 legal（法定）或 promised（承诺）期限")
        if self.extension and (self.legal is None or self.legal.unit != self.extension.unit):
            raise ValueError("延长期限应与法定期限用同一单位")
        return self


class ClockDeclared(Declared):
    """A clock: the verbs that start it, those that stop it, and its limits by date.

    ``by_receipt``: its limits are those in force on the day on which the case was received, whenever
    the clock starts.
    """

    key: str = Field(pattern=_KEY)
    zh: str
    starts: tuple[str, ...] = Field(min_length=1)
    stops: tuple[str, ...] = Field(min_length=1)
    near: int = 2
    by_receipt: bool = False
    versions: tuple[ClockVersion, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        check_order(self.versions, "versions")
        for verb in (*self.starts, *self.stops):
            if verb not in VERBS:
                raise ValueError(f"不认识的办理动作 {verb}")
        return self

    def version_on(self, day: date) -> ClockVersion | None:
        """Return the limits that hold for a clock that starts on a day."""
        held = [one for one in self.versions if one.start <= day]
        return held[-1] if held else None


class Ground(Declared):
    """A legal ground for refusing, for suspending, or for ending a case."""

    key: str = Field(pattern=_KEY)
    zh: str
    basis: str = ""


class Leaves(Declared):
    """A record that an outcome leaves in the register. Values in ``from`` name fields of the form.

    ``event``: one for each right of the field ``rights``; ``activity`` or ``designation``: one for
    the case, the latter of a party; ``ends``: a party's designation of that kind ends;
    ``correction``: of the record that the case is about, ``from`` names field, value and reason.
    ``statistic``: a published figure, ``from`` names its key, year and value.
    ``day`` names the field with its day; without it, the day of closing. ``items``: how many things
    the activity counts, where no field says it.
    """

    event: str = ""
    activity: str = ""
    designation: str = ""
    level: str = ""
    ends: str = ""
    correction: bool = False
    statistic: bool = False
    rights: str = ""
    day: str = ""
    items: int | None = Field(default=None, ge=1)
    takes: dict[str, str] = Field(default_factory=dict, alias="from")

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        ways = (
            *(self.event, self.activity, self.designation, self.ends),
            *(self.correction, self.statistic),
        )
        if sum(map(bool, ways)) != 1:
            raise ValueError(
                "应写 event、activity、designation、ends、correction 或 statistic 之一"
            )
        if (self.designation or self.ends) and "name" not in self.takes:
            raise ValueError("designation 和 ends 应以 from 写明 name 所在的字段")
        if self.items and not self.activity:
            raise ValueError("items 只与 activity 同用")
        if self.correction and not {"field", "value", "reason"} <= self.takes.keys():
            raise ValueError("correction 应以 from 写明 field、value、reason 所在的字段")
        if self.statistic and not {"key", "year", "value"} <= self.takes.keys():
            raise ValueError("statistic 应以 from 写明 key、year、value 所在的字段")
        if self.event and not self.rights:
            raise ValueError("event 应以 rights 写明权利号码所在的字段")
        return self


class Outcome(Declared):
    """A way in which a case may end. ``granted`` ones are refused while a rule speaks against them.

    ``needs`` are the fields that must be filled in before a case ends so.
    """

    key: str = Field(pattern=_KEY)
    zh: str
    granted: bool
    needs: tuple[str, ...] = ()
    leaves: tuple[Leaves, ...] = ()


class RuleUse(Declared):
    """A rule that is applied to a case. ``facts`` names for each fact the field that states it.

    ``each`` is the field with the rights: the rule is then asked once for each, and the facts in
    ``register`` are read from the register.
    """

    rules: str
    each: str = ""
    facts: dict[str, str] = Field(default_factory=dict)
    register_facts: tuple[str, ...] = Field(default=(), alias="register")


class ServiceItem(Declared):
    """A service item (政务服务事项). ``code`` begins the numbers of its cases.

    ``official_fields`` are those that officials fill in while the case runs; those of ``computed``
    the program fills in at the end, from what was gathered for the case. ``fills`` says which
    fields the register fills in by what it knows of the first right: ``holder_name``, ``holder_code``.
    ``about``: the kinds of records that a case of it is about. ``for_everybody``: no account is
    needed, the case is sent at once. ``published``: the fields that everybody may read once a case
    was accepted; empty: nothing of its cases is public.
    """

    key: str
    title: str
    code: str = Field(pattern=r"^[A-Z]{2,4}$")
    explanation: str
    applicants: str
    conditions: tuple[str, ...] = ()
    fee: str
    result: str
    phone: str = ""
    basis: tuple[Basis, ...] = Field(min_length=1)
    visibility: Literal["restricted", "sealed"] = "restricted"
    on_application: bool = True
    for_everybody: bool = False
    about: tuple[Literal["right", "party"], ...] = ()
    fields: dict[str, Any]
    official_fields: tuple[str, ...] = ()
    computed: dict[str, Computed] = Field(default_factory=dict)
    fills: dict[str, Literal["holder_name", "holder_code"]] = Field(default_factory=dict)
    published: tuple[str, ...] = ()
    documents: tuple[DocumentIn, ...] = ()
    steps: tuple[Step, ...] = Field(min_length=1)
    clocks: tuple[ClockDeclared, ...] = ()
    rule: RuleUse | None = None
    refusal_grounds: tuple[Ground, ...] = ()
    pause_grounds: tuple[Ground, ...] = ()
    outcomes: tuple[Outcome, ...] = Field(min_length=1)
    oversight: str = "decide_cases"
    feeds: tuple[str, ...] = ()
    uncertain: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        faults = [*forms.faults_of(self.fields), *self._faults()]
        if faults:
            raise ValueError("；".join(faults))
        return self

    def _faults(self) -> Iterator[str]:
        for name in ("documents", "steps", "clocks", "outcomes", "refusal_grounds"):
            keys = [one.key for one in getattr(self, name)]
            if len(set(keys)) < len(keys):
                yield f"{name}：键重复"
        for step in self.steps:
            for verb in step.verbs:
                if verb not in VERBS or VERBS[verb].by != "official":
                    yield f"steps.{step.key}.verbs：{verb} 不是工作人员的办理动作"
        yield from self._unknown_fields()
        if self.for_everybody and "ask_correction" in self.steps[0].verbs:
            yield "for_everybody：不需账户的事项不能要求补正，请改为电话核实"
        verbs = {verb for step in self.steps for verb in step.verbs}
        if "refuse" in verbs and not self.refusal_grounds:
            yield "refusal_grounds：可以不予受理的事项应列出理由"
        if "suspend" in verbs and not self.pause_grounds:
            yield "pause_grounds：可以中止计时的事项应列出理由"

    def _unknown_fields(self) -> Iterator[str]:
        named = set(self.fields.get("properties", {}))
        for outcome in self.outcomes:
            for place, leaves in enumerate(outcome.leaves, 1):
                used = {*leaves.takes.values(), leaves.rights, leaves.day} - {""}
                if strange := used - named:
                    where = f"outcomes.{outcome.key}.leaves.{place}"
                    yield f"{where}：没有字段 {'、'.join(sorted(strange))}"
            if strange := set(outcome.needs) - named:
                yield f"outcomes.{outcome.key}.needs：没有字段 {'、'.join(sorted(strange))}"
        for place in ("official_fields", "fills", "published"):
            if strange := set(getattr(self, place)) - named:
                yield f"{place}：没有字段 {'、'.join(sorted(strange))}"
        if strange := set(self.computed) - set(self.official_fields):
            yield f"computed：{'、'.join(sorted(strange))} 应同时列入 official_fields"
        if self.is_training and not {"title", "held_on", "capacity"} <= named:
            yield "computed：以签到计人次的事项应有字段 title、held_on、capacity"
        if self.rule:
            used = {*self.rule.facts.values(), self.rule.each} - {"", "@submitted_on"}
            if strange := used - named:
                yield f"rule：没有字段 {'、'.join(sorted(strange))}"

    @property
    def is_survey(self) -> bool:
        """Say whether a case of it draws a sample and asks."""
        return any(source.startswith("survey.") for source in self.computed.values())

    @property
    def is_training(self) -> bool:
        """Say whether one signs up and signs in for a case of it."""
        return "attendance.people" in self.computed.values()

    def step(self, key: str) -> Step:
        """Return a step by key."""
        return next(one for one in self.steps if one.key == key)

    def step_after(self, key: str) -> Step | None:
        """Return the step that follows, if there is one."""
        place = [one.key for one in self.steps].index(key)
        return self.steps[place + 1] if place + 1 < len(self.steps) else None

    def outcome(self, key: str) -> Outcome | None:
        """Return an outcome by key."""
        return next((one for one in self.outcomes if one.key == key), None)


def catalogue_items() -> dict[str, ServiceItem]:
    """Return every item that ships, by key."""
    return _items(Path(settings.CATALOGUE))


def rules_named(key: str) -> RuleSet:
    """Return a rule set of the catalogue."""
    return _rules(Path(settings.CATALOGUE) / "rules" / key)


@lru_cache(maxsize=4)
def _items(catalogue: Path) -> dict[str, ServiceItem]:
    items = load_folder(catalogue / "services", ServiceItem)
    codes = [item.code for item in items.values()]
    if len(set(codes)) < len(codes):
        raise BadCatalogue(f"目录 {catalogue / 'services'}：事项代号重复")
    return items


@lru_cache(maxsize=64)
def _rules(folder: Path) -> RuleSet:
    return load_rules(folder / "rules.yml", key=folder.name)


def read_item(key: str, content: dict[str, Any]) -> ServiceItem:
    """Return an item from its content as kept or sent, or raise ``BadCatalogue`` with place and reason."""
    try:
        return ServiceItem.model_validate(content | {"key": key})
    except ValidationError as error:
        said = "；".join(
            f"{'.'.join(map(str, one['loc'])) or '整个事项'}：{one['msg']}"
            for one in error.errors()
        )
        raise BadCatalogue(f"事项 {key} 有误：{said}") from error
