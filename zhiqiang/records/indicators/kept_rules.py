"""Keep the rules that a figure was computed by, so that it can be computed again years later."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

import yaml

from zhiqiang.engines.metrics import (
    Concordance,
    Criteria,
    Indicator,
    Parameter,
    Question,
    Rules,
)
from zhiqiang.engines.metrics.asking import compared
from zhiqiang.engines.metrics.declaration import Growth

#: what says nothing about how a figure is computed
_OUTSIDE = {"aliases", "family"}

#: what the steps of a place are called
_WORDS = {
    "indicators": "指标",
    "parameters": "参数",
    "criteria": "判定标准",
    "concordances": "参照关系表",
    "versions": "定义",
    "entries": "取值",
    "sets": "口径",
    "text": "定义文字",
    "basis": "依据",
    "uncertain": "尚不确定之处",
    "decimals": "小数位数",
    "measure": "计量",
    "numerator": "分子",
    "denominator": "分母",
    "where": "筛选条件",
    "per": "倍数",
    "divisor": "除数",
    "rule": "规则",
    "base": "起算日",
    "over_years": "年数",
    "at_least": "不低于",
    "value": "值",
    "unit": "单位",
    "name": "名称",
    "prefixes": "分类号",
}


class _Dumper(yaml.SafeDumper):
    """Writes decimals as plain numbers and tuples as lists."""


_Dumper.add_representer(
    Decimal,
    lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:float", f"{value:f}"),
)
_Dumper.add_representer(tuple, lambda dumper, value: dumper.represent_list(list(value)))


def rule_text(indicator: Indicator, question: Question, rules: Rules) -> str:
    """Return the part of the rules that answers the question, as text that ``rules_of`` reads.

    Equal text is equal rules: what has no bearing on the day is left out.
    """
    days = [question.as_of]
    used = {indicator.key: indicator}
    definition = indicator.version_at(question.as_of)
    if isinstance(definition, Growth):
        now, before, _ = compared(definition, question, rules)
        days = [now.as_of, before.as_of]
        used[definition.of] = rules.indicators[definition.of]
    kept: dict[str, Any] = {"indicators": {}, "parameters": {}, "criteria": {}, "concordances": {}}
    for key, one in used.items():
        mine = [question.as_of] if key == indicator.key else days
        versions = _once(one.version_at(day) for day in mine)
        kept["indicators"][key] = _plain(one.model_copy(update={"versions": versions}), _OUTSIDE)
        for measure in _measures(versions):
            _keep_parameter(kept, measure, mine, rules)
            _keep_criteria(kept, measure, mine, rules)
    return yaml.dump(kept, Dumper=_Dumper, allow_unicode=True, sort_keys=True, width=100)


def digest_of(text: str) -> str:
    """Return the name under which a rule text is kept."""
    return hashlib.sha256(text.encode()).hexdigest()


@lru_cache(maxsize=512)
def rules_of(text: str) -> Rules:
    """Return the rules of a kept text."""
    kept = yaml.safe_load(text)
    return Rules(
        {key: Indicator.model_validate(one) for key, one in kept["indicators"].items()},
        {key: Parameter.model_validate(one) for key, one in kept["parameters"].items()},
        {key: Criteria.model_validate(one) for key, one in kept["criteria"].items()},
        {key: Concordance.model_validate(one) for key, one in kept["concordances"].items()},
    )


def differences(before: str, after: str) -> list[tuple[str, str, str]]:
    """Return where two rule texts differ: the place in words, what stood there, what stands there."""
    one, other = dict(_flat(yaml.safe_load(before))), dict(_flat(yaml.safe_load(after)))
    return [
        (_worded(place), one.get(place, "无"), other.get(place, "无"))
        for place in sorted(one.keys() | other.keys())
        if one.get(place) != other.get(place)
    ]


def _worded(place: str) -> str:
    return " · ".join(
        _WORDS.get(step, step) for step in re.sub(r"\[(\d+)\]", r".第\1项", place).split(".")
    )


def _flat(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from _flat(part, f"{place}.{key}" if place else str(key))
    elif isinstance(value, list) and any(isinstance(one, Mapping) for one in value):
        for number, part in enumerate(value, 1):
            yield from _flat(part, f"{place}[{number}]")
    else:
        yield place, "、".join(map(str, value)) if isinstance(value, list) else str(value)


def _measures(versions: Iterable[Any]) -> Iterator[Any]:
    for version in versions:
        for place in ("measure", "numerator", "denominator"):
            measure = getattr(version, place, None)
            if measure is not None:
                yield measure


def _keep_parameter(kept: dict[str, Any], measure: Any, days: list[date], rules: Rules) -> None:
    name = getattr(measure, "offset", None)
    if name is not None:
        whole = rules.parameters[name]
        entries = _once(whole.at(day) for day in days)
        kept["parameters"][name] = _plain(whole.model_copy(update={"entries": entries}))


def _keep_criteria(kept: dict[str, Any], measure: Any, days: list[date], rules: Rules) -> None:
    name = getattr(measure, "meets", None)
    if name is None:
        return
    whole = rules.criteria[name]
    sets = _once(whole.set_at(day) for day in days)
    used = {one for group in sets for one in group.criteria}
    criteria = {key: one for key, one in whole.criteria.items() if key in used}
    kept["criteria"][name] = _plain(whole.model_copy(update={"criteria": criteria, "sets": sets}))
    for criterion in criteria.values():
        table = getattr(criterion.rule, "concordance", None)
        if table in rules.concordances:
            kept["concordances"][table] = _plain(rules.concordances[table])


def _once(found: Iterable[Any]) -> tuple[Any, ...]:
    """Return the different ones of dated things, the earliest first."""
    return tuple(sorted({one.start: one for one in found}.values(), key=lambda one: one.start))


def _plain(thing: Any, without: set[str] | None = None) -> dict[str, Any]:
    plain: dict[str, Any] = thing.model_dump(
        by_alias=True, exclude_defaults=True, exclude=without or set()
    )
    return plain
