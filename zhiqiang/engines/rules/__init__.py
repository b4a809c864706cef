"""Dated rules as data: decisions with a reason for every clause, one by one and over tables."""

from zhiqiang.engines.rules.cases import Example, load_examples, run, untried
from zhiqiang.engines.rules.deciding import decide
from zhiqiang.engines.rules.declaration import RuleSet, load_rules
from zhiqiang.engines.rules.over_table import decide_table, decision_of
from zhiqiang.engines.rules.reasons import Decision, Reason, StepDone

__all__ = [
    "Decision",
    "Example",
    "Reason",
    "RuleSet",
    "StepDone",
    "decide",
    "decide_table",
    "decision_of",
    "load_examples",
    "load_rules",
    "run",
    "untried",
]
