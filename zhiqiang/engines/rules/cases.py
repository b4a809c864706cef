"""Run the cases of a rule set: examples that an official can read, write and believe.

- name: 质押登记前专利权已终止
  facts: {filed_on: 2024-05-06, state: lapsed}
  expects: {granted: false, clauses: {right_ended: true}}
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import Field, TypeAdapter, ValidationError

from zhiqiang.engines.rules.deciding import decide
from zhiqiang.engines.rules.declaration import RuleSet
from zhiqiang.kernel.catalogue import Declared, read
from zhiqiang.kernel.errors import BadCatalogue, ZhiqiangError


class Expected(Declared):
    """What should come out; only what is written is compared. ``says`` are words of its reasons."""

    granted: bool | None
    clauses: dict[str, bool | None] = Field(default_factory=dict)
    amount: Decimal | None = None
    says: tuple[str, ...] = ()


class Example(Declared):
    """One case: what is known, and what the rule should say of it."""

    name: str
    facts: dict[str, Any]
    expects: Expected


def load_examples(path: Path) -> list[Example]:
    """Return the cases of a file, or raise ``BadCatalogue`` naming file and place."""
    try:
        return TypeAdapter(list[Example]).validate_python(read(path))
    except ValidationError as error:
        raise BadCatalogue(f"案例文件 {path} 有误：{error}") from error


def run(rules: RuleSet, examples: list[Example]) -> list[str]:
    """Return in Chinese each difference between what cases expect and what the rule says."""
    out = []
    for example in examples:
        try:
            out += [f"{example.name}：{said}" for said in _differences(rules, example)]
        except ZhiqiangError as error:
            out.append(f"{example.name}：{error}")
    return out


def _differences(rules: RuleSet, example: Example) -> Iterator[str]:
    found, wanted = decide(rules, example.facts), example.expects
    if found.granted is not wanted.granted:
        yield f"结论应为 {wanted.granted}，实际为 {found.granted}"
    met = {reason.key: reason.met for reason in found.reasons}
    for key, expected in wanted.clauses.items():
        if key not in met or met[key] is not expected:
            yield f"条款 {key} 应为 {expected}，实际为 {met.get(key, '没有这一条款')}"
    if "amount" in wanted.model_fields_set and found.amount != wanted.amount:
        yield f"金额应为 {wanted.amount}，实际为 {found.amount}"
    said = found.note + "".join(reason.sentence for reason in found.reasons)
    said += "".join(step.sentence for step in found.steps)
    for words in wanted.says:
        if words not in said:
            yield f"理由中应有“{words}”，实际为：{said}"


def untried(rules: RuleSet, examples: list[Example]) -> list[str]:
    """Return the clauses that no case makes come out yes, and those that none makes come out no."""
    tried = {
        (reason.key, reason.met)
        for example in examples
        for reason in decide(rules, example.facts).reasons
    }
    keys = dict.fromkeys(key for rule in rules.rules for key in rule.conditions)
    words = {True: "成立", False: "不成立"}
    return [
        f"条款 {key} 没有{word}的案例"
        for key in keys
        for met, word in words.items()
        if (key, met) not in tried
    ]
