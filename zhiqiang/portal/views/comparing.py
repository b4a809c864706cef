"""A region beside its peers and the nation; and where a target of a plan is heading."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from zhiqiang.domains.plans import queries as plans
from zhiqiang.portal import labels, scope
from zhiqiang.portal.shown import shown_rows
from zhiqiang.records.indicators import comparing, gap
from zhiqiang.records.indicators import queries as indicators
from zhiqiang.ui.asked import BadAddress, asked
from zhiqiang.ui.charts import Chart, bar_option
from zhiqiang.ui.tables import Cell, Table, table
from zhiqiang.ui.templatetags.figures import number

MARKS = {"S": "已核对原文", "V": "待核对原文"}
#: regions that the picture draws
DRAWN = 20


@require_safe
def compare(request: HttpRequest, key: str) -> HttpResponse:
    """Show an indicator of the region beside those of the same level and the nation."""
    at, declared = asked(request), indicators.find(key)
    context: dict[str, Any] = {"declared": declared}
    if scope.snapshot():
        seen = comparing.benchmark(declared.key, at.region, at.as_of)
        context |= {
            "seen": seen,
            "peers": _peers(seen, declared),
            "chart": _drawn(seen, declared),
            "national": _national(declared.key),
        }
    return render(request, "portal/compare.html", context)


def _peers(seen: comparing.Benchmark, declared: Any) -> Table:
    rows = []
    for one in seen.peers:
        query = urlencode({"region": one.code, "as_of": one.figure.as_of.isoformat()})
        address = f"{reverse('portal:indicator', args=[declared.key])}?{query}"
        value = one.figure.value
        rows.append(
            (
                str(one.place or "—"),
                Cell(
                    one.name,
                    address,
                    note="本地区" if one.code == seen.region else "",
                    is_head=True,
                ),
                Cell(number(value)) if value is not None else Cell("—"),
                one.figure.origin if value is not None else one.figure.reason,
            )
        )
    heads = [("名次", "n"), ("地区", "t"), (f"数值（{declared.unit}）", "n"), ("数据来源", "t")]
    return table(f"{declared.name}：同级地区", heads, rows)


def _drawn(seen: comparing.Benchmark, declared: Any) -> Chart | None:
    known = [one for one in seen.peers if one.figure.value is not None][:DRAWN]
    if len(known) < 2:
        return None
    labels = [one.name for one in known]
    values = [one.figure.value for one in known]
    rows = [(name, number(value)) for name, value in zip(labels, values, strict=True)]
    heads = [("地区", "t"), (f"数值（{declared.unit}）", "n")]
    return Chart(
        "peers",
        f"{declared.name}：{seen.sentence}",
        bar_option(labels, declared.name, values, declared.unit),
        table(f"{declared.name}：同级地区", heads, rows),
        f"来源：台账，快照 {seen.own.figure.snapshot}，截至 {seen.own.figure.as_of}。",
    )


def _national(key: str) -> Table | None:
    series = comparing.national_series()
    values = series.series.get(key)
    if not values:
        return None
    rows = [(str(one.year), number(one.value), MARKS[one.mark]) for one in values]
    return table("全国历年数值", [("年份", "d"), ("数值", "n"), ("核对", "")], rows)


@require_safe
def apart(request: HttpRequest, key: str) -> HttpResponse:
    """Show the parts of a figure: by kind, region, industry, size or kind of holder."""
    at, declared = asked(request), indicators.find(key)
    ways = indicators.ways(declared.key, at.as_of)
    by = request.GET.get("by", "") or next(iter(ways), "")
    if by and by not in ways:
        raise BadAddress(f"不能按“{by[:20]}”分组，可选{'、'.join(ways.values()) or '无'}。")
    context: dict[str, Any] = {"declared": declared, "ways": ways, "by": by}
    if by and scope.snapshot():
        context["figure"] = indicators.figure(declared.key, at.region, at.as_of)
        parts = indicators.split(declared.key, at.region, at.as_of, by)
        parts = sorted(parts, key=lambda one: (-(one.value or 0), one.key))
        names = _names(by, [one.key for one in parts])
        heads = [(ways[by], "t"), (f"数值（{declared.unit}）", "n"), ("记录", "n")]
        rows = [
            (Cell(names[one.key], is_head=True), number(one.value), number(one.rows))
            for one in parts
        ]
        context["parts"] = table(f"{declared.name}：按{ways[by]}", heads, rows)
    return render(request, "portal/apart.html", context)


def _names(by: str, keys: Sequence[str]) -> dict[str, str]:
    """Return words for the keys of slices; what the catalogue does not name stands as it is."""
    known: dict[str, str] = {}
    if by == "region":
        known = {key: scope.region_name(key) for key in keys if key}
    elif by in ("kind", "holder"):
        known = labels.right_kinds() if by == "kind" else {}
        codes = ("designations", "activities") if by == "kind" else ("party_kinds",)
        for name in codes:
            known = labels.code_names(name) | known
    return {key: known.get(key, key) if key else "未载明" for key in keys}


@require_safe
def outlook(request: HttpRequest, id: int, code: str) -> HttpResponse:
    """Show where a target is heading, how its peers do, and what would close the gap."""
    programme = plans.programme(id, request.user)
    target = plans.target(programme, code)
    as_of = asked(request).as_of
    found = plans.outlook_of(target, as_of)
    context: dict[str, Any] = {"programme": programme, "target": target, "found": found}
    key = target.indicator_key
    if found.standing.figure is not None and key:
        context["seen"] = comparing.benchmark(key, programme.region_code, as_of)
        context["declared"] = indicators.find(key)
        if target.year and target.year >= as_of.year:
            due = as_of.replace(year=target.year, month=12, day=31)
            context["levers"] = [
                (one, _lever(one, request.user))
                for one in gap.levers(key, programme.region_code, as_of, due)
            ]
    return render(request, "portal/outlook.html", context)


def _lever(one: gap.Lever, person: Any) -> Table:
    rows = [
        (row.identifier, Cell(row.name, is_head=True), str(row.on or "—"), number(row.amount))
        for row in shown_rows(one.rows, person)
    ]
    heads = [("号码", "k"), ("名称", "t"), ("日期", "d"), ("数量", "n")]
    return table(one.label, heads, rows)
