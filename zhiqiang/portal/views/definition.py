"""How the definition of an indicator is put into words."""

from __future__ import annotations

from datetime import date
from typing import Any

from zhiqiang.engines.metrics import GROUPS, Indicator
from zhiqiang.kernel.catalogue import Basis
from zhiqiang.portal import labels
from zhiqiang.records.indicators import rules
from zhiqiang.ui.templatetags.figures import number, without_keys

KINDS = {
    "stock": "存量，截至一天的状态",
    "flow": "当期量，自当年 1 月 1 日至截至日",
    "cumulative": "累计量，自起算日至截至日",
    "ratio": "比率，分子除以分母",
    "growth": "增长率，与上年同期相比",
    "distinct": "去重计数，各地区之和不等于合计",
    "survey": "调查值，取公布数，不作计算",
}
MEAN = "年均增长率，自期初起按复合增长计算"
MARKS = {"S": "已核对原文", "V": "待核对原文", "C": "本地约定"}


def words(declared: Indicator, figure: Any, day: date) -> dict[str, Any]:
    """Return facts (label and text), bases (text and how sure we are), doubts and remarks."""
    findings = () if figure is None else figure.findings
    out = {
        "facts": _parts(figure),
        "doubts": [one.message for one in findings if one.severity == "notice"],
        "remarks": [one.message for one in findings if one.severity == "warning"],
        "bases": [],
    }
    version = declared.version_at(day)
    out["facts"] += [
        ("定义", version.text.strip()),
        ("算法", MEAN if declared.is_mean else KINDS[declared.kind]),
        ("类别", GROUPS[declared.group]),
        ("又称", "、".join(declared.aliases)),
        ("定义施行", f"{version.start} 起"),
        ("所需数据", without_keys(declared.load)),
    ]
    out["bases"] = [(_basis(one), MARKS[one.mark]) for one in version.basis]
    return out


def own_word(declared: Indicator) -> str:
    """Say that an indicator, or its newest version, is this installation's own; else nothing."""
    if not rules.is_own(declared.key):
        return ""
    return "本地口径" if rules.shipped_file(declared.key).exists() else "本地指标"


def _parts(figure: Any) -> list[tuple[str, str]]:
    if figure is None or figure.denominator is None:
        return []
    heads = labels.part_names(figure.indicator)
    return [(heads[0], number(figure.numerator)), (heads[1], number(figure.denominator))]


def _basis(one: Basis) -> str:
    number_text = f"（{one.number}）" if one.number else ""
    return f"《{one.document}》{number_text}{one.article}"
