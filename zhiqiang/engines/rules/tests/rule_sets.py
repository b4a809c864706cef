"""A subsidy rule as an official would write it, for the tests of the engine."""

from datetime import date
from typing import Any

from zhiqiang.engines.rules import RuleSet

BASIS = [{"document": "某办法", "mark": "C"}]


def subsidy(**changes: Any) -> RuleSet:
    """Return a rule: 60 % of what was paid, at most 20,000 yuan a right, whole yuan, not if listed."""
    values: dict[str, Any] = {
        "key": "subsidy",
        "title": "专利质押融资贴息",
        "dated_by": "applied_on",
        "facts": {
            "applied_on": {"zh": "申请日期", "type": "day"},
            "granted_on": {"zh": "授权日期", "type": "day"},
            "interest": {"zh": "已付利息", "type": "number"},
            "rights": {"zh": "专利件数", "type": "number"},
            "small": {"zh": "是否小微企业", "type": "truth"},
            "listed": {"zh": "是否列入失信名单", "type": "truth"},
        },
        "parameters": {
            "cap": {
                "zh": "每件上限",
                "entries": [
                    {"from": date(2021, 1, 1), "value": 10000, "basis": BASIS},
                    {"from": date(2023, 7, 1), "value": 20000, "basis": BASIS},
                ],
            }
        },
        "versions": [
            {
                "from": date(2021, 3, 1),
                "until": date(2025, 12, 31),
                "basis": BASIS,
                "clauses": [
                    {
                        "key": "in_time",
                        "zh": "授权后三年内申请",
                        "article": "第三条",
                        "does": "requires",
                        "when": {
                            "applied_on": {
                                "on_or_before": {"fact": "granted_on", "plus": 3, "unit": "year"}
                            }
                        },
                        "if_met": "{granted_on}授权，{applied_on}申请，未满三年。",
                        "if_not": "{granted_on}授权，{applied_on}申请，已过三年。",
                    },
                    {
                        "key": "dishonest",
                        "zh": "失信",
                        "article": "第五条",
                        "does": "refuses",
                        "when": {"listed": True},
                        "if_met": "申请人已列入失信名单。",
                        "if_not": "申请人未列入失信名单。",
                    },
                ],
                "steps": [
                    {
                        "key": "share",
                        "zh": "补贴部分",
                        "value": {
                            "product": [
                                {"fact": "interest"},
                                {"when": {"small": True}, "then": 0.6, "otherwise": 0.333333},
                            ]
                        },
                        "says": "已付利息 {interest} 元，补贴 {share} 元。",
                    },
                    {
                        "key": "payable",
                        "zh": "应付",
                        "value": {
                            "round": {
                                "least": [
                                    {"step": "share"},
                                    {"product": [{"fact": "rights"}, {"parameter": "cap"}]},
                                ]
                            },
                            "to": 1,
                            "how": "down",
                        },
                        "says": "每件不超过 {cap} 元，舍去角分，应付 {payable} 元。",
                    },
                ],
            }
        ],
    }
    return RuleSet.model_validate(values | changes)
