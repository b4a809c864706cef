"""Ask an item's rule of a case: facts from the form, from the register, and from the official."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from zhiqiang.engines.rules import Decision, decide
from zhiqiang.engines.rules.declaration import RuleSet
from zhiqiang.records.casework.fields import as_day
from zhiqiang.records.casework.items import ServiceItem, rules_named
from zhiqiang.records.registry.queries import Standing, standings


@dataclass(frozen=True, slots=True)
class Check:
    """What the rule says of one right of a case, or of the whole case."""

    subject: str
    title: str
    decision: Decision


def check(
    item: ServiceItem,
    answers: Mapping[str, Any],
    on: date,
    confirmed: Mapping[str, Any] | None = None,
) -> list[Check]:
    """Return what the item's rule says of these answers on a day; nothing where it has none.

    ``confirmed`` are facts that only an official can state.
    """
    if item.rule is None:
        return []
    rules, use = rules_named(item.rule.rules), item.rule
    stated = {
        fact: on if source == "@submitted_on" else _typed(rules, fact, answers.get(source))
        for fact, source in use.facts.items()
    }
    stated |= dict(confirmed or {})
    if not use.each:
        return [Check("", item.title, decide(rules, stated))]
    numbers = [str(one) for one in answers.get(use.each) or []]
    out = []
    for number, standing in standings(numbers, on).items():
        known = {fact: _FACTS[fact](standing, answers) for fact in use.register_facts}
        # What the official confirmed goes before what the register does not know.
        known = {fact: value for fact, value in known.items() if value is not None}
        title = standing.title if standing else "台账中没有这件权利"
        out.append(Check(number, title, decide(rules, {**stated, **known})))
    return out


def _typed(rules: RuleSet, fact: str, value: Any) -> Any:
    """Return an answer as the fact wants it; an empty one is unknown."""
    if value in (None, "", []):
        return None
    match rules.facts[fact].type:
        case "day":
            return as_day(value)
        case "number":
            return Decimal(str(value))
        case _:
            return value


def _in_register(standing: Standing | None, _answers: Mapping[str, Any]) -> bool:
    return standing is not None


def _is_holder(standing: Standing | None, answers: Mapping[str, Any]) -> bool | None:
    if standing is None or not standing.holder:
        return None
    name, code = str(answers.get("holder") or ""), str(answers.get("holder_code") or "")
    return standing.is_held_by(name, code) if name else None


def _state(standing: Standing | None, _answers: Mapping[str, Any]) -> str | None:
    if standing is None:
        return None
    if standing.ended_by == "invalidation":
        return "invalidated"
    if standing.in_force:
        return "in_force"
    if standing.ended_by:
        return "ended"
    return None if standing.doubt else "pending"


def _co_owned(standing: Standing | None, _answers: Mapping[str, Any]) -> bool | None:
    return len(standing.applicants) > 1 if standing and standing.applicants else None


def _open(kind: str) -> Callable[[Standing | None, Mapping[str, Any]], bool | None]:
    def is_open(standing: Standing | None, _answers: Mapping[str, Any]) -> bool | None:
        return bool(standing.open[kind]) if standing else None

    return is_open


#: facts that the register knows of a right, by the name that rules use
_FACTS: dict[str, Callable[[Standing | None, Mapping[str, Any]], Any]] = {
    "in_register": _in_register,
    "is_holder": _is_holder,
    "state": _state,
    "kind": lambda standing, _: standing.kind if standing else None,
    "expires_on": lambda standing, _: standing.expires_on if standing else None,
    "co_owned": _co_owned,
    "fee_overdue": lambda standing, _: standing.fee_overdue if standing else None,
    "pledged": _open("pledge"),
    "preserved": _open("preservation"),
    "licensed": _open("licence"),
}
REGISTER_FACTS = frozenset(_FACTS)
