"""Data quality of a region: rules, two sources side by side, completeness and freshness."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from zhiqiang.engines.metrics import SHAPES
from zhiqiang.kernel.errors import Refused
from zhiqiang.portal import labels, scope
from zhiqiang.portal.people.gate import signed_in
from zhiqiang.records.indicators import levels
from zhiqiang.records.indicators import queries as indicators
from zhiqiang.records.indicators.quality import Freshness, Pair, Quality, quality
from zhiqiang.ui.asked import asked
from zhiqiang.ui.tables import Cell, Table, table
from zhiqiang.ui.templatetags.figures import number, severity_word


@require_safe
@signed_in
def quality_page(request: HttpRequest) -> HttpResponse:
    """Show what is to be looked at before figures are approved; for who works on the region."""
    at = asked(request)
    if not levels.works_on(request.user, at.region):
        raise Refused("此页须有“查看内部内容”权限，当前账户没有。")
    context: dict[str, Any] = {}
    if scope.snapshot():
        seen = quality(at.region, at.as_of)
        context = {
            "seen": seen,
            "findings": _findings(seen, at),
            "pairs": table("两个来源并列", _PAIRS, [_pair(one, at) for one in seen.pairs]),
            "facts": _facts(seen),
            "stale": sum(one.is_stale for one in seen.facts),
        }
    return render(request, "portal/quality.html", context)


_PAIRS = [
    ("指标", "t"),
    ("来源一", "t"),
    ("数值", "n"),
    ("来源二", "t"),
    ("数值", "n"),
    ("相差", "n"),
]


def _address(key: str, at: Any) -> str:
    query = urlencode({"region": at.region, "as_of": at.as_of.isoformat()})
    return f"{reverse('portal:indicator', args=[key])}?{query}"


def _findings(seen: Quality, at: Any) -> Table:
    rows = [
        (
            Cell(severity_word(one.severity), mark=str(one.severity)),
            Cell(indicators.find(key).name, _address(key, at), is_head=True),
            one.message,
        )
        for key, one in seen.findings
    ]
    return table("核对发现", [("程度", "k"), ("指标", "t"), ("发现", "t")], rows)


def _pair(one: Pair, at: Any) -> tuple[Any, ...]:
    apart = "—" if one.apart is None else f"{number(round(one.apart, 1))}%"
    return (
        Cell(one.name, _address(one.key, at), note=one.unit, is_head=True),
        one.first[0],
        number(one.first[1]),
        one.second[0],
        number(one.second[1]),
        Cell(apart, mark="warning" if one.is_far else ""),
    )


def _facts(seen: Quality) -> Table:
    heads = [
        ("数据", "t"), ("种类", "t"), ("条数", "n"), ("最近一条", "d"), ("时效", ""),
        ("未载主体", "n"), ("未载日期", "n"), ("晚于截至日", "n"), ("全库未载地区", "n"),
    ]  # fmt: skip
    return table("完整性与时效", heads, [_fact(one) for one in seen.facts])


def _fact(one: Freshness) -> tuple[Any, ...]:
    facts = one.facts
    return (
        labels.TABLES[facts.table],
        Cell(labels.kind_word(SHAPES[facts.table].subject, facts.kind), is_head=True),
        number(facts.rows),
        str(facts.last or "—"),
        Cell("久未更新", mark="warning") if one.is_stale else "正常",
        number(facts.without_party),
        number(facts.without_day),
        number(facts.later),
        number(facts.without_region),
    )
